"""Who may do what with a contribution; each answer carries its reason."""

from dataclasses import dataclass
from typing import Protocol

from accounts.sanctions import silence_of, silence_words
from accounts.viewers import Viewer
from contributions.kinds import KINDS
from contributions.models import Posting, Space, State
from contributions.reputation.privileges import lacking
from contributions.reputation.sizes import Privilege
from core.errors import Refused
from core.translation import gettext as _


@dataclass(frozen=True)
class Verdict:
    """Yes, or no with a reason that can be shown."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        """Whether it is allowed."""
        return self.allowed


class Judged(Protocol):
    """What a policy must know of a contribution; a row of a query serves as well as the model."""

    @property
    def author_id(self) -> int | None:
        """Who wrote it."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def state(self) -> str:
        """Whether it stands."""

    @property
    def concealed(self) -> bool:
        """Whether something above it does not stand."""


YES = Verdict(True)


def require(verdict: Verdict) -> None:
    """Raise Refused with the reason where a verdict is no."""
    if not verdict:
        raise Refused(verdict.reason)


def require_open(actor: Viewer, thread: Judged, thing: Judged, deed: str) -> None:
    """Raise Refused where the kind of a thread says that a deed (vote, comment, edit) is not open in it now."""
    kind = KINDS.get(thread.kind)
    if kind and kind.closed and (reason := kind.closed(actor, thread, thing, deed)):
        raise Refused(reason)


def _no(reason: str) -> Verdict:
    return Verdict(False, reason)


def may(actor: Viewer, privilege: Privilege) -> Verdict:
    """Whether an actor has the points that a privilege takes; who keeps the house needs none."""
    lack = lacking(actor, privilege)
    return _no(lack) if lack else YES


def may_write(actor: Viewer) -> Verdict:
    """Whether an actor may write at all."""
    if actor.silence:
        return _no(silence_words(actor.silence))
    if actor.signed_in or actor.standing.administrator:
        return YES
    return _no(_("Sign in to take part."))


def may_write_now(actor: Viewer) -> Verdict:
    """Whether nothing was imposed on an actor since they came in, whatever way they came."""
    silence = silence_of(actor.id) if actor.id is not None else None
    return _no(silence_words(silence)) if silence else YES


def may_open_thread(actor: Viewer, space: Space) -> Verdict:
    """Whether an actor who can read a space may open a thread there."""
    if space.posting == Posting.STAFF and not actor.standing.employee:
        return _no(_("Only staff open threads in %(space)s. You can reply there.", space=space.name))
    return may_write(actor)


def may_reply(actor: Viewer, thread: Judged) -> Verdict:
    """Whether an actor may answer or comment in a thread that they can see."""
    if thread.state != State.PUBLISHED or thread.concealed:
        return _no(_("This has been taken down, so nothing can be added to it."))
    return may_write(actor)


def may_vote(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may vote for a contribution."""
    return may_unvote(actor, contribution) and may(actor, Privilege.VOTE_UP)


def may_unvote(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may take a vote on a contribution back."""
    if _has_written(actor, contribution):
        return _no(_("You cannot vote on what you wrote yourself."))
    return may_reply(actor, contribution)


def may_vote_down(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may vote against a contribution."""
    return may_vote(actor, contribution) and may(actor, Privilege.VOTE_DOWN)


def may_edit(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may change the words of a contribution: its author, moderators, and who has earned it."""
    own = _may_keep(actor, contribution, _has_written(actor, contribution))
    if own or actor.silence or not actor.signed_in or _is_author(actor, contribution):
        return own
    kind = KINDS.get(contribution.kind)
    if kind is not None and kind.own_words:
        return own
    if contribution.kind == "comment" or contribution.state != State.PUBLISHED or contribution.concealed:
        return own
    return may(actor, Privilege.EDIT_OTHERS)


def _may_keep(actor: Viewer, contribution: Judged, wrote: bool) -> Verdict:
    if actor.silence:
        return _no(silence_words(actor.silence))
    if actor.standing.moderator:
        return YES
    if not (wrote or _keeps(actor, contribution)):
        return _no(_("Only its author and moderators can edit this."))
    if contribution.state == State.HIDDEN or contribution.concealed:
        return _no(_("A moderator has hidden this. Write to the moderators if you think that is wrong."))
    return YES


def may_delete(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may delete a contribution."""
    if contribution.state == State.HELD and not actor.standing.moderator:
        return _no(_("This waits for a look of a moderator."))
    if contribution.state not in {State.PUBLISHED, State.HELD}:
        return _no(_("This has been taken down already."))
    kind = KINDS.get(contribution.kind)
    if kind is not None and kind.stays and not actor.standing.moderator:
        return _no(_("This stays on record. Say what became of it instead."))
    return _may_keep(actor, contribution, _is_author(actor, contribution))


def may_restore(actor: Viewer, contribution: Judged, taken_down_by: int | None) -> Verdict:
    """Whether an actor may put a contribution back: moderators, and the author who deleted it."""
    if contribution.state == State.PUBLISHED:
        return _no(_("This has not been taken down."))
    if actor.standing.moderator:
        return YES
    if contribution.state == State.DELETED and _is_author(actor, contribution) and taken_down_by == actor.id:
        return YES
    return _no(_("Only a moderator can put this back."))


def may_hide(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may hide a contribution."""
    if not actor.standing.moderator:
        return _no(_("Only moderators can hide this."))
    if contribution.state == State.HIDDEN:
        return _no(_("This is hidden already."))
    return YES


def may_flag(actor: Viewer, contribution: Judged) -> Verdict:
    """Whether an actor may ask moderators to look at a contribution."""
    if actor.signed_in and contribution.author_id == actor.id:
        return _no(_("This is your own. You can edit or delete it yourself."))
    return may_reply(actor, contribution)


def _keeps(actor: Viewer, contribution: Judged) -> bool:
    """Whether an actor keeps everything of this kind that stands."""
    kind = KINDS.get(getattr(contribution, "kind", ""))
    stands = contribution.state == State.PUBLISHED and not contribution.concealed
    return stands and kind is not None and kind.editors is not None and bool(kind.editors(actor))


def _has_written(actor: Viewer, contribution: Judged) -> bool:
    """Whether a contribution is an actor's own, alone or together with its author."""
    kind = KINDS.get(getattr(contribution, "kind", ""))
    shared_with = kind.shared_with if kind and actor.signed_in else None
    return _is_author(actor, contribution) or (shared_with is not None and shared_with(actor, contribution))


def _is_author(actor: Viewer, contribution: Judged) -> bool:
    return actor.signed_in and contribution.author_id == actor.id
