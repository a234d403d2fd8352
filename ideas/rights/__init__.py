"""Rights in contest entries: who permitted what, what is used, and what is owed for it."""
