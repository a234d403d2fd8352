"""Staff answers those who spoke of what emerged: what was heard, and what is done. Each of them hears of it once."""

from typing import Annotated

from pydantic import BeforeValidator, Field
from sqlalchemy import select

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.posting import comment
from contributions.schemas import CommentDraft, clean_text
from core.clock import now
from core.database import LARGEST_KEY, db
from core.errors import Refused
from core.events import publish
from core.forms import Schema
from core.translation import gettext as _
from insights.emerging.events import EmergingAnswered
from insights.emerging.models import EmergingAlarm
from insights.emerging.queries import card_of

Words = Annotated[str, BeforeValidator(clean_text), Field(min_length=2, max_length=2000)]


class Answer(Schema):
    """What was heard and what is done, and under which of the posts it stands."""

    post: Annotated[int, Field(ge=1, le=LARGEST_KEY)]
    heard: Words
    doing: Words


def answer(actor: Viewer, key: int, given: Answer) -> EmergingAlarm:
    """Say it as a comment under one of the posts, once for each alarm. Raises NotFound, Refused or FieldRefused."""
    card = card_of(actor, key)
    if given.post not in {post["id"] for post in card.posts}:
        raise FieldRefused("post", _("Choose one of the posts below."))
    alarm = db.session.scalars(select(EmergingAlarm).where(EmergingAlarm.id == key).with_for_update()).one()
    if alarm.reply_id is not None:
        raise Refused(_("Somebody has answered already."))
    said = comment(actor, given.post, CommentDraft(body=_words(given)))
    alarm.reply_id, alarm.replied_at = said.id, now()
    db.session.flush()
    publish(EmergingAnswered(actor_id=actor.id, alarm_id=key, contribution_id=said.id))
    return alarm


def _words(given: Answer) -> str:
    heard, doing = _("What we heard"), _("What we do")
    return f"**{heard}**\n\n{given.heard}\n\n**{doing}**\n\n{given.doing}"
