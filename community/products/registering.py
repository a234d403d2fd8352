"""Registering products and changing what is said of them: the work of staff."""

import secrets
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.viewers import Viewer
from community.products.events import ProductChanged
from community.products.schemas import ProductDraft
from contributions.kinds import slug
from contributions.policies import YES, Verdict, require
from contributions.products.models import Product
from contributions.products.threads import product_for
from contributions.queries import space_for
from contributions.tagging import tag_named
from core import markup
from core.clock import now
from core.database import begin_write, db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _


def may_keep_products(actor: Viewer) -> Verdict:
    """Whether an actor may register products and see what staff sees of them."""
    return YES if actor.standing.employee else Verdict(False, _("Only staff keeps the products."))


def register_product(actor: Viewer, draft: ProductDraft) -> Product:
    """Register a product. Raises Refused, NotFound for what it names, or Conflict where a name or tag is taken."""
    require(may_keep_products(actor))
    product = Product(slug=_free_slug(draft.name), trial_salt=secrets.token_hex(16), created_at=now())
    _describe(actor, product, draft)
    return product


def change_product(actor: Viewer, product: Product, draft: ProductDraft) -> None:
    """Change what is said of a product; its address stays. Raises Refused, NotFound or Conflict."""
    require(may_keep_products(actor))
    _describe(actor, product, draft)


def _describe(actor: Viewer, product: Product, draft: ProductDraft) -> None:
    begin_write()
    space = space_for(actor, draft.space)
    before = product_for(actor, draft.predecessor) if draft.predecessor else None
    if before and before.id == product.id:
        raise Conflict(_("A product cannot come before itself."))
    tag = tag_named(draft.tag) if draft.tag else None
    try:
        with db.session.begin_nested():
            product.name, product.purpose, product.description = draft.name, draft.purpose, draft.description
            product.html = markup.render(draft.description)
            product.space_id, product.whole_space = space.id, draft.whole_space
            product.tag_id = tag.id if tag else None
            product.predecessor_id = before.id if before else None
            product.sold_since, product.sold_until = begin_of(draft.sold_since), begin_of(draft.sold_until)
            db.session.add(product)
    except IntegrityError:
        raise Conflict(_("Another product has this name, this tag or this predecessor already.")) from None
    publish(ProductChanged(actor_id=actor.id, product_id=product.id))


def begin_of(day: date | None) -> datetime | None:
    """Return the first moment of a day in UTC."""
    return datetime.combine(day, time(), UTC) if day else None


def _free_slug(name: str) -> str:
    """Return an address for a product; `new` is the address of the form."""
    wanted = slug(name)
    taken = wanted in {"new", "-"} or db.session.scalar(select(Product.id).where(Product.slug == wanted))
    return f"{wanted[:70]}-{secrets.token_hex(3)}" if taken else wanted
