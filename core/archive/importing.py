"""Reads an archive into the database: every line is checked before the first is stored, and running again continues."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from core.archive.batches import Batch
from core.archive.checking import Checked, Checker, problem
from core.archive.linking import link
from core.archive.reading import Progress, RawLine
from core.archive.registry import RecordType, here
from core.archive.rendering import Pending, Renderer
from core.archive.report import Report
from core.archive.sending import Sending
from core.archive.sources import Source, source_of
from core.archive.staging import Staging
from core.clock import now, parse_time
from core.database import unit_of_work
from core.instance import instance_name

BATCH = 1000
AHEAD = 3
Work = tuple[RecordType, Batch, Pending]


def import_archive(
    paths: Sequence[Path] | Sending,
    *,
    source: str | None = None,
    skip_invalid: bool = False,
    dry_run: bool = False,
    shift_days: int = 0,
    progress: Progress | None = None,
) -> Report:
    """Import files and folders as one archive and return what was done. Raises Refused where nothing can be read.

    A refused line means that nothing is stored, unless `skip_invalid` is set. `shift_days` moves all times.
    """
    sending = paths if isinstance(paths, Sending) else Sending(paths)
    began, report = time.monotonic(), Report(dry_run=dry_run, notes=sending.notes)
    lines = sending.lines(progress)
    instance_name()
    with Staging() as staging:
        _read(staging, lines, report, shift_days)
        sender = source_of(staging, sending.paths, source)
        report.source = sender.name
        link(staging, here().in_order, sender, report)
        if skip_invalid or not report.total("refused"):
            _store(staging, sender, report, shift_days, progress)
    report.seconds = time.monotonic() - began
    return report


def _read(staging: Staging, lines: Iterable[RawLine], report: Report, shift_days: int) -> None:
    checker = Checker(here().types, shift_days)
    for raw in lines:
        name, checked, key = checker.check(raw)
        report.tally(name).read += 1
        if isinstance(checked, Checked):
            taken = staging.put(raw, checked)
            if taken is None:
                continue
            said, holder = taken
            advice = f"It belongs to {holder.file} line {holder.number}; keep one of the two"
            checked = [problem(raw, "id" if said.startswith("the id") else None, said, advice)]
        else:
            kind = here().types.get(name)
            staging.put_refused(raw, kind.family.name if kind and kind.family else None, key)
        report.refuse(name, checked)
    report.unknown_fields = checker.unknown_fields
    staging.close_reading()


def _store(staging: Staging, source: Source, report: Report, shift_days: int, progress: Progress | None) -> None:
    total = staging.scalar("SELECT count(*) FROM line")
    rendering = [kind.name for kind in here().types.values() if kind.markdown]
    marks = ",".join("?" * len(rendering))
    texts = staging.scalar(f"SELECT count(*) FROM line WHERE type IN ({marks})", *rendering)  # noqa: S608
    with Renderer(0 if report.dry_run else texts) as renderer:
        work = _begun(_batches(staging, source, report, shift_days), report, renderer)
        for done, (kind, batch, pending) in _ahead(work):
            if not report.dry_run:
                _add(kind, batch, pending)
            report.tally(kind.name).stored += len(batch.lines)
            if progress:
                progress("storing", done, total)
    if not report.dry_run:
        _finish(None if source.house else source.name, here().finishers, progress)


def _batches(staging: Staging, source: Source, report: Report, shift_days: int) -> Iterator[tuple[RecordType, Batch]]:
    """Yield the staged lines again in the order of storing, each batch of one type."""
    beginning = _beginning(staging)
    for kind in here().in_order:
        rows = staging.rows("SELECT content FROM line WHERE rank = ? ORDER BY turn, depth, place", kind.rank)
        while chunk := list(islice(rows, BATCH)):
            context = {"shift_days": shift_days}
            lines = [kind.shape.model_validate(orjson.loads(content), context=context) for (content,) in chunk]
            yield kind, Batch(source, lines, beginning, report)


def _begun(
    batches: Iterator[tuple[RecordType, Batch]], report: Report, renderer: Renderer
) -> Iterator[tuple[int, Work]]:
    """Leave out what is there already, and begin to render the rest."""
    done = 0
    for kind, batch in batches:
        done += len(batch.lines)
        known = kind.known(batch)
        report.tally(kind.name).unchanged += len(known)
        new = batch.without(known)
        wanted = new.column(kind.markdown) if kind.markdown and not report.dry_run else []
        yield done, (kind, new, renderer.begin(wanted))


def _ahead(work: Iterator[tuple[int, Work]]) -> Iterator[tuple[int, Work]]:
    """Pass work on, a few pieces late, so that the processes which render are never idle."""
    waiting: deque[tuple[int, Work]] = deque()
    for piece in work:
        waiting.append(piece)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting


def _add(kind: RecordType, batch: Batch, pending: Pending) -> None:
    if batch.lines:
        with unit_of_work():
            kind.add(batch.with_rendered(pending.result()))


def _finish(source: str | None, finishers: Sequence[Callable[[str | None], None]], progress: Progress | None) -> None:
    for done, finisher in enumerate(finishers, start=1):
        finisher(source)
        if progress:
            progress("counting", done, len(finishers))


def _beginning(staging: Staging) -> datetime:
    first: Any = staging.scalar("SELECT min(created) FROM line")
    return parse_time(first) if first else now()
