"""Who may call which endpoint of the insights: their part of the one table that `access.py` holds."""

from accounts.guard import Access

INSIGHTS: dict[str, Access] = {
    "lead_users.lead_users": Access.PRODUCT_MANAGER,
    "lead_users.judge": Access.PRODUCT_MANAGER,
    "lead_users.profiling": Access.MEMBER,
    "network.network": Access.PRODUCT_MANAGER,
    "insights.dashboard": Access.PRODUCT_MANAGER,
    "insights.table": Access.PRODUCT_MANAGER,
    "insights.rows": Access.PRODUCT_MANAGER,
    "emerging.emerging": Access.PRODUCT_MANAGER,
    "emerging.alarm": Access.PRODUCT_MANAGER,
    "emerging.reply": Access.PRODUCT_MANAGER,
    "insights_health.health": Access.PRODUCT_MANAGER,
    "insights_health.threads": Access.PRODUCT_MANAGER,
    "insights_health.steps": Access.PRODUCT_MANAGER,
    "opinions.conversations": Access.PRODUCT_MANAGER,
    "opinions.conversation": Access.PRODUCT_MANAGER,
    "topics.topics": Access.PRODUCT_MANAGER,
    "topics.topic_map": Access.PRODUCT_MANAGER,
    "topics.ask": Access.PRODUCT_MANAGER,
    "topics.topic": Access.PRODUCT_MANAGER,
    "topics.change": Access.PRODUCT_MANAGER,
    "topics.merge": Access.PRODUCT_MANAGER,
    "topics.unmerge": Access.PRODUCT_MANAGER,
    "topics.split": Access.PRODUCT_MANAGER,
    "topics.start": Access.PRODUCT_MANAGER,
    "topics.stop": Access.PRODUCT_MANAGER,
}
