"""Closing the loop: whoever voted for or against an idea, follows it or has it hears once of what became of it."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from contributions.events import ThreadsMerged
from contributions.telling import Tidings, queue_mails, tell
from core.database import db
from core.markup import plain_text
from core.outbox import Delivery
from ideas.deciding.events import IdeaAnswered, IdeaMoved
from ideas.deciding.models import OfficialResponse
from ideas.links import cared_for
from ideas.models import Idea, StatusMove
from ideas.statuses import statuses_named

LANE = "decisions about ideas"
EVENTS = (IdeaMoved, IdeaAnswered, ThreadsMerged)
# Each event may tell thousands, and writers wait meanwhile.
BATCH = 5
KIND = "decided"


def close_loops(deliveries: Sequence[Delivery]) -> None:
    """Tell everybody whom each of these concerns; the handler of the lane, which may see an event twice."""
    for delivery in deliveries:
        if delivery.event == ThreadsMerged.name():
            _tell_of_merge(delivery)
        else:
            _tell_of_decision(delivery)


def _tell_of_decision(delivery: Delivery) -> None:
    payload = delivery.payload
    key, response = payload["contribution_id"], payload["response_id"]
    reason = f"idea {payload['phase']}" if "phase" in payload else "responded"
    if response is not None:
        # One occasion with the posting of that comment, so that followers hear of it once as well.
        _tell(delivery, response, "posted", reason, cared_for([key]))
    else:
        _tell(delivery, key, f"moved:{payload['move_id']}", reason, cared_for([key]))


def _tell_of_merge(delivery: Delivery) -> None:
    source, target, undone = (delivery.payload[name] for name in ("contribution_id", "thread_id", "undone"))
    if db.session.get(Idea, source) is None:
        return
    if undone:
        _tell(delivery, source, f"parted:{delivery.event_id}", "idea parted", cared_for([source, target]))
    else:
        _tell(delivery, target, f"joined:{delivery.event_id}", "idea joined", cared_for([source, target]))


def _tell(delivery: Delivery, about: int, occasion: str, reason: str, whom: ColumnElement[bool]) -> None:
    tell(Tidings(about, occasion, reason, KIND, delivery.actor_id, delivery.created_at), whom)
    queue_mails(about, occasion, delivery.created_at)


def is_response(key: int) -> bool:
    """Whether a post is an official response, of which this lane tells."""
    return db.session.get(OfficialResponse, key) is not None


def words_of_move(key: int) -> str:
    """Return where an idea was moved and why, as a mail says it; empty where there is no such move."""
    move = db.session.get(StatusMove, key)
    if move is None:
        return ""
    area_id = db.session.scalar(select(Idea.__table__.c.area_id).where(Idea.__table__.c.id == move.idea_id))
    return f"{statuses_named(area_id, [move.after])[move.after]}\n\n{plain_text(move.html)}"
