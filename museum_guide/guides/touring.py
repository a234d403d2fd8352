"""Tours: a guide begins one and reads out its code, visits take part, and once it is over each may review it once."""

from datetime import timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.policies import Verdict, require
from core.clock import now
from core.database import begin_write, db, locked, once
from core.errors import Refused
from core.events import publish
from core.translation import gettext as _
from museum_guide.artefacts.codes import code_of, new_code
from museum_guide.guides.events import GuideReviewed
from museum_guide.guides.models import Guide, GuideDeed, GuideReview, GuideTour, TourPart
from museum_guide.guides.queries import running_at
from museum_guide.guides.schemas import HidingDraft, ReviewDraft
from museum_guide.guides.states import state_of
from museum_guide.tickets.models import TicketType
from museum_guide.visits.current import VisitRow

LONGEST = timedelta(hours=4)
# Nobody was guided in less; and so a guide cannot praise themselves between two doors.
SHORTEST = timedelta(minutes=10)
MOST_PARTS = 200


def start(actor: Viewer, code: str) -> GuideTour:
    """Begin a tour. Raises NotFound for a card of others, Refused where it is not valid or a tour goes on."""
    guide = locked(select(Guide).where(Guide.code == code, Guide.member_id == actor.id))
    if guide is None:
        raise NotFound
    at = now()
    if state_of(guide, at) != "valid":
        raise Refused(_("Only who holds a valid card begins a tour."))
    forgotten = update(GuideTour).where(GuideTour.guide_id == guide.id, GuideTour.ended_at.is_(None))
    db.session.execute(forgotten.where(GuideTour.ends_at <= at).values(ended_at=GuideTour.ends_at))
    tour = GuideTour(guide_id=guide.id, code=new_code(), started_at=at, ends_at=at + LONGEST)
    try:
        with db.session.begin_nested():
            db.session.add(tour)
    except IntegrityError:
        raise Refused(_("A tour goes on already: end it first.")) from None
    return tour


def finish(actor: Viewer, key: int) -> None:
    """End a tour. Raises NotFound where it is not the actor's or does not go on."""
    own = GuideTour.guide_id.in_(select(Guide.id).where(Guide.member_id == actor.id))
    tour = locked(select(GuideTour).where(GuideTour.id == key, own, running_at(now())))
    if tour is None:
        raise NotFound
    tour.ended_at = now()


def join(visit: VisitRow, typed: str) -> None:
    """Let a visit take part in a tour of its museum that goes on. Raises Refused."""
    begin_write()
    here = (GuideTour.code == (code_of(typed) or ""), running_at(now()), Guide.museum_id == visit.museum_id)
    led = select(GuideTour.id).join(Guide, Guide.id == GuideTour.guide_id).where(*here, Guide.standing == "good")
    tour = db.session.scalar(led)
    if tour is None:
        raise Refused(_("No tour of this code goes on here. Ask the guide for the code of the group."))
    parts = select(func.count()).select_from(TourPart).where(TourPart.tour_id == tour)
    if (db.session.scalar(parts) or 0) >= MOST_PARTS:
        raise Refused(_("This group is full."))
    db.session.execute(once(TourPart).values(tour_id=tour, visit_id=visit.id, joined_at=now()))


def review(visit: VisitRow, key: int, draft: ReviewDraft) -> None:
    """Keep what a visit says of a tour that it took part in and that is over. Raises NotFound, or Refused."""
    begin_write()
    part = (TourPart.tour_id == key, TourPart.visit_id == visit.id)
    tour = db.session.scalars(select(GuideTour).join(TourPart, TourPart.tour_id == GuideTour.id).where(*part)).first()
    if tour is None:
        raise NotFound
    require(may_review(visit, tour))
    said = GuideReview(guide_id=tour.guide_id, tour_id=key, visit_id=visit.id, rating=draft.rating, body=draft.body)
    said.written_at = now()
    try:
        with db.session.begin_nested():
            db.session.add(said)
    except IntegrityError:
        raise Refused(_("This visit has reviewed the tour already.")) from None
    publish(GuideReviewed(actor_id=None, guide_id=tour.guide_id, review_id=said.id, hidden=False))


def may_review(visit: VisitRow, tour: GuideTour) -> Verdict:
    """Whether a visit that took part in a tour may review it now."""
    ended = tour.ended_at or tour.ends_at
    if ended > now():
        return Verdict(False, _("You can review the tour once it is over."))
    if ended - tour.started_at < SHORTEST:
        return Verdict(False, _("A tour of less than ten minutes is not reviewed."))
    sold = select(TicketType.id).where(TicketType.museum_id == visit.museum_id, TicketType.offered.is_(True)).limit(1)
    if visit.ticket_id is None and db.session.scalar(sold) is not None:
        return Verdict(False, _("Here only visits with a ticket review tours."))
    return Verdict(True)


def hide_review(actor: Viewer, key: int, draft: HidingDraft) -> Guide:
    """Take a review off the page for a reason, as moderators may. Raises Refused, or NotFound."""
    require(Verdict(actor.standing.moderator, _("Only moderators hide reviews.")))
    said = locked(select(GuideReview).where(GuideReview.id == key, GuideReview.hidden_at.is_(None)))
    if said is None:
        raise NotFound
    said.hidden_at, said.hidden_reason, said.hidden_by_id = now(), draft.reason, actor.id
    deed = {"guide_id": said.guide_id, "deed": "review hidden", "reason": draft.reason}
    db.session.execute(insert(GuideDeed).values(**deed, by_id=actor.id, at=now()))
    publish(GuideReviewed(actor_id=actor.id, guide_id=said.guide_id, review_id=key, hidden=True))
    return db.session.get_one(Guide, said.guide_id)
