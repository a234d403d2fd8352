"""The people of the tests: three members and one of each role, all known by name and with one password."""

from dataclasses import dataclass
from functools import lru_cache

from accounts.models import Member, Role
from accounts.names import name_key
from accounts.passwords import hashed
from accounts.viewers import Viewer
from core.clock import now
from core.database import db

PASSWORD = "seven brass barometers hum"


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in."""

    id: int
    name: str
    email: str
    roles: Role
    password: str = PASSWORD

    @property
    def viewer(self) -> Viewer:
        """The actor that this person is for rules and queries."""
        return Viewer(id=self.id, name=self.name, roles=self.roles)


def make_person(name: str, roles: Role = Role.NONE, **fields: object) -> Person:
    """Register a member whose e-mail address is confirmed."""
    email = f"{name.casefold().replace(' ', '.')}@example.org"
    at = now()
    given = {"name": name, "name_key": name_key(name), "email": email, "roles_held": roles, **fields}
    known = {"password": password_hash(), "fs_uniquifier": f"test-{email}", "joined_at": at, "confirmed_at": at}
    member = Member(**known | given)
    db.session.add(member)
    db.session.commit()
    return Person(id=member.id, name=name, email=email, roles=roles)


@lru_cache(maxsize=1)
def password_hash() -> str:
    """Return the digest of the password; it is made once, as that takes long by design."""
    return hashed(PASSWORD)
