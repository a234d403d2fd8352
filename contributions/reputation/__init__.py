"""Reputation: a ledger of points that always says what votes and acceptances say, and what members may do for it."""
