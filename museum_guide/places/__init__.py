"""Places worth a visit: what is near, whether it is open today, and a hand for those that few know."""
