"""Asking of an artefact: a question in the space of its museum, of which its curators hear."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from accounts.models import Member
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Contribution
from contributions.schemas import ThreadDraft
from contributions.telling import Tidings, queue_mails, tell
from core.database import db
from core.errors import Refused
from core.events import publish
from core.outbox import Delivery
from core.translation import gettext as _
from museum_guide.addresses import artefact_address, base_url
from museum_guide.artefacts.models import Artefact, ArtefactThread
from museum_guide.models import MuseumCurator
from museum_guide.questions.events import ArtefactAsked
from museum_guide.questions.schemas import ArtefactQuestion

LANE = "questions of visitors"
KIND = "question"


def ask_of_artefact(actor: Viewer, row: Any, draft: ArtefactQuestion) -> Contribution:
    """Ask of the artefact of a page. Raises NotFound for a space that is closed to the actor, or Refused."""
    opener = KINDS[KIND].opener
    if opener is None:
        raise Refused(_("No questions can be asked here."))
    words = "\n\n".join(part for part in (draft.body, _said_of(row, draft.claim)) if part)
    asked: Contribution = opener(
        actor, ThreadDraft(title=draft.title, body=words, space=row.space_id, begun=draft.begun)
    )
    db.session.add(ArtefactThread(thread_id=asked.id, artefact_id=row.id, claim=draft.claim))
    db.session.flush()
    publish(ArtefactAsked(actor_id=actor.id, contribution_id=asked.id, artefact_id=row.id, claim=draft.claim))
    return asked


def _said_of(row: Any, claim: bool) -> str:
    """Say what the question is about, so that it can be told wherever its words go."""
    address = base_url() + artefact_address(row.museum_slug, row.number)
    # Signs that mean something in Markdown are set back, as titles come from files.
    title = "".join(f"\\{sign}" if sign in "\\`*_[]<>()#!|" else sign for sign in row.title)
    about = _("Asked of [%(title)s](%(address)s).", title=title, address=address)
    if not claim:
        return about
    return f"{about}\n\n{_('This was told, and is to be checked: please say where an answer is written.')}"


def tell_curators(deliveries: Sequence[Delivery]) -> None:
    """Tell those who keep a museum that somebody asked of what it shows, each once."""
    for delivery in deliveries:
        key, artefact = delivery.payload["contribution_id"], delivery.payload["artefact_id"]
        keepers = select(MuseumCurator.member_id).join(Artefact, Artefact.museum_id == MuseumCurator.museum_id)
        told = Tidings(key, "asked", "asked of", "offer", delivery.actor_id, delivery.created_at)
        tell(told, Member.id.in_(keepers.where(Artefact.id == artefact)))
        queue_mails(key, "asked", delivery.created_at)
