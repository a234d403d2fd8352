"""Who may call which endpoint of the insights: their part of the one table that `access.py` holds."""

from accounts.guard import Access

INSIGHTS: dict[str, Access] = {
    "insights.dashboard": Access.PRODUCT_MANAGER,
    "insights.table": Access.PRODUCT_MANAGER,
    "insights.rows": Access.PRODUCT_MANAGER,
    "insights_health.health": Access.PRODUCT_MANAGER,
    "insights_health.threads": Access.PRODUCT_MANAGER,
    "insights_health.steps": Access.PRODUCT_MANAGER,
    "opinions.conversations": Access.PRODUCT_MANAGER,
    "opinions.conversation": Access.PRODUCT_MANAGER,
}
