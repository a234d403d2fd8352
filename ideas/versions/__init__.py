"""Versions of what an area is about, and the changes that were asked for."""
