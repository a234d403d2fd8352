"""Deciding about ideas: moves through their pipeline, what the house says, and telling everybody who cared."""
