"""Votes on ideas, looked at closely: honest numbers, rings, and votes that staff cast for customers."""
