"""The starter pack: up to three threads, told to new owners in their first month, each exactly once."""

from datetime import timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.models import Member
from accounts.viewers import Viewer
from community.clubs.events import StarterPackChanged
from community.clubs.models import PackDelivery, StarterThread
from community.clubs.schemas import StarterDraft
from community.clubs.survey import BEFORE
from community.owners.models import Arm, Ownership
from community.owners.queries import verified_now
from community.products.registering import may_keep_products
from contributions.addresses import key_named
from contributions.policies import require
from contributions.products.models import Product
from contributions.queries import contribution_for
from contributions.telling import Tidings, queue_mails, tell
from core.clock import now
from core.database import begin_write, db, once, read
from core.events import publish
from core.paging import AnySelect
from core.translation import gettext as _

OCCASION = "starter"
# Days after the purchase on which a step may come at the earliest; none comes after the last day.
DAYS = {1: 3, 2: 10, 3: 21}
LAST_DAY = timedelta(days=30)
BETWEEN = timedelta(days=2)
AT_ONCE = 500


def send_packs() -> None:
    """Tell every owner of the step of their pack that is due; run again at once, it tells nobody anything twice."""
    for step in DAYS:
        for row in read(_due(step)).all():
            _deliver(row.id, row.member_id, step, row.thread_id)


def choose_starters(actor: Viewer, product: Product, draft: StarterDraft) -> None:
    """Choose the threads of a product's pack; empty fields are left out. Raises Refused or FieldRefused."""
    require(may_keep_products(actor))
    begin_write()
    named = {name: text for name, text in draft.model_dump().items() if text}
    keys = {name: _thread(actor, name, text) for name, text in named.items()}
    if len(set(keys.values())) < len(keys):
        raise FieldRefused("first", _("Choose each thread once."))
    for old in db.session.scalars(select(StarterThread).where(StarterThread.product_id == product.id)):
        db.session.delete(old)
    db.session.flush()
    db.session.add_all(
        StarterThread(product_id=product.id, step=step, thread_id=key) for step, key in enumerate(keys.values(), 1)
    )
    publish(StarterPackChanged(actor_id=actor.id, product_id=product.id))


def _due(step: int) -> AnySelect:
    """Owners to whom a step is due: those with the pack whose purchase is as old, and who had every step before it.

    Days count from the purchase; whoever was verified later gets the first step once the first questions are closed.
    """
    at, had, before = now(), aliased(PackDelivery), aliased(PackDelivery)
    bought = func.coalesce(Ownership.bought_at, Ownership.verified_at)
    due = (
        select(Ownership.id, Ownership.member_id, StarterThread.thread_id)
        .join(StarterThread, StarterThread.product_id == Ownership.product_id)
        .where(verified_now(), Ownership.arm == Arm.PACK, Ownership.takes_pack, StarterThread.step == step)
        .where(bought <= at - timedelta(days=DAYS[step]), bought > at - LAST_DAY, Ownership.verified_at <= at - BEFORE)
        .where(~exists().where(had.ownership_id == Ownership.id, had.step == step))
    )
    if step > 1:
        rested = before.delivered_at <= at - BETWEEN
        due = due.where(exists().where(before.ownership_id == Ownership.id, before.step == step - 1, rested))
    return due.order_by(Ownership.id).limit(AT_ONCE)


def _deliver(ownership_id: int, member_id: int, step: int, thread_id: int) -> None:
    at = now()
    given = {"ownership_id": ownership_id, "step": step, "thread_id": thread_id, "delivered_at": at}
    if db.session.scalar(once(PackDelivery).values(given).returning(PackDelivery.step)) is None:
        return
    tell(Tidings(thread_id, OCCASION, OCCASION, OCCASION, None, at), Member.id == member_id)
    queue_mails(thread_id, OCCASION, at)


def _thread(actor: Viewer, name: str, text: str) -> int:
    """Return the thread that an address or a number names."""
    key = key_named(text)
    try:
        if key is not None:
            return contribution_for(actor, key).root_id
    except NotFound:
        pass
    raise FieldRefused(name, _("Give the address or the number of a thread that you can see."))
