"""Merging threads of one kind so that all of it can be taken back; the rooms say who may and what else moves."""
