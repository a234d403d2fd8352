"""Two questions before the starter pack could reach an owner, and again after a month; what both groups answered.

Doubt is the mean of the two answers turned round, (16 - sure - again) / 2: 1 is none, 7 the most.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from accounts.viewers import Viewer
from community.clubs.models import SurveyAnswer
from community.clubs.schemas import SurveyDraft
from community.owners.claiming import present_ownership
from community.owners.events import OwnershipChanged
from community.owners.models import Arm, Ownership
from community.owners.queries import verified_now
from contributions.products.models import Product
from core.clock import now
from core.database import db, once, read
from core.errors import Conflict
from core.events import publish
from core.intervals import Interval, difference_interval, mean_interval
from core.translation import gettext as _

# The pack waits as long, in both groups: nobody answers the first time with the pack in mind.
BEFORE = timedelta(days=3)
AFTER_FROM, AFTER_UNTIL = timedelta(days=30), timedelta(days=60)


class Group(NamedTuple):
    """What one group answered, of those who answered twice; intervals are None where they are too few."""

    answered: int
    before: float | None
    after: float | None
    change: Interval | None


class Effect(NamedTuple):
    """What both groups answered, and the change with the pack less that without; below zero the pack helped."""

    groups: dict[str, Group]
    difference: Interval | None


class OwnPart(NamedTuple):
    """Whether a viewer is a verified owner of a product, and the wave in which they may answer now, or nothing."""

    is_owner: bool = False
    wave: str = ""


def wave_at(since: timedelta) -> str:
    """Return which of the two waves is open so long after an ownership was verified, or nothing."""
    if since < BEFORE:
        return "before"
    return "after" if AFTER_FROM <= since < AFTER_UNTIL else ""


def own_part(viewer: Viewer, product: Product) -> OwnPart:
    """Return what a viewer is in the club of a product: one statement."""
    waves = select(func.aggregate_strings(SurveyAnswer.wave, " ")).where(SurveyAnswer.ownership_id == Ownership.id)
    own = select(Ownership.verified_at, waves.correlate(Ownership).scalar_subquery().label("answered"))
    mine = (Ownership.product_id == product.id) & (Ownership.member_id == viewer.id) & verified_now()
    row = read(own.where(mine)).one_or_none() if viewer.signed_in else None
    if row is None:
        return OwnPart()
    wave = wave_at(now() - row.verified_at)
    return OwnPart(True, "" if wave in (row.answered or "").split() else wave)


def answer_survey(actor: Viewer, product: Product, draft: SurveyDraft) -> None:
    """Keep the answers of an owner. Raises NotFound, or Conflict where nothing is asked now."""
    own, wave = present_ownership(actor, product), own_part(actor, product).wave
    given = {"ownership_id": own.id, "wave": wave, "sure": draft.sure, "again": draft.again, "answered_at": now()}
    if not wave or db.session.scalar(once(SurveyAnswer).values(given).returning(SurveyAnswer.wave)) is None:
        raise Conflict(_("You have answered already, or nothing is asked just now."))
    publish(OwnershipChanged(actor_id=actor.id, ownership_id=own.id, product_id=product.id, what="answered"))


def effect_of(product: Product) -> Effect:
    """Return what the starter pack did to doubt, by the groups into which owners were dealt, packs read or not."""
    first, second = aliased(SurveyAnswer), aliased(SurveyAnswer)
    both = (
        select(
            Ownership.arm,
            ((16.0 - first.sure - first.again) / 2).label("before"),
            ((16.0 - second.sure - second.again) / 2).label("after"),
        )
        .join(first, (first.ownership_id == Ownership.id) & (first.wave == "before"))
        .join(second, (second.ownership_id == Ownership.id) & (second.wave == "after"))
        .where(Ownership.product_id == product.id)
    )
    pairs: dict[str, list[tuple[float, float]]] = {arm: [] for arm in Arm}
    for row in read(both):
        pairs[row.arm].append((float(row.before), float(row.after)))
    changes = {arm: [after - before for before, after in some] for arm, some in pairs.items()}
    groups = {arm: _group(some, changes[arm]) for arm, some in pairs.items()}
    return Effect(groups, difference_interval(changes[Arm.PACK], changes[Arm.CONTROL]))


def _group(pairs: Sequence[tuple[float, float]], changes: Sequence[float]) -> Group:
    if not pairs:
        return Group(0, None, None, None)
    before, after = (sum(values) / len(pairs) for values in zip(*pairs, strict=True))
    return Group(len(pairs), before, after, mean_interval(changes))
