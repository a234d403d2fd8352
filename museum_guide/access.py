"""Who may call which endpoint of the museum guide: its part of the one table that `access.py` holds."""

from accounts.guard import Access

MUSEUM_GUIDE: dict[str, Access] = {
    # What is near, and the desk of curators.
    "places.nearby": Access.ANYONE,
    "api.nearby": Access.ANYONE,
}
