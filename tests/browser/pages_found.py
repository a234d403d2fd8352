"""Pages of what the insights have found: alarms, lead users and the network, as an administrator sees them."""

# Endpoint, address, status.
FOUND = (
    ("emerging.emerging", "/insights/emerging", 200),
    ("emerging.emerging", "/insights/emerging?show=closed", 200),
    ("emerging.alarm", "/insights/emerging/424242", 404),
    ("lead_users.lead_users", "/insights/lead-users", 200),
    ("network.network", "/insights/network", 200),
)
