"""Opens the changelog, and the learning logs whose lessons its entries name."""

from flask import Flask

from accounts.leaving.traces import Fate, Trace, add_cleaner, add_traces
from contributions.kinds import Kind, add_kind
from core.outbox import add_lane
from core.translation import lazy_gettext as _
from ideas.changelog import news, views
from ideas.changelog.api import section
from ideas.changelog.archive import register_archive
from ideas.lessons import views as lessons
from ideas.lessons.models import Lesson
from ideas.traces import cleaner

RELEASE = Kind("release", _("Changelog"), "changelog", opens_thread=True, replied_by="comment", own_words=True)
LOG = "what was learned about an idea stays in its log, without a name"


def register(app: Flask) -> None:
    """Register what these folders bring."""
    register_archive(app)
    add_kind(RELEASE)
    app.register_blueprint(views.blueprint)
    section.register(app)
    app.register_blueprint(lessons.blueprint)
    add_lane(app, news.LANE, news.tell_of_releases, *news.EVENTS, batch=20)
    add_traces(app, Trace(Lesson.by_id, Fate.FORGOTTEN, LOG))
    add_cleaner(app, cleaner(Lesson, Lesson.learned, Lesson.changed))
