"""What is logged when an account, its standing or a group changes. No event holds an address, a name or a secret."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True, kw_only=True)
class MailQueued(Event):
    """A mail waits to be sent; what it says stands in the queue and is forgotten once it is sent."""

    mail_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class MemberRegistered(Event):
    """Someone asked for an account; nothing is open to it until the address is confirmed."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class AddressConfirmed(Event):
    """A member proved that mail to an address reaches them."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A member opened a login session."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class SessionsEnded(Event):
    """Login sessions of a member were ended; `why` is signed out, revoked, password or disabled."""

    member_id: int
    count: int
    why: str


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A member has a new password; `way` is changed, reset or command."""

    member_id: int
    way: str


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """A member has a new e-mail address."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class ProfileEdited(Event):
    """A member changed what their public page says."""

    member_id: int


@dataclass(frozen=True, kw_only=True)
class RolesChanged(Event):
    """An administrator granted or withdrew roles; both are numbers of `accounts.models.Role`."""

    member_id: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class AccountSwitched(Event):
    """An administrator disabled an account, or enabled it again."""

    member_id: int
    active: bool


@dataclass(frozen=True, kw_only=True)
class GroupChanged(Event):
    """A group was created, renamed or deleted; `deed` says which."""

    group_id: int
    deed: str


@dataclass(frozen=True, kw_only=True)
class MembershipChanged(Event):
    """A member came into a group or left it."""

    group_id: int
    member_id: int
    belongs: bool


@dataclass(frozen=True, kw_only=True)
class MemberSanctioned(Event):
    """A moderator suspended or silenced a member until a moment (ISO 8601); `kind` is suspension or silence."""

    member_id: int
    sanction_id: int
    kind: str
    until: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class SanctionLifted(Event):
    """A moderator ended a suspension or a silence before its time."""

    member_id: int
    sanction_id: int
    kind: str
    reason: str
