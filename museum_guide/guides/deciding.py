"""What those who keep a museum decide about its guides. Every decision stays written down, with its reason."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.models import Member
from accounts.names import name_key
from accounts.viewers import Viewer
from core.clock import now
from core.database import db, locked
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from museum_guide.artefacts.codes import new_code
from museum_guide.guides.events import GuideDecided, GuidePricesChanged
from museum_guide.guides.models import Guide, GuideDeed, GuidePrice
from museum_guide.guides.schemas import DecisionDraft, GuideDraft, PriceDraft, RenewalDraft
from museum_guide.guides.states import begins
from museum_guide.models import Museum
from museum_guide.visibility import museum_kept
from museum_guide.visits.closing import DAY

# What may follow on what was decided before; who is revoked stays so.
AFTER = {"suspended": {"good"}, "resumed": {"suspended"}, "revoked": {"good", "suspended"}}
STANDING = {"suspended": "suspended", "resumed": "good", "revoked": "revoked"}
MOST_PRICES = 20


def guide_kept(actor: Viewer, slug: str, code: str, *, held: bool = True) -> tuple[Museum, Guide]:
    """Return a guide of a museum for one who keeps it, `held` against other writers. Raises NotFound."""
    museum = museum_kept(actor, slug)
    statement = select(Guide).where(Guide.museum_id == museum.id, Guide.code == code)
    guide = locked(statement) if held else db.session.scalars(statement).one_or_none()
    if guide is None:
        raise NotFound
    return museum, guide


def issue(actor: Viewer, slug: str, draft: GuideDraft, photo: str | None = None) -> Guide:
    """Register a guide. Raises NotFound for a museum of others, Refused for a licence that is registered."""
    museum = museum_kept(actor, slug)
    guide = Guide(museum_id=museum.id, code=new_code(), issued_at=now(), photo=photo, member_id=_member(draft.member))
    for name in ("name", "licence", "issuer", "places", "languages"):
        setattr(guide, name, getattr(draft, name))
    guide.valid_from = begins(draft.valid_from, museum.timezone)
    guide.valid_until = begins(draft.valid_until + DAY, museum.timezone)
    try:
        with db.session.begin_nested():
            db.session.add(guide)
    except IntegrityError:
        raise Refused(_("A guide with this licence number is registered already.")) from None
    _note(actor, guide, "issued", draft.reason)
    return guide


def _member(name: str) -> int | None:
    if not name:
        return None
    open_to = (Member.name_key == name_key(name), Member.active.is_(True), Member.erased_at.is_(None))
    found = db.session.scalar(select(Member.id).where(*open_to))
    if found is None:
        raise Refused(_("Nobody here has an account of this name."))
    return found


def renew(actor: Viewer, slug: str, code: str, draft: RenewalDraft) -> None:
    """Let a guide lead until a later day. Raises NotFound, or Refused for a revoked card and an earlier day."""
    museum, guide = guide_kept(actor, slug, code)
    until = begins(draft.valid_until + DAY, museum.timezone)
    if guide.standing == "revoked":
        raise Refused(_("A card that was revoked is not renewed. Register the guide anew."))
    if until <= max(guide.valid_until, now()):
        raise Refused(_("Choose a day that is later than the present last day, and not over."))
    guide.valid_until, guide.issued_at = until, now()
    _note(actor, guide, "renewed", draft.reason)


def decide(actor: Viewer, slug: str, code: str, draft: DecisionDraft) -> None:
    """Suspend a guide, let them lead again, or revoke the card for good. Raises NotFound, or Refused."""
    _museum, guide = guide_kept(actor, slug, code)
    if guide.standing not in AFTER[draft.deed]:
        raise Refused(_("This does not follow on what was decided before."))
    guide.standing = STANDING[draft.deed]
    _note(actor, guide, draft.deed, draft.reason)


def _note(actor: Viewer, guide: Guide, deed: str, reason: str) -> None:
    db.session.add(GuideDeed(guide_id=guide.id, deed=deed, reason=reason, by_id=actor.id, at=now()))
    publish(GuideDecided(actor_id=actor.id, museum_id=guide.museum_id, guide_id=guide.id, deed=deed))


def add_price(actor: Viewer, slug: str, code: str, draft: PriceDraft) -> None:
    """Put a price on the list of a guide. Raises NotFound, or Refused."""
    _museum, guide = guide_kept(actor, slug, code)
    if len(db.session.scalars(select(GuidePrice.id).where(GuidePrice.guide_id == guide.id)).all()) >= MOST_PRICES:
        raise Refused(_("The list is full: take a price off it first."))
    price = GuidePrice(guide_id=guide.id, amount=draft.units, currency=draft.currency)
    price.minutes, price.people = draft.minutes, draft.people
    try:
        with db.session.begin_nested():
            db.session.add(price)
    except IntegrityError:
        raise Refused(_("There is a price for that length and group already.")) from None
    publish(GuidePricesChanged(actor_id=actor.id, museum_id=guide.museum_id, guide_id=guide.id))


def drop_price(actor: Viewer, slug: str, code: str, key: int) -> None:
    """Take a price off the list of a guide. Raises NotFound."""
    _museum, guide = guide_kept(actor, slug, code)
    price = db.session.scalars(select(GuidePrice).where(GuidePrice.id == key, GuidePrice.guide_id == guide.id)).first()
    if price is None:
        raise NotFound
    db.session.delete(price)
    publish(GuidePricesChanged(actor_id=actor.id, museum_id=guide.museum_id, guide_id=guide.id))
