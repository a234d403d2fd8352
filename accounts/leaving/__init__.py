"""Leaving and taking along: a copy of everything that is a member's, and the erasure of a member."""
