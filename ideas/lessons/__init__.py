"""What was learned on the way of an idea: its learning log, and how well people spoke with one another about it."""
