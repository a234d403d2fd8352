"""Opens the knowledge pages."""

from typing import Any

from flask import Flask
from sqlalchemy import select

from accounts.leaving.traces import Fate, Trace, add_cleaner, add_traces
from community.events import KnowledgeGrown
from community.knowledge import news, views
from community.knowledge.archive import register_archive
from community.knowledge.models import Suggestion
from community.knowledge.policies import may_edit_knowledge
from contributions.kinds import Kind, add_kind
from contributions.webhooks.kinds import HookKind
from contributions.webhooks.kinds import add_kind as add_hook_kind
from core.database import db
from core.naming import naming, without_names
from core.outbox import add_lane
from core.translation import lazy_gettext as _

SUGGESTED = "what was suggested stays for the editors, and by nobody once the member is erased"
DECIDED = "what became of a suggestion stays on record, without a name"
ARTICLE = Kind(
    "article",
    _("Knowledge page"),
    "knowledge",
    opens_thread=True,
    replied_by="comment",
    helps="question",
    editors=may_edit_knowledge,
)


def register(app: Flask) -> None:
    """Register what this folder brings."""
    register_archive(app)
    add_kind(ARTICLE)
    app.register_blueprint(views.blueprint)
    add_lane(app, news.LANE, news.tell_of_pages, *news.EVENTS)
    made = _("A knowledge page was made of a question")
    add_hook_kind(HookKind("knowledge.made", made, KnowledgeGrown, beside={"question": "question_id"}))
    decided = ("id", "article_id", "state", "words", "decided_at")
    add_traces(
        app,
        Trace(Suggestion.author_id, Fate.FORGOTTEN, SUGGESTED),
        Trace(Suggestion.decided_by_id, Fate.FORGOTTEN, DECIDED, only=decided),
    )
    add_cleaner(app, _clean_suggestions)


def _clean_suggestions(_member_id: int, words: tuple[str, ...]) -> None:
    """Take the name of an erased member out of what was suggested, and of what editors said to it."""
    pattern = naming(words)
    for column in (Suggestion.title, Suggestion.body, Suggestion.comment, Suggestion.words):
        for word in words:
            named: Any = select(Suggestion).where(column.icontains(word, autoescape=True))
            for row in db.session.scalars(named):
                setattr(row, column.key, without_names(getattr(row, column.key), pattern))
