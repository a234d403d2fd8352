"""Which threads are about the same: what the worker learns of each, and the rule that compares."""
