"""Writing reviews and notes: for verified owners alone, and one review of each."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.viewers import Viewer
from community.clubs.events import ReviewRated
from community.clubs.models import OwnerNote, ProductReview
from community.clubs.schemas import NoteDraft, ReviewDraft
from community.owners.claiming import owns
from contributions.editing import edit, latest_revision
from contributions.models import Contribution
from contributions.policies import YES, Verdict, require
from contributions.posting import open_thread
from contributions.products.models import Product
from contributions.products.threads import name_product
from contributions.schemas import ThreadDraft, ThreadEdit
from core.database import begin_write, db
from core.errors import Conflict
from core.events import publish
from core.translation import gettext as _

Written = TypeVar("Written", bound=Contribution)


def may_speak_as_owner(actor: Viewer, product: Product) -> Verdict:
    """Whether an actor may write in the club of a product: verified owners."""
    return YES if owns(actor, product) else Verdict(False, _("Only verified owners write here."))


def review_product(actor: Viewer, product: Product, draft: ReviewDraft) -> ProductReview:
    """Review a product, or change one's review of it. Raises Refused, or Conflict where two come at once."""
    begin_write()
    own = own_review(actor, product)
    if own is None:
        require(may_speak_as_owner(actor, product))
        return _open(actor, product, ProductReview(member_id=actor.id, rating=draft.rating), draft)
    change = ThreadEdit(title=draft.title, body=draft.body, tags=[], revision=latest_revision(own.id))
    edit(actor, own.id, change)
    own.rating = draft.rating
    publish(ReviewRated(actor_id=actor.id, contribution_id=own.id, product_id=product.id, rating=draft.rating))
    return own


def own_review(viewer: Viewer, product: Product) -> ProductReview | None:
    """Return a viewer's review of a product, whatever became of it, or None."""
    own = select(ProductReview).where(ProductReview.product_id == product.id, ProductReview.member_id == viewer.id)
    return db.session.scalars(own).one_or_none() if viewer.signed_in else None


def note_down(actor: Viewer, product: Product, draft: NoteDraft) -> OwnerNote:
    """Say why one chose a product, or how one uses it. Raises Refused."""
    require(may_speak_as_owner(actor, product))
    return _open(actor, product, OwnerNote(about=draft.about), draft)


def _open(actor: Viewer, product: Product, written: Written, draft: ReviewDraft | NoteDraft) -> Written:
    """Post something as a thread of its own, in the product's space and about the product."""
    written.product_id = product.id  # type: ignore[attr-defined]
    words = ThreadDraft.model_construct(
        title=draft.title, body=draft.body or draft.title, space=product.space_id, tags=[], begun=draft.begun
    )
    try:
        with db.session.begin_nested():
            open_thread(actor, written, words, f"club:{product.id}")
    except IntegrityError:
        raise Conflict(_("You have reviewed this already. Reload the page to change your review.")) from None
    name_product(actor, written, product.id)
    return written
