"""Taking along: one file with everything that is a member's, made behind the pages and kept for a week."""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

import orjson
from flask import current_app
from itsdangerous import BadSignature
from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from accounts.leaving.events import TakeoutAsked
from accounts.leaving.models import Takeout
from accounts.leaving.traces import Trace, all_traces, ledger_of
from accounts.mailing import queue_mail
from accounts.models import Member
from core.clock import format_time, now
from core.database import begin_write, db
from core.errors import Conflict, NotFound
from core.events import publish
from core.files import FilePort
from core.limits import throttle
from core.outbox import Delivery
from core.signing import signer
from core.translation import gettext as _

KEPT = timedelta(days=7)
IN_MEMORY = 8 * 1024 * 1024
AT_ONCE = 500
# Never part of a copy: the one is a secret, the other stamps links.
SECRETS = ("password", "fs_uniquifier")
# Every copy of the same rows has the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)
ABOUT = """What is in this file

profile.json        what your account says of you
rows/               one file for each place in the database that names you, as JSON; the name says table and column
contributions.jsonl what you wrote, in the archive format of Atrium: one JSON object a line, bodies in Markdown.
                    Another Atrium imports it with `atrium import --skip-invalid`; what you wrote below the words of
                    others is left out there, as those are not yours to take along.
{more}
Left out, and why
{left_out}
Made {at}.
"""


def ask_for_takeout(member: Member) -> Takeout:
    """Let a copy of everything that is a member's be made. Raises Conflict while one is in the making, or Throttled."""
    throttle("export", "account", member.id)
    at = now()
    asked = Takeout(member_id=member.id, asked_at=at, expires_at=at + KEPT)
    begin_write()
    try:
        with db.session.begin_nested():
            db.session.add(asked)
    except IntegrityError:
        raise Conflict(_("A copy is being made already. It will be here in a moment.")) from None
    publish(TakeoutAsked(actor_id=member.id, takeout_id=asked.id, member_id=member.id))
    return asked


def takeouts_of(member_id: int) -> list[Takeout]:
    """Return the copies of a member that are there or in the making, the latest first."""
    wanted = select(Takeout).where(Takeout.member_id == member_id, Takeout.expires_at > now())
    return list(db.session.scalars(wanted.order_by(Takeout.id.desc())))


def secret_of(takeout: Takeout) -> str:
    """Return the word under which a copy is found; it is not kept anywhere."""
    return str(signer("atrium takeouts").dumps([takeout.id, takeout.member_id]))


def takeout_named(word: str, member_id: int) -> tuple[Takeout, IO[bytes]]:
    """Return a member's own copy and its content to read. Raises NotFound, for everybody else too."""
    try:
        key, owner = signer("atrium takeouts").loads(word)
    except (BadSignature, TypeError, ValueError):
        raise NotFound from None
    takeout = db.session.get(Takeout, key)
    if takeout is None or owner != member_id or takeout.file_key is None or takeout.expires_at <= now():
        raise NotFound
    return takeout, _files().open(takeout.file_key)


def make_takeouts(deliveries: Sequence[Delivery]) -> None:
    """Make the copies that were asked for; one whose member is gone is passed over."""
    for delivery in deliveries:
        takeout = db.session.get(Takeout, delivery.payload["takeout_id"])
        member = db.session.get(Member, takeout.member_id) if takeout else None
        if takeout is None or member is None or takeout.file_key is not None:
            continue
        content = packed(member)
        takeout.file_key, takeout.size = _files().save(content), len(content)
        takeout.expires_at = now() + KEPT
        if member.email:
            queue_mail("takeout-ready", member.email, member)


def sweep_takeouts() -> None:
    """Forget copies that are past their time."""
    for takeout in db.session.scalars(select(Takeout).where(Takeout.expires_at <= now())):
        if takeout.file_key:
            _files().delete(takeout.file_key)
        db.session.delete(takeout)


def packed(member: Member) -> bytes:
    """Return the copy itself: a zip archive of everything that is a member's."""
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as spool:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, "README.txt", [_about().encode()])
            _put(archive, "profile.json", [orjson.dumps(profile_of(member))])
            for trace in all_traces():
                if trace.taken_along:
                    _put(archive, f"rows/{trace.name}.json", _as_json(rows_of(trace, member.id)))
            for name, provider in _ledger().files.items():
                lines = provider(member.id)
                _put(archive, name, lines if name.endswith(".jsonl") else _as_json(lines))
        spool.seek(0)
        return spool.read()


def profile_of(member: Member) -> dict[str, Any]:
    """Return what an account says of its member."""
    table = Member.__table__
    row = db.session.execute(select(table).where(table.c.id == member.id)).mappings().one()
    return {str(name): _plain(value) for name, value in row.items() if name not in SECRETS}


def rows_of(trace: Trace, member_id: int) -> Iterator[dict[str, Any]]:
    """Yield the rows in which one column names a member."""
    table = trace.table_column.table
    statement = select(*trace.columns()).where(trace.table_column == member_id)
    yield from plain_rows(statement.order_by(*table.primary_key))


def plain_rows(statement: Select[Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a statement as plain values."""
    for row in db.session.execute(statement.execution_options(yield_per=AT_ONCE)).mappings():
        yield {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return format_time(value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _as_json(rows: Iterable[Any]) -> Iterator[bytes]:
    yield b"["
    for number, row in enumerate(rows):
        yield (b",\n" if number else b"\n") + orjson.dumps(row)
    yield b"\n]\n"


def _put(archive: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> None:
    about = zipfile.ZipInfo(name, STAMP)
    about.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(about, "w") as file:
        for piece in pieces:
            file.write(piece)


def _about() -> str:
    left_out = [f"- {trace.name}: {trace.why}" for trace in all_traces() if not trace.taken_along]
    left_out += [f"- member.{name}: a secret that opens nothing but this account" for name in SECRETS]
    more = [f"{name}" for name in _ledger().files if name != "contributions.jsonl"]
    return ABOUT.format(more="\n".join(more), left_out="\n".join(left_out), at=format_time(now()))


def _ledger() -> Any:
    return ledger_of(current_app._get_current_object())  # type: ignore[attr-defined]


def _files() -> FilePort:
    files: FilePort = current_app.extensions["files"]
    return files
