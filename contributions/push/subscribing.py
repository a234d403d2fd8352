"""Which browsers take news, and of which kinds: chosen by the member, kept once for each browser."""

import hashlib
from typing import Annotated, Any

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import delete, select

from accounts.models import LoginSession
from contributions.push.models import PushChoice, PushSubscription
from core.clock import now
from core.database import begin_write, db
from core.fetching import LONGEST_ADDRESS, target_of
from core.forms import Schema
from core.limits import throttle

# What may be pushed, and what is once somebody asks for it: news for them alone.
KINDS = ("own", "mention", "accepted", "followed", "offer", "escalation")
FIRST_CHOICE = ("own", "mention")
MOST_BROWSERS = 10


def _can_be_sent_to(endpoint: str) -> str:
    target_of(endpoint)
    return endpoint


class Browser(Schema):
    """What a browser says about itself when it subscribes."""

    endpoint: Annotated[str, Field(max_length=LONGEST_ADDRESS), AfterValidator(_can_be_sent_to)]
    key: Annotated[str, Field(max_length=100)]
    secret: Annotated[str, Field(max_length=40)]

    @model_validator(mode="after")
    def _has_keys(self) -> "Browser":
        # Loads what encrypts, which few processes need.
        from core.webpush import Recipient

        Recipient.read(self.key, self.secret)
        return self


class PushKinds(Schema):
    """The kinds of news that come to devices."""

    own: bool = False
    mention: bool = False
    accepted: bool = False
    followed: bool = False
    offer: bool = False
    escalation: bool = False


def subscribe(member_id: int, session_id: int, browser: Browser) -> None:
    """Let a browser take news. The first time, what is for the member alone is chosen. Raises Throttled."""
    throttle("edit", member_id)
    begin_write()
    mark = hashlib.sha256(browser.endpoint.encode()).hexdigest()
    # Whoever used this browser before hears nothing here any more.
    db.session.execute(delete(PushSubscription).where(PushSubscription.endpoint_digest == mark))
    known = browsers_of(member_id)
    if not known and not kinds_of(member_id):
        choose(member_id, PushKinds(**dict.fromkeys(FIRST_CHOICE, True)))
    for row in known[MOST_BROWSERS - 1 :]:
        db.session.execute(delete(PushSubscription).where(PushSubscription.id == row.id))
    given = {"endpoint": browser.endpoint, "endpoint_digest": mark, "key": browser.key, "secret": browser.secret}
    db.session.add(PushSubscription(member_id=member_id, session_id=session_id, created_at=now(), **given))
    db.session.flush()


def choose(member_id: int, kinds: PushKinds) -> None:
    """Keep which kinds of news come to a member's devices."""
    begin_write()
    db.session.execute(delete(PushChoice).where(PushChoice.member_id == member_id))
    wanted = [kind for kind, on in kinds.model_dump().items() if on]
    db.session.add_all(PushChoice(member_id=member_id, kind=kind) for kind in wanted)
    db.session.flush()


def end(member_id: int, key: int) -> bool:
    """Let one browser of a member take no more news; returns whether there was one."""
    own = (PushSubscription.member_id == member_id) & (PushSubscription.id == key)
    return db.session.scalar(delete(PushSubscription).where(own).returning(PushSubscription.id)) is not None


def kinds_of(member_id: int) -> set[str]:
    """Return the kinds of news that come to a member's devices."""
    return set(db.session.scalars(select(PushChoice.kind).where(PushChoice.member_id == member_id)))


def browsers_of(member_id: int) -> list[Any]:
    """Return a member's browsers that take news (id, session_id, agent, created_at), the latest first."""
    rows = (
        select(PushSubscription.id, PushSubscription.session_id, PushSubscription.created_at, LoginSession.agent)
        .join(LoginSession, LoginSession.id == PushSubscription.session_id)
        .where(PushSubscription.member_id == member_id)
        .order_by(PushSubscription.id.desc())
        .limit(2 * MOST_BROWSERS)
    )
    return list(db.session.execute(rows))
