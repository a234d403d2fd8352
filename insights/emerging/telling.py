"""Tells product managers of alarms, once, when a run is done; and those who spoke of something that staff answered."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, select, type_coerce, update

from accounts.models import Member, Role
from contributions.models import Contribution
from contributions.telling import Tidings, queue_mails, tell
from core.clock import now
from core.database import Key, db, read
from core.outbox import Delivery
from core.translation import gettext as _
from insights.emerging.events import EmergingAnswered
from insights.emerging.models import EmergingAlarm, EmergingCard, EmergingPost
from insights.emerging.queries import confidence
from insights.events import AnalysisEnded
from insights.models import Run
from insights.running import latest_run, latest_run_id

LANE = "emerging"
EVENTS = (AnalysisEnded, EmergingAnswered)
OCCASION = "emerging"
# What a first look at the past finds is history, and no news.
FRESH = timedelta(days=14)


def tell_of_alarms(deliveries: Sequence[Delivery]) -> None:
    """Handle the lane; an event may come twice."""
    for delivery in deliveries:
        if delivery.event == EmergingAnswered.name():
            _tell_contributors(delivery)
    if any(delivery.payload.get("state") == "done" for delivery in deliveries):
        _tell_managers()


def managers() -> ColumnElement[bool]:
    """Members who hold the office of a product manager, and administrators, as a condition."""
    held = type_coerce(Member.roles_held, Key).bitwise_and(int(Role.PRODUCT_MANAGER | Role.ADMINISTRATOR))
    return and_(held != 0, Member.active.is_(True), Member.erased_at.is_(None))


def _tell_managers() -> None:
    run = latest_run()
    if run is None:
        return
    for alarm_id, contribution_id in _untold(run):
        tell(Tidings(contribution_id, f"{OCCASION}:{alarm_id}", "emerging", "escalation", None, now()), managers())
        queue_mails(contribution_id, f"{OCCASION}:{alarm_id}", now())
    known = select(EmergingCard.alarm_id).where(EmergingCard.run_id == run.id)
    untold = update(EmergingAlarm).where(EmergingAlarm.id.in_(known), EmergingAlarm.told_at.is_(None))
    db.session.execute(untold.values(told_at=now()))


def _untold(run: Run) -> list[tuple[int, int]]:
    """Return the fresh alarms of which nobody was told, each with its first post."""
    rows = read(
        select(EmergingPost.alarm_id, EmergingPost.contribution_id)
        .join(EmergingAlarm, EmergingAlarm.id == EmergingPost.alarm_id)
        .join(EmergingCard, and_(EmergingCard.run_id == run.id, EmergingCard.alarm_id == EmergingAlarm.id))
        .where(EmergingPost.run_id == run.id, EmergingAlarm.told_at.is_(None), EmergingCard.at >= run.as_of - FRESH)
        .order_by(EmergingPost.alarm_id, EmergingPost.place.desc())
    )
    return list({row.alarm_id: row.contribution_id for row in rows}.items())


def _tell_contributors(delivery: Delivery) -> None:
    key = delivery.payload["contribution_id"]
    authors = (
        select(Contribution.author_id)
        .join(EmergingPost, EmergingPost.contribution_id == Contribution.id)
        .where(EmergingPost.alarm_id == delivery.payload["alarm_id"])
    )
    tidings = Tidings(key, "posted", "heard", "own", delivery.actor_id, delivery.created_at)
    tell(tidings, Member.id.in_(authors))
    queue_mails(key, "posted", delivery.created_at)


def words_of_alarm(key: int) -> str:
    """Return what emerges and how sure that is, as a mail says it; empty where the last run knows it no more."""
    card = read(
        select(*EmergingCard.__table__.c).where(EmergingCard.alarm_id == key, EmergingCard.run_id == latest_run_id())
    ).one_or_none()
    if card is None or not card.label:
        return ""
    words = _(
        "%(label)s: %(authors)s people, %(low)s to %(high)s times as often as before. "
        "In %(confidence)s of all weeks chance alone brings nothing so strong.",
        label=card.label,
        authors=card.authors,
        low=f"{card.growth_low:.1f}",
        high=f"{card.growth_high:.1f}",
        confidence=f"{confidence(card.chance):.0%}",
    )
    return f"{words}\n\n/insights/emerging/{key}"
