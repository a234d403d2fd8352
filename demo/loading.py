"""Loads a community once, moves the demo's own to the present, and lets its members sign in."""

import json
import re
import secrets
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import Select, select, update

from accounts import passwords
from accounts.models import Member, Role
from accounts.registering import add_member
from core.archive.importing import import_archive
from core.archive.reading import archive_files, raw_lines
from core.archive.report import Report
from core.clock import now, parse_time
from core.database import db, unit_of_work
from core.errors import Refused

COMMUNITY = Path(__file__).resolve().parent / "community"
SOURCE = "demo"
HOST = "demo@example.org"
CREATED = re.compile(rb'"created":\s*"([^"]+)"')
SHOWN = (Role.ADMINISTRATOR, Role.PRODUCT_MANAGER, Role.CURATOR, Role.MODERATOR, Role.STAFF, Role.NONE)


@dataclass
class Notes:
    """What a demo remembers from one start to the next, in a file of its home folder."""

    path: Path
    password: str = ""
    loaded: dict[str, bool] = field(default_factory=dict)
    shift_days: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, home: Path) -> "Notes":
        """Read the notes, or begin new ones."""
        path = home / "demo.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        notes = cls(path, **known)
        notes.password = notes.password or f"{secrets.token_hex(3)}-{secrets.token_hex(3)}"
        return notes

    def write(self) -> None:
        """Keep the notes where only the owner reads them."""
        kept = {name: value for name, value in asdict(self).items() if name != "path"}
        self.path.touch(mode=0o600)
        self.path.write_text(json.dumps(kept, indent=2), encoding="utf-8")


def load(folder: Path, notes: Notes) -> Report | None:
    """Load an archive, or go on where loading was broken off; None where it is there. Raises Refused."""
    key = str(folder.resolve())
    if notes.loaded.get(key):
        return None
    own = folder == COMMUNITY
    notes.shift_days.setdefault(key, days_to_present(folder) if own else 0)
    notes.write()
    progress = _Progress() if sys.stderr.isatty() else None
    report = import_archive(
        [folder], source=SOURCE if own else None, shift_days=notes.shift_days[key], progress=progress
    )
    if report.total("refused"):
        raise Refused("\n".join(["this archive cannot be loaded:", *(str(trouble) for trouble in report.errors[:10])]))
    notes.loaded[key] = True
    notes.write()
    return report


def days_to_present(folder: Path) -> int:
    """Return by how many whole days the newest thing of an archive can be moved without lying in the future."""
    newest = max(_times(folder), default=now())
    return (now() - newest).days


def open_doors(notes: Notes) -> list[tuple[str, str]]:
    """Let the demo's members sign in; returns name and address of one of each role, of a host where there are none."""
    with unit_of_work():
        members = list(db.session.scalars(_demo_members()))
        if not members:
            return [_host(notes.password)]
        if any(member.password is None for member in members):
            digest = passwords.hashed(passwords.normal(notes.password))
            ids = [member.id for member in members]
            values = {"password": digest, "confirmed_at": Member.joined_at}
            db.session.execute(update(Member).where(Member.id.in_(ids)).values(values))
        return list(_one_of_each(members))


def _demo_members() -> Select[Member]:
    return select(Member).where(Member.source == SOURCE, Member.email.is_not(None)).order_by(Member.id)


def _one_of_each(members: list[Member]) -> Iterator[tuple[str, str]]:
    for role in SHOWN:
        found = next((member for member in members if member.roles_held == role), None)
        if found:
            words = (role.name or "member").lower().replace("_", " ") if role else "member"
            yield f"{found.name}, {words}", found.email or ""


def _host(password: str) -> tuple[str, str]:
    if db.session.scalar(select(Member.id).where(Member.email == HOST)) is None:
        member = add_member("Demo host", passwords.hashed(password))
        member.email, member.confirmed_at, member.roles_held = HOST, now(), Role.ADMINISTRATOR
    return "Demo host, administrator", HOST


def _times(folder: Path) -> Iterator[datetime]:
    for line in raw_lines(archive_files([folder])):
        for text in CREATED.findall(line.content):
            yield parse_time(text.decode())


class _Progress:
    """One line on a terminal that says how far loading is."""

    def __call__(self, doing: str, done: int, total: int) -> None:
        """Write the line anew."""
        share = f"{100 * done // total} %" if total else ""
        sys.stderr.write(f"\r{doing} {share}\x1b[K" + ("\n" if done == total else ""))
        sys.stderr.flush()
