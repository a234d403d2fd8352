"""Tickets with the guide: what they cost, the codes printed on them, and starting a visit with one."""
