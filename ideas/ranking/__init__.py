"""Ranking of ideas: what readers make of them, and a board on which every idea gets read."""
