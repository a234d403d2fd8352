"""Claiming that one owns a product, verifying that, giving the product away, and choosing what others see of it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from community.owners.codes import code_row
from community.owners.events import OwnershipChanged
from community.owners.holding_back import arm_of
from community.owners.models import Ownership, OwnerState
from community.owners.schemas import ClaimDraft, OwnerChoices
from community.products.registering import begin_of, may_keep_products
from contributions.policies import may_write, require
from contributions.products.models import Product
from contributions.products.threads import product_for
from core.clock import now
from core.database import begin_write, db, locked
from core.events import publish
from core.translation import gettext as _

A_DAY = timedelta(days=1)


def claim(actor: Viewer, product: Product, draft: ClaimDraft) -> Ownership:
    """Claim a product. With a code it is verified at once; raises FieldRefused where the code proves nothing (more).

    A claim that waits can be verified by a code later. Raises Refused where the actor may not take part.
    """
    require(may_write(actor))
    begin_write()
    own = own_ownership(actor, product, hold=True)
    if own is not None and own.state == OwnerState.VERIFIED:
        raise FieldRefused("code", _("You are known as an owner already."))
    code_id = code_row(product, draft.code) if draft.code else None
    if draft.code and code_id is None:
        raise FieldRefused("code", _("We do not know this code. Look at it again, or let staff verify your purchase."))
    bought = begin_of(draft.bought)
    if bought and bought > now() + A_DAY:
        raise FieldRefused("bought", _("This day has not come yet."))
    own = own or Ownership(product_id=product.id, member_id=actor.id, claimed_at=now(), shown=False, helps=False)
    own.proof, own.bought_at = draft.proof or own.proof or "", bought or own.bought_at
    own.state = OwnerState.CLAIMED
    try:
        with db.session.begin_nested():
            own.code_id = code_id
            db.session.add(own)
    except IntegrityError:
        raise FieldRefused("code", _("This code has been used already. It proves one purchase.")) from None
    if code_id is None:
        _tell(actor, own, "claimed")
    else:
        _verify(actor, product, own)
    return own


def judge(actor: Viewer, ownership_id: int, *, genuine: bool) -> Ownership:
    """Verify a claim by hand, or refuse it; a refused one may be made again. Raises NotFound or Refused."""
    require(may_keep_products(actor))
    own = locked(
        select(Ownership).where(
            Ownership.id == ownership_id, Ownership.state == OwnerState.CLAIMED, Ownership.ended_at.is_(None)
        )
    )
    if own is None:
        raise NotFound
    product = product_for(actor, own.product_id)
    if genuine:
        own.verified_by_id = actor.id
        _verify(actor, product, own)
    else:
        own.state, own.ended_at = OwnerState.REFUSED, now()
        _tell(actor, own, "refused")
    return own


def give_away(actor: Viewer, product: Product) -> None:
    """Own a product no longer; its code may prove the purchase of whoever has it next. Raises NotFound."""
    own = present_ownership(actor, product)
    own.ended_at = now()
    _tell(actor, own, "ended")


def choose(actor: Viewer, product: Product, choices: OwnerChoices) -> None:
    """Keep what an owner wishes. Raises NotFound."""
    own = present_ownership(actor, product)
    own.shown, own.helps, own.takes_pack = choices.shown, choices.helps, choices.takes_pack
    _tell(actor, own, "chosen")


def own_ownership(viewer: Viewer, product: Product, *, hold: bool = False) -> Ownership | None:
    """Return the present ownership of a viewer, held against other writers where that is wanted, or None."""
    present = select(Ownership).where(
        Ownership.product_id == product.id, Ownership.member_id == viewer.id, Ownership.ended_at.is_(None)
    )
    return locked(present) if hold else db.session.scalars(present).one_or_none()


def present_ownership(actor: Viewer, product: Product) -> Ownership:
    """Return the present ownership of an actor, held against other writers. Raises NotFound."""
    own = own_ownership(actor, product, hold=True)
    if own is None:
        raise NotFound
    return own


def owns(viewer: Viewer, product: Product) -> bool:
    """Whether a viewer is a verified owner."""
    own = own_ownership(viewer, product) if viewer.signed_in else None
    return own is not None and own.state == OwnerState.VERIFIED


def _verify(actor: Viewer, product: Product, own: Ownership) -> None:
    own.state, own.verified_at = OwnerState.VERIFIED, now()
    own.arm = arm_of(product.trial_salt, own.member_id)
    _tell(actor, own, "verified")


def _tell(actor: Viewer, own: Ownership, what: str) -> None:
    db.session.flush()
    publish(OwnershipChanged(actor_id=actor.id, ownership_id=own.id, product_id=own.product_id, what=what))
