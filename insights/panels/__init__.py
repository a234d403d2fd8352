"""Beta panels: members invited to try what is not public yet, under dated terms, with a log of what they opened."""
