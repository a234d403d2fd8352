"""The one page for product managers: what is new, what grows, whom to talk to, what waits, what was promised."""
