"""Pages of the insights for the list of all pages: endpoint, address and status, opened by an administrator."""

INSIGHT_PAGES = (
    ("emerging.emerging", "/insights/emerging", 200),
    ("emerging.emerging", "/insights/emerging?show=closed", 200),
    ("emerging.alarm", "/insights/emerging/424242", 404),
    ("buzz.overview", "/insights/buzz", 200),
    ("buzz.alarms", "/insights/buzz/alarms", 200),
    ("buzz.alarm", "/insights/buzz/alarms/424242", 404),
    ("buzz.subject", "/insights/buzz/p424242", 404),
    ("buzz.rows", "/insights/buzz/p424242/rows", 404),
    ("favourites.favourites", "/insights/favourites", 200),
    ("lead_users.lead_users", "/insights/lead-users", 200),
    ("network.network", "/insights/network", 200),
)
INSIGHT_FILES = {
    "buzz.table": "CSV",
    "buzz.document": "JSON",
    "favourites.table": "CSV",
    "favourites.document": "JSON",
}
