"""What is logged about word of mouth."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class InvitationChanged(Event):
    """A member made a link that invites, or (made false) ended one."""

    invitation_id: int
    made: bool


@dataclass(frozen=True, kw_only=True)
class MemberReferred(Event):
    """Somebody joins by the invitation of a member; it counts once they confirm their address."""

    member_id: int
    invitation_id: int
