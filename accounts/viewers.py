"""Who is looking or acting: the small value that every rule and query takes instead of a member row."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from accounts.models import EMPLOYEES, Member, Role


class Standing(NamedTuple):
    """What decides which statement a viewer needs; the member's own id is bound when it runs."""

    signed_in: bool = False
    employee: bool = False
    moderator: bool = False
    administrator: bool = False
    product_manager: bool = False
    curator: bool = False


class InForce(NamedTuple):
    """A sanction that counts now: suspension or silence."""

    kind: str
    until: datetime
    reason: str


@dataclass(frozen=True)
class Viewer:
    """A reader or an actor. `id` is None for one who is not signed in and for Atrium itself."""

    id: int | None = None
    name: str = ""
    roles: Role = Role.NONE
    unread: int = 0
    silence: InForce | None = None
    # What a session tells of points and of the size of the community; without a size both are to be read.
    reputation: int = 1
    size: str = ""
    standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        """Derive the standing once, as every statement asks for it."""
        administrator = bool(self.roles & Role.ADMINISTRATOR)
        standing = Standing(
            signed_in=self.id is not None,
            employee=bool(self.roles & EMPLOYEES),
            moderator=bool(self.roles & Role.MODERATOR) or administrator,
            administrator=administrator,
            product_manager=bool(self.roles & Role.PRODUCT_MANAGER) or administrator,
            curator=bool(self.roles & Role.CURATOR) or administrator,
        )
        object.__setattr__(self, "standing", standing)

    @property
    def signed_in(self) -> bool:
        """Whether a member stands behind this viewer."""
        return self.id is not None


ANONYMOUS = Viewer()
# What runs without a person (an import, a scheduled job, a command) acts with every right.
ATRIUM = Viewer(roles=Role.ADMINISTRATOR)


def viewer_of(member: Member, unread: int = 0) -> Viewer:
    """Return the viewer that a member is."""
    return Viewer(id=member.id, name=member.name, roles=member.roles_held, unread=unread)
