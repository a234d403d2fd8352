"""Pages of the dashboard of the insights, of the dialogue, and of groups of opinion, as an administrator sees them."""

# Endpoint, address, status.
BOARD = (
    ("insights.dashboard", "/insights", 200),
    ("insights_health.health", "/insights/health", 200),
    ("insights_health.threads", "/insights/health/threads/unanswered", 200),
    ("insights_health.steps", "/insights/health/steps/agent", 200),
    ("opinions.conversations", "/insights/groups", 200),
    ("opinions.conversation", "/insights/groups/nothing", 404),
)
