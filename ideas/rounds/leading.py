"""Leading a round: making it, announcing its rules, opening and closing it. Only staff does."""

from sqlalchemy import delete, func, select
from werkzeug.exceptions import NotFound

from accounts.models import Group
from accounts.viewers import ATRIUM, Viewer
from contributions.models import Contribution
from contributions.policies import require
from contributions.queries import space_for
from contributions.visibility import listed_to
from core import markup
from core.clock import now
from core.database import db
from core.errors import Refused
from core.events import publish
from core.money import minor_units
from core.translation import gettext as _
from ideas.rounds.events import RoundChanged, RoundClosed
from ideas.rounds.models import Mode, Phase, Round, RoundOption
from ideas.rounds.policies import may_change, may_lead
from ideas.rounds.queries import hold_round
from ideas.rounds.rules import tell_rules
from ideas.rounds.schemas import OptionDraft, RoundDraft

MOST_OPTIONS = 200
MOST = 100


def make_round(actor: Viewer, draft: RoundDraft) -> Round:
    """Make a round that only staff knows of. Raises NotFound for a space that is closed to the actor, or Refused."""
    require(may_lead(actor))
    made = Round(mode=draft.mode, phase=Phase.DRAFT, created_by_id=actor.id, created_at=now())
    _write(actor, made, draft)
    db.session.add(made)
    db.session.flush()
    publish(RoundChanged(actor_id=actor.id, round_id=made.id, phase=made.phase))
    return made


def change_round(actor: Viewer, key: int, draft: RoundDraft) -> Round:
    """Change a round that nobody has voted in. Raises NotFound or Refused."""
    found = _changing(actor, key)
    _write(actor, found, draft)
    _changed(actor, found)
    return found


def _write(actor: Viewer, found: Round, draft: RoundDraft) -> None:
    found.space_id = space_for(actor, draft.space).id
    found.title, found.body, found.html = draft.title, draft.body, markup.render(draft.body)
    for name, value in draft.rules().items():
        setattr(found, name, value)
    found.group_name = _group_named(draft.group) if draft.group else ""


def _group_named(key: int) -> str:
    name = db.session.scalar(select(Group.name).where(Group.id == key))
    if name is None:
        raise NotFound
    return name


def add_option(actor: Viewer, key: int, draft: OptionDraft) -> RoundOption:
    """Add an option to a round; one that is an idea brings its words along. Raises NotFound or Refused."""
    found = _changing(actor, key)
    own = RoundOption.round_id == key
    count, last = db.session.execute(select(func.count(), func.max(RoundOption.number)).where(own)).one()
    if count >= MOST_OPTIONS:
        raise Refused(_("A round has at most %(most)s options.", most=MOST_OPTIONS))
    option = RoundOption(round_id=key, number=(last or 0) + 1, cost=_cost_in(found, draft.cost))
    _name(actor, found, option, draft)
    db.session.add(option)
    _changed(actor, found)
    return option


def _cost_in(found: Round, cost: str) -> int:
    if found.mode != Mode.BUDGET:
        return 0
    try:
        minor = minor_units(cost, found.currency)
    except ValueError as error:
        raise Refused(str(error)) from None
    if minor <= 0:
        raise Refused(_("Say what this would cost."))
    return minor


def _name(actor: Viewer, found: Round, option: RoundOption, draft: OptionDraft) -> None:
    option.title, option.body, option.idea_id = draft.title, draft.body, None
    if draft.idea is None:
        if not draft.title:
            raise Refused(_("Name the option, or the idea that it is."))
        return
    # An idea of another space would show there what is closed to some who read here.
    here = (Contribution.id == draft.idea) & (Contribution.kind == "idea") & (Contribution.space_id == found.space_id)
    idea = db.session.execute(select(Contribution.title, Contribution.excerpt).where(here, listed_to(actor))).first()
    if idea is None:
        raise Refused(_("There is no such idea in the space of this round."))
    twin = (RoundOption.round_id == found.id) & (RoundOption.idea_id == draft.idea)
    if db.session.scalar(select(RoundOption.id).where(twin)) is not None:
        raise Refused(_("This idea is an option already."))
    option.title, option.body, option.idea_id = draft.title or idea.title, draft.body or idea.excerpt, draft.idea


def remove_option(actor: Viewer, key: int, number: int) -> None:
    """Take an option out of a round that nobody has voted in. Raises NotFound or Refused."""
    found = _changing(actor, key)
    own = (RoundOption.round_id == key) & (RoundOption.number == number)
    db.session.execute(delete(RoundOption).where(own))
    _changed(actor, found)


def _changing(actor: Viewer, key: int) -> Round:
    require(may_lead(actor))
    found = hold_round(actor, key)
    require(may_change(actor, found))
    return found


def _changed(actor: Viewer, found: Round) -> None:
    tell_rules(found)
    publish(RoundChanged(actor_id=actor.id, round_id=found.id, phase=found.phase))


def publish_round(actor: Viewer, key: int) -> Round:
    """Announce a round with its rules; it opens at once where its time has come. Raises NotFound or Refused."""
    found = _changing(actor, key)
    count = db.session.scalar(select(func.count()).select_from(RoundOption).where(RoundOption.round_id == key)) or 0
    if found.phase != Phase.DRAFT:
        raise Refused(_("This round has been announced already."))
    if count < 1 + (found.mode == Mode.PAIRWISE):
        raise Refused(_("Add options first: a round needs something to choose from."))
    at = now()
    if found.closes_at <= at:
        raise Refused(_("The last day of this round is over. Give it a later one."))
    found.opens_at = max(found.opens_at, at)
    found.phase = Phase.OPEN if found.opens_at == at else Phase.ANNOUNCED
    found.rules_hash = ""
    _changed(actor, found)
    return found


def discard_round(actor: Viewer, key: int) -> None:
    """Throw a round away that was never announced. Raises NotFound or Refused."""
    found = _changing(actor, key)
    if found.phase != Phase.DRAFT:
        raise Refused(_("This round has been announced, so it stays on record. You can close it early."))
    db.session.execute(delete(Round).where(Round.id == key))
    publish(RoundChanged(actor_id=actor.id, round_id=key, phase=""))


def close_round(actor: Viewer, key: int, reason: str = "") -> Round:
    """Close a round, before its time only with a reason that everyone reads. Raises NotFound or Refused."""
    require(may_lead(actor))
    found = hold_round(actor, key)
    if found.phase == Phase.CLOSED:
        return found
    if found.phase == Phase.DRAFT:
        raise NotFound
    at = now()
    if at < found.closes_at:
        if not reason:
            raise Refused(_("Say why this round ends before its time."))
        found.closed_early = reason
    found.phase, found.closed_at = Phase.CLOSED, at
    publish(RoundClosed(actor_id=actor.id, round_id=key))
    return found


def keep_time() -> None:
    """Open the rounds whose time has come, and close those whose time is over."""
    at = now()
    waiting = select(Round.id).where(Round.phase == Phase.ANNOUNCED, Round.opens_at <= at).limit(MOST)
    for key in db.session.scalars(waiting).all():
        found = hold_round(ATRIUM, key)
        if found.phase == Phase.ANNOUNCED:
            found.phase = Phase.OPEN
            publish(RoundChanged(actor_id=None, round_id=key, phase=found.phase))
    over = select(Round.id).where(Round.phase == Phase.OPEN, Round.closes_at <= at).limit(MOST)
    for key in db.session.scalars(over).all():
        close_round(ATRIUM, key)
