"""What is to be imported: files in a form that is told or recognised, read as the lines of an archive."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from flask import Flask, current_app

from core.archive.reading import ENDINGS, Progress, RawLine, archive_files, raw_lines
from core.errors import Refused

OWN = "archive"


@dataclass(frozen=True)
class Sending:
    """Files that belong together. `form` is the name of what they are written in; it is recognised where none is given.

    Addresses of mail are taken from other programs' files only with `emails`; `mapping` tells what columns mean.
    """

    paths: Sequence[Path]
    form: str | None = None
    emails: bool = False
    mapping: Path | None = None
    notes: Counter[str] = field(default_factory=Counter)

    def lines(self, progress: Progress | None = None) -> Iterator[RawLine]:
        """Return the lines of an archive that these files stand for. Raises Refused where nothing can be read."""
        missing = next((path for path in self.paths if not path.exists()), None)
        if missing is not None:
            raise Refused(f"{missing} is not there; name a .jsonl or .jsonl.gz file, or a folder of them")
        form = self._form()
        return form.read(self, progress) if form else raw_lines(archive_files(self.paths), progress)

    def _form(self) -> "Form | None":
        known = forms_of(current_app)
        if self.form is None:
            own = any(_holds_archive(path) for path in self.paths)
            return None if own else next((form for form in known.values() if form.recognises(self.paths)), None)
        if self.form not in {OWN, *known}:
            raise Refused(f"{self.form!r} is not a form that can be read; known are {', '.join([OWN, *known])}")
        return known.get(self.form)


@dataclass(frozen=True)
class Form:
    """What another program writes: how it is recognised by its content, and read as the lines of an archive.

    `read` may raise Refused at once; what is wrong further in becomes a line with trouble in it.
    """

    name: str
    recognises: Callable[[Sequence[Path]], bool]
    read: Callable[[Sending, Progress | None], Iterator[RawLine]]


def _holds_archive(path: Path) -> bool:
    """Whether a path is an archive of our own, or a folder with one; other files in it then mean nothing."""
    return any(file.name.endswith(ENDINGS) for file in (path.iterdir() if path.is_dir() else [path]))


def forms_of(app: Flask) -> dict[str, Form]:
    """Return the forms that an application can read beside its own."""
    forms: dict[str, Form] = app.extensions.setdefault("archive forms", {})
    return forms


def add_forms(app: Flask, *forms: Form) -> None:
    """Make forms known; the first that recognises files reads them."""
    forms_of(app).update({form.name: form for form in forms})


def as_line(file: str, number: int, /, **fields: Any) -> RawLine:
    """Return a line that stands for something in another program's file; fields without a value are left out."""
    said = {name.rstrip("_"): value for name, value in fields.items() if value is not None}
    return RawLine(file, number, orjson.dumps(said))
