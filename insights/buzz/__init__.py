"""Buzz: how much, how widely and how well something is spoken of, whether talk turns against it, and what lasts."""
