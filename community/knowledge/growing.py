"""Growing a knowledge page from a solved thread, in one act."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from community.duplicates.marking import hold_question
from community.events import KnowledgeGrown
from community.knowledge.models import Article, ArticleSource
from community.knowledge.policies import may_grow
from community.models import Answer, Question
from contributions.events import ContributionPosted
from contributions.following import follow
from contributions.models import Contribution
from contributions.policies import may_write_now, require
from contributions.posting import write
from contributions.schemas import LONGEST_BODY
from contributions.tagging import set_tags, tags_of
from contributions.visibility import listed_to
from core.clock import now
from core.database import db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _


def grow_page(actor: Viewer, question_id: int) -> Article:
    """Make a knowledge page of a question and its accepted and official answers. Raises NotFound, Refused or Conflict.

    It stands in the space of the question, so whoever reads the one reads the other.
    """
    question = hold_question(actor, question_id)
    answers = _chosen_answers(actor, question)
    require(may_grow(actor, question, bool(answers)))
    require(may_write_now(actor))
    at, article = now(), Article(question_id=question.id)
    article.title, article.space_id = question.title, question.space_id
    article.author_id, article.author_roles = actor.id, actor.roles
    article.created_at = article.active_at = at
    article.language = question.language
    write(article, first_text(question, answers))
    try:
        with db.session.begin_nested():
            db.session.add(article)
    except IntegrityError:
        raise Conflict(_("There is a knowledge page of this question already.")) from None
    sources = [question.id, *(answer.id for answer in answers)]
    db.session.add_all(ArticleSource(article_id=article.id, contribution_id=key, taken_at=at) for key in sources)
    set_tags(article, tags_of(question.id))
    follow(actor, article.id)
    key = article.id
    publish(ContributionPosted(actor_id=actor.id, contribution_id=key, kind="article", thread_id=key))
    publish(KnowledgeGrown(actor_id=actor.id, contribution_id=key, thread_id=key, question_id=question.id))
    return article


def first_text(question: Contribution, answers: Sequence[Contribution]) -> str:
    """Put the words of a question and its answers together, as Markdown; credit stands beside them, not in them."""
    parts = [question.body.strip(), *(f"## {_('Answer')}\n\n{answer.body.strip()}" for answer in answers)]
    return "\n\n".join(part for part in parts if part)[:LONGEST_BODY]


def page_of_question(viewer: Viewer, question_id: int) -> Article:
    """Return the knowledge page of a question, as far as the viewer may see it. Raises NotFound."""
    statement = select(Article).where(Article.question_id == question_id, listed_to(viewer))
    found = db.session.scalars(statement).one_or_none()
    if found is None:
        raise NotFound
    return found


def _chosen_answers(viewer: Viewer, question: Question) -> list[Answer]:
    """Return the accepted and the official answer that stand, the accepted one first."""
    keys = [key for key in (question.accepted_answer_id, question.official_answer_id) if key is not None]
    rows = db.session.scalars(select(Answer).where(Contribution.id.in_(keys), listed_to(viewer)))
    found = {answer.id: answer for answer in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
