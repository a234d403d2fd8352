"""Replies by mail: what comes in at the address for replies is read, judged and posted as if it came from the page."""
