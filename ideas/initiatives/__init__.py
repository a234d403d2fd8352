"""Initiatives that turn an idea into a trade, and the service offers that grow out of them."""
