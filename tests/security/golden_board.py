"""Who may call which endpoint of the dashboard of the insights; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_THE_BOARD = {
    "insights.dashboard": "",
    "insights.table": "panel",
    "insights.rows": "panel",
    "insights_health.health": "",
    "insights_health.threads": "figure",
    "insights_health.steps": "axis",
    "opinions.conversations": "",
    "opinions.conversation": "conversation",
}
