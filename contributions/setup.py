"""Opens the floor of contributions: its addresses, and the work behind them."""

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import bindparam, select, update

from accounts import sessions
from contributions import (
    checks,
    cli,
    counters,
    counting,
    member_pages,
    mention_views,
    notifying,
    panels,
    search_views,
    searching,
    space_views,
    traces,
    views,
    words,
)
from contributions.api import setup as api
from contributions.archive import register_archive
from contributions.competence import views as competence_views
from contributions.guests import setup as guests
from contributions.importing import setup as importing
from contributions.kinds import Kind, add_kind
from contributions.mail_in import cli as mail_in
from contributions.models import Contribution
from contributions.moderation import setup as moderation
from contributions.news import setup as news
from contributions.old_addresses import pages as old_addresses
from contributions.publishing import views as publishing_views
from contributions.push import setup as push
from contributions.reputation import setup as reputation
from contributions.resuming import reading as resuming
from contributions.similarity import setup as similarity
from contributions.webhooks import setup as webhooks
from core.clock import now
from core.database import Key, db
from core.jobs import jobs_of
from core.outbox import add_lane
from core.pages import places
from core.translation import lazy_gettext as _

WARM = timedelta(days=30)
BLUEPRINTS = (
    views.blueprint,
    search_views.blueprint,
    space_views.blueprint,
    member_pages.blueprint,
    mention_views.blueprint,
    publishing_views.blueprint,
    competence_views.blueprint,
)


def register(app: Flask) -> None:
    """Register what this package brings."""
    register_archive(app)
    add_kind(Kind("comment", _("Comment")))
    sessions.unread_count = notifying.unread_of_member()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    add_lane(app, searching.LANE, searching.keep_index, *searching.EVENTS)
    add_lane(app, counting.LANE, counting.keep_counts, *counting.EVENTS)
    add_lane(app, notifying.LANE, notifying.notify_followers, *notifying.EVENTS, batch=20)
    news.register(app)
    push.register(app)
    mail_in.register(app)
    traces.register(app)
    resuming.register(app)
    moderation.register(app)
    guests.register(app)
    reputation.register(app)
    words.register(app)
    checks.register(app)
    cli.register(app)
    similarity.register(app)
    api.register(app)
    webhooks.register(app)
    importing.register(app)
    old_addresses.register(app)
    jobs = jobs_of(app)
    jobs.add("count views", count_views)
    jobs.every("rank threads", rank_threads, minute="*/20")
    jobs.every("optimise the index", optimise_index, hour="3", minute="20")
    with app.app_context():
        places().fill("search documents", searching.all_documents)
        places().fill("home panels", panels.panels)


def count_views(counted: list[list[int]]) -> None:
    """Add the views that a web process has counted."""
    contribution: Any = Contribution.__table__
    statement = (
        update(contribution)
        .where(contribution.c.id == bindparam("counted", type_=Key))
        .values(views=contribution.c.views + bindparam("more", type_=Key))
    )
    db.session.connection().execute(statement, [{"counted": key, "more": more} for key, more in counted])


def rank_threads() -> None:
    """Let threads cool down that were warm lately; older ones are as cold as they will get."""
    warm = select(Contribution.id).where(Contribution.thread_id.is_(None), Contribution.active_at > now() - WARM)
    counters.recount_hot(warm)


def optimise_index() -> None:
    """Put the search index in order in a quiet hour."""
    searching.search_port().optimise()
