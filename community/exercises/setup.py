"""Opens exercises: their kinds, their pages, and the watch over those whose time is up."""

from typing import Any

from flask import Flask

from community.exercises import archive, leading, merging, views
from community.exercises.events import AnswersMerged
from contributions.events import ContributionPosted
from contributions.kinds import Kind, add_kind
from contributions.webhooks.kinds import HookKind
from contributions.webhooks.kinds import add_kind as add_hook_kind
from core.jobs import jobs_of
from core.outbox import add_lane
from core.translation import lazy_gettext as _


def register(app: Flask) -> None:
    """Register what this package brings."""
    add_kind(Kind("exercise", _("Exercise"), "exercises", opens_thread=True, replied_by="cell"))
    add_kind(Kind("cell", _("Answer in an exercise")))
    add_kind(Kind("merged", _("Merged answer")))
    app.register_blueprint(views.blueprint)
    archive.register_archive(app)
    answered = _("Somebody answered in an exercise")
    add_hook_kind(HookKind("exercise.answered", answered, ContributionPosted, _is_cell))
    add_lane(app, merging.LANE, merging.tell_credited, AnswersMerged)
    jobs_of(app).every("end exercises", leading.end_overdue, minute="*/5")


def _is_cell(payload: dict[str, Any]) -> bool:
    return bool(payload["kind"] == "cell")
