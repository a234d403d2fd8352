"""The demo: a community to walk through, and the command that opens it."""
