"""Ideas that are the same: found, suggested to staff, merged so that it can be taken back."""
