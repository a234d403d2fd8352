"""Who may call which endpoint of the insights: their part of the one table that `access.py` holds."""

from accounts.guard import Access

INSIGHTS: dict[str, Access] = {
    "insights.dashboard": Access.PRODUCT_MANAGER,
    "insights.table": Access.PRODUCT_MANAGER,
    "insights.rows": Access.PRODUCT_MANAGER,
    "emerging.emerging": Access.PRODUCT_MANAGER,
    "emerging.alarm": Access.PRODUCT_MANAGER,
    "emerging.reply": Access.PRODUCT_MANAGER,
    "buzz.overview": Access.PRODUCT_MANAGER,
    "buzz.subject": Access.PRODUCT_MANAGER,
    "buzz.rows": Access.PRODUCT_MANAGER,
    "buzz.table": Access.PRODUCT_MANAGER,
    "buzz.document": Access.PRODUCT_MANAGER,
    "buzz.alarms": Access.PRODUCT_MANAGER,
    "buzz.alarm": Access.PRODUCT_MANAGER,
    "buzz.take": Access.PRODUCT_MANAGER,
    "buzz.answer": Access.PRODUCT_MANAGER,
    "favourites.favourites": Access.PRODUCT_MANAGER,
    "favourites.table": Access.PRODUCT_MANAGER,
    "favourites.document": Access.PRODUCT_MANAGER,
}
