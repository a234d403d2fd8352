"""Where each member left off in each thread, the same on every device."""
