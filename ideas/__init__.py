"""The ideas room."""
