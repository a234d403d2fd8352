"""The one table that says who may call which endpoint. An endpoint that is not here is refused."""

from accounts.guard import Access

ANYONE = Access.ANYONE
SIGNED_OUT = Access.SIGNED_OUT
MEMBER = Access.MEMBER
STAFF = Access.STAFF
MODERATOR = Access.MODERATOR
ADMINISTRATOR = Access.ADMINISTRATOR
TOKEN = Access.TOKEN

ACCESS: dict[str, Access] = {
    # Whoever may call an endpoint may still meet 404: rules and queries decide about the thing itself.
    "static": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE,
    "health.metrics": TOKEN,
    "home.index": ANYONE,
}
