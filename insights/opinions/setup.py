"""Opens the groups of opinion."""

from collections.abc import Sequence
from typing import Any

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_traces
from core.pages import places
from core.translation import lazy_gettext
from insights.dashboard.panels import INSIGHT_PAGES, INSIGHT_PANELS, InsightPage
from insights.forgetting import add_forgetter
from insights.opinions import commands, pages, views
from insights.opinions.models import OpinionPlace
from insights.stages import Context, add_stage

PAGES = (InsightPage("groups", lazy_gettext("Groups of opinion"), "/insights/groups", 50),)


def register(app: Flask) -> None:
    """Register what this folder brings."""
    app.register_blueprint(views.blueprint)
    commands.register()
    add_stage("groups", _find)
    add_forgetter("groups", _forget)
    add_traces(app, Trace(OpinionPlace.member_id, Fate.DELETED))
    with app.app_context():
        places().fill(INSIGHT_PAGES, lambda _viewer: PAGES)
        places().fill(INSIGHT_PANELS, pages.panels)


def _find(context: Context) -> dict[str, Any]:
    # Numbers are loaded by whoever computes with them, not by the web process.
    from insights.opinions.storing import find_and_store

    return find_and_store(context)


def _forget(keys: Sequence[int]) -> None:
    from insights.opinions.storing import forget_statements

    forget_statements(keys)
