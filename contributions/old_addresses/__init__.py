"""Addresses that things had in another forum, and still lead to them."""
