"""Moving members from stage to stage: by what they post, by what they bought, and by their own word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from accounts.models import EMPLOYEES
from accounts.viewers import Viewer
from community.owners.events import OwnershipChanged
from community.owners.models import Ownership
from community.stages.events import StageCorrected, StagesChosen
from community.stages.models import ProductStage, StageMove, StageWish
from community.stages.rules import Deed, Stage, deed_of, next_stage
from contributions.events import ContributionPosted
from contributions.models import Contribution
from contributions.products.models import Product
from contributions.products.threads import products_of
from core.clock import now
from core.database import begin_write, db, insert_into, locked, once
from core.events import publish
from core.markup import plain_text
from core.outbox import Delivery

LANE = "stages"
EVENTS = (ContributionPosted, OwnershipChanged)


@dataclass(frozen=True)
class Cause:
    """Why a member moves: the deed, the logged event, and the post where there is one."""

    deed: Deed
    event_id: int
    at: datetime
    contribution_id: int | None = None


def move_members(deliveries: Sequence[Delivery]) -> None:
    """Move everybody whom an event moves; the handler of the lane."""
    for delivery in deliveries:
        if delivery.event == ContributionPosted.name():
            _move_by_post(delivery)
        elif delivery.payload["what"] == "verified":
            _move_by_purchase(delivery)


def move(member_id: int, product_id: int, cause: Cause, to: Stage | None = None) -> bool:
    """Move a member where the deed leads, or to a stage that is named; says whether anything moved.

    An event moves a member at most once towards a product, however often it is told; whoever wants no stages stays.
    """
    begin_write()
    wish = db.session.get(StageWish, member_id)
    if wish is not None and not wish.kept:
        return False
    stored = locked(
        select(ProductStage).where(ProductStage.member_id == member_id, ProductStage.product_id == product_id)
    )
    present = Stage(stored.stage) if stored else None
    target = to or next_stage(present, cause.deed)
    if target is None or target == present:
        return False
    moved = {"before": present, "after": target, "cause": cause.deed, "contribution_id": cause.contribution_id}
    who = {"member_id": member_id, "product_id": product_id}
    row = once(StageMove).values(**who, **moved, event_id=cause.event_id, created_at=cause.at).returning(StageMove.id)
    if db.session.scalar(row) is None:
        return False
    stands = {"stage": target, "moved_at": cause.at}
    upsert = insert_into(ProductStage).values(**who, **stands)
    db.session.execute(upsert.on_conflict_do_update(index_elements=["member_id", "product_id"], set_=stands))
    return True


def correct_stage(actor: Viewer, product: Product, stage: Stage) -> None:
    """Let members say themselves how far they are."""
    if actor.id is not None:
        event_id = publish(StageCorrected(actor_id=actor.id, product_id=product.id, stage=stage))
        move(actor.id, product.id, Cause(Deed.CORRECTED, event_id, now()), stage)
        db.session.expire_all()


def choose_stages(actor: Viewer, *, kept: bool, named: bool) -> None:
    """Keep what a member wishes; whoever wants no stages kept loses all that were."""
    begin_write()
    wish = {"kept": kept, "named": kept and named}
    upsert = insert_into(StageWish).values(member_id=actor.id, **wish)
    db.session.execute(upsert.on_conflict_do_update(index_elements=["member_id"], set_=wish))
    if not kept:
        for table in (StageMove, ProductStage):
            db.session.execute(delete(table).where(table.member_id == actor.id))
    publish(StagesChosen(actor_id=actor.id, **wish))


def _move_by_post(delivery: Delivery) -> None:
    post = db.session.get(Contribution, delivery.payload["contribution_id"])
    # Whoever answers or remarks uses the same words without asking for themselves.
    if post is None or post.kind != "question" or post.author_id is None or post.author_roles & EMPLOYEES:
        return
    deed = deed_of(f"{post.title or ''}\n{plain_text(post.html)}")
    if deed is None:
        return
    cause = Cause(deed, delivery.event_id, delivery.created_at, post.id)
    for product_id in products_of(post.root_id):
        move(post.author_id, product_id, cause)


def _move_by_purchase(delivery: Delivery) -> None:
    own = db.session.get(Ownership, delivery.payload["ownership_id"])
    if own is not None:
        move(own.member_id, own.product_id, Cause(Deed.BOUGHT, delivery.event_id, delivery.created_at))
