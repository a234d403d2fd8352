"""Webhooks: other programs are told of what happens, signed, as often as it takes, and only what they may know."""
