"""Files that curators send in: kept until they were taken, looked at, and handed to the worker."""

import logging
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select
from werkzeug.exceptions import NotFound

from accounts.viewers import Viewer
from contributions.schemas import one_line
from core.clock import now
from core.database import db, unit_of_work
from core.errors import Conflict, Refused
from core.files import FilePort
from core.jobs import jobs_of
from core.translation import gettext as _
from museum_guide.importing.mapping import MappingFile, is_target
from museum_guide.importing.models import ImportRun
from museum_guide.importing.running import Sending, bring, kind_of, meanings
from museum_guide.importing.tables import LARGEST_FILE, Sheet, open_table
from museum_guide.models import Museum

JOB = "museum import"
SHOWN_ROWS = 3
log = logging.getLogger(__name__)


class Preview(NamedTuple):
    """How a file looks: what its rows are, and of each column its name, its meaning and what stands in it first."""

    kind: str
    sheet: Sheet
    columns: list[tuple[str, str, list[str]]]


def send_in(viewer: Viewer, museum: Museum, name: str, content: bytes) -> ImportRun:
    """Keep a file for a museum, once it can be opened. Raises Refused."""
    if len(content) > LARGEST_FILE:
        raise Refused(_("That file is larger than 50 MB."))
    if not content:
        raise Refused(_("Choose a file first."))
    shown = one_line(name.replace("\\", "/").rsplit("/", 1)[-1])[:200] or "file"
    port: FilePort = current_app.extensions["files"]
    run = ImportRun(museum_id=museum.id, by_id=viewer.id, name=shown, file=port.save(content), created_at=now())
    run.state, run.columns, run.report = "waiting", {}, {}
    with _opened(run) as path:
        if kind_of(open_table(path)).name == "places":
            raise Refused(_("These are places and belong to no museum; an administrator brings them in by command."))
    db.session.add(run)
    db.session.flush()
    return run


def runs_of(museum: Museum) -> list[ImportRun]:
    """Return the last files that were sent in for a museum."""
    latest = select(ImportRun).where(ImportRun.museum_id == museum.id).order_by(ImportRun.id.desc())
    return list(db.session.scalars(latest.limit(20)))


def run_of(museum: Museum, key: int) -> ImportRun:
    """Return a file that was sent in for this museum. Raises NotFound."""
    wanted = select(ImportRun).where(ImportRun.museum_id == museum.id, ImportRun.id == key)
    run = db.session.scalars(wanted).one_or_none()
    if run is None:
        raise NotFound
    return run


def preview(run: ImportRun, museum: Museum) -> Preview:
    """Return how a file that waits would be read. Raises Refused."""
    with _opened(run) as path:
        sheet = open_table(path)
        rows = list(islice(sheet.rows(), SHOWN_ROWS))
        kind = kind_of(sheet).name
        meant = meanings(Sending(path, museum, _said(run.columns)), sheet).columns if kind == "artefacts" else {}
    columns = [
        (name, meant.get(name, ""), ["; ".join(row.values.get(name, ()))[:120] for row in rows])
        for name in sheet.columns
    ]
    return Preview(kind, sheet, columns)


def start(viewer: Viewer, run: ImportRun, columns: Mapping[str, str], dry_run: bool) -> None:
    """Hand a file to the worker, with what its columns mean. Raises Conflict where it has been handed over already."""
    if run.state != "waiting":
        raise Conflict(_("This file is being brought in already."))
    wrong = next((meant for meant in columns.values() if meant and not is_target(meant)), None)
    if wrong:
        raise Refused(_("There is no field “%(name)s”.", name=wrong[:40]))
    run.columns, run.state, run.by_id = dict(columns), "running", viewer.id
    db.session.flush()
    jobs_of(current_app._get_current_object()).send(JOB, run.id, dry_run)  # type: ignore[attr-defined]


def take_in(key: int, dry_run: bool) -> None:
    """Bring a file in; what the worker does."""
    run = db.session.get(ImportRun, key)
    if run is None or run.state != "running":
        return
    museum = db.session.get_one(Museum, run.museum_id)
    with current_app.test_request_context():
        told, state = _brought(run, museum, dry_run)
    with unit_of_work():
        run = db.session.get_one(ImportRun, key)
        run.report, run.state, run.ended_at = told, "waiting" if dry_run and state == "done" else state, now()
        if run.state != "waiting":
            _forget_file(run)


def _brought(run: ImportRun, museum: Museum, dry_run: bool) -> tuple[dict[str, Any], str]:
    key = run.id
    try:
        with _opened(run) as path:
            sending = Sending(path, museum, _said(run.columns), dry_run, run.by_id, run.name)
            return bring(sending).as_json(), "done"
    except Refused as refusal:
        db.session.rollback()
        return {"problem": str(refusal)}, "failed"
    except Exception:
        log.exception("the import %s broke off", key)
        db.session.rollback()
        return {"problem": _("Something broke on our side. What was stored until then stays; send the file again.")}, (
            "failed"
        )


def _said(columns: Mapping[str, str]) -> MappingFile:
    return MappingFile(columns={name: meant or None for name, meant in columns.items()})


@contextmanager
def _opened(run: ImportRun) -> Iterator[Path]:
    """Put a kept file where it can be opened by its path, for a while."""
    port: FilePort = current_app.extensions["files"]
    if run.file is None:
        raise Refused(_("The file is no longer kept. Send it again."))
    with tempfile.NamedTemporaryFile(suffix=".table") as copy, port.open(run.file) as kept:
        shutil.copyfileobj(kept, copy)
        copy.flush()
        yield Path(copy.name)


def _forget_file(run: ImportRun) -> None:
    key, run.file = run.file, None
    db.session.flush()
    others = select(ImportRun.id).where(ImportRun.file == key).limit(1)
    if key and db.session.scalar(others) is None:
        port: FilePort = current_app.extensions["files"]
        port.delete(key)
