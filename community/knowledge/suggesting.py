"""Suggesting an edit of a knowledge page, and what an editor makes of it."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from community.events import SuggestionDecided, SuggestionMade
from community.knowledge.models import Article, Suggestion
from community.knowledge.policies import may_edit_knowledge, may_suggest
from community.knowledge.schemas import Decision, SuggestedEdit
from contributions.editing import edit, latest_revision
from contributions.models import Revision
from contributions.policies import Verdict, may_write_now, require
from contributions.queries import contribution_of_kind, hold_contribution
from contributions.schemas import ThreadEdit
from contributions.tagging import tags_of
from core.clock import now
from core.database import db, locked
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _

WITHDRAWN = "withdrawn"
STATES = {"accept": "accepted", "decline": "declined", "withdraw": WITHDRAWN}


def suggest_edit(actor: Viewer, key: int, draft: SuggestedEdit) -> Suggestion:
    """Suggest new words for a page. Raises NotFound, Refused, or Conflict where the actor has suggested already."""
    article = contribution_of_kind(actor, key, Article)
    require(may_suggest(actor, article))
    require(may_write_now(actor))
    suggestion = Suggestion(article_id=key, author_id=actor.id, title=draft.title, body=draft.body)
    suggestion.comment, suggestion.state, suggestion.words, suggestion.created_at = draft.comment, "open", "", now()
    try:
        with db.session.begin_nested():
            db.session.add(suggestion)
    except IntegrityError:
        raise Conflict(_("Your earlier suggestion for this page still waits. Withdraw it first.")) from None
    publish(SuggestionMade(actor_id=actor.id, contribution_id=key, suggestion_id=suggestion.id))
    return suggestion


def suggestion_for(viewer: Viewer, key: int) -> tuple[Article, Suggestion]:
    """Return a suggestion that is the viewer's own, or that they may decide about, and its page. Raises NotFound."""
    found = db.session.get(Suggestion, key)
    if found is None or not (may_edit_knowledge(viewer) or (viewer.signed_in and found.author_id == viewer.id)):
        raise NotFound
    return contribution_of_kind(viewer, found.article_id, Article), found


def decide_suggestion(actor: Viewer, key: int, draft: Decision) -> Suggestion:
    """Accept a suggestion, decline it, or take one's own back. Raises NotFound, Refused or Conflict."""
    article, suggestion = suggestion_for(actor, key)
    hold_contribution(actor, article.id)
    locked(select(Suggestion).where(Suggestion.id == key))
    require(_may_decide(actor, suggestion, draft))
    if suggestion.state != "open":
        raise Conflict(_("This has been decided already."))
    suggestion.state, suggestion.words = STATES[draft.decision], draft.words
    suggestion.decided_at, suggestion.decided_by_id = now(), actor.id
    db.session.flush()
    if draft.decision == "accept":
        _apply(actor, article, suggestion, draft.revision)
    publish(
        SuggestionDecided(
            actor_id=actor.id, contribution_id=article.id, suggestion_id=suggestion.id, state=suggestion.state
        )
    )
    return suggestion


def _may_decide(actor: Viewer, suggestion: Suggestion, draft: Decision) -> Verdict:
    if draft.decision == "withdraw":
        return Verdict(suggestion.author_id == actor.id, _("Only who suggested it can take it back."))
    return may_edit_knowledge(actor)


def _apply(actor: Viewer, article: Article, suggestion: Suggestion, revision: int) -> None:
    """Give the page the suggested words; the revision is that of whoever suggested them."""
    change = ThreadEdit.model_construct(
        title=suggestion.title,
        body=suggestion.body,
        tags=tags_of(article.id),
        comment=suggestion.comment or _("A suggested edit"),
        revision=revision,
    )
    edit(actor, article.id, change)
    newest = (Revision.contribution_id == article.id) & (Revision.number == latest_revision(article.id))
    db.session.execute(update(Revision).where(newest).values(editor_id=suggestion.author_id))
