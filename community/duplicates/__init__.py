"""Questions that were asked before: marked, merged, and shown beside one another."""
