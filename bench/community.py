"""Prepares communities of a chosen size once, and keeps them in a cache folder for later runs."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from bench.archive import LONG_PAGE, READERS, reader_address, write_archive

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "seven brass barometers hum"
SECRET = "a secret that only the benchmarks use, nobody else"
# A change of one of these makes another community.
SHAPED_BY = (ROOT / "bench" / "archive.py", ROOT / "bench" / "writing.py")


@dataclass(frozen=True)
class Home:
    """A prepared community: its home folder, the address of its page of twenty posts, and words to search for."""

    folder: str
    posts: int
    long_page: str
    words: list[str]

    def environment(self) -> dict[str, str]:
        """Return the environment in which this community is the one that is served."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ATRIUM_")}
        own = {"HOME": self.folder, "LIMITS": "off", "SECRET_KEY": SECRET, "SENTENCE_MODEL": "off"}
        return {**kept, "PYTHONPATH": str(ROOT), **{f"ATRIUM_{name}": value for name, value in own.items()}}


def prepare(cache: Path, posts: int, *, searchable: bool = True) -> Home:
    """Return a community of so many posts, made now where the cache has none of this shape.

    Building the index takes longest, so it can be left for later.
    """
    folder = cache / str(posts)
    stamp, shape = folder / "home.json", _shape()
    if not stamp.exists() or json.loads(stamp.read_text(encoding="utf-8")).pop("shape") != shape:
        _make(folder, posts, stamp, shape)
    home = Home(**{name: v for name, v in json.loads(stamp.read_text(encoding="utf-8")).items() if name != "shape"})
    _run(home, "upgrade")
    if searchable and not (folder / "searchable").exists():
        _run(home, "index")
        (folder / "searchable").touch()
    return home


def _make(folder: Path, posts: int, stamp: Path, shape: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = folder / "community.jsonl"
    write_archive(archive, posts)
    home = Home(str(folder / "home"), posts, "", [])
    known = json.loads(_run(home, "fill", archive))
    stamp.write_text(json.dumps({**asdict(home), **known, "shape": shape}, indent=1), encoding="utf-8")


def _run(home: Home, deed: str, *arguments: Path) -> bytes:
    print(f"{deed} a community of {home.posts} posts ...", file=sys.stderr)
    command = [sys.executable, "-m", "bench.community", deed, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env=home.environment(), check=True, stdout=subprocess.PIPE).stdout


def copy_of(home: Home, folder: Path) -> Home:
    """Copy a community on SQLite to another folder, where it may be written to."""
    shutil.copytree(home.folder, folder)
    return Home(**{**asdict(home), "folder": str(folder)})


def _shape() -> str:
    return hashlib.sha256(b"".join(path.read_bytes() for path in SHAPED_BY)).hexdigest()


def fill(archive: Path) -> dict[str, object]:
    """Import an archive into the community of the environment, and let readers sign in."""
    from application import create_app
    from core import schema
    from core.archive.importing import import_archive
    from core.checks import rebuild_index
    from core.database import unit_of_work

    app = create_app()
    with app.app_context():
        schema.upgrade()
        if app.extensions["search"].needs_rebuild:
            rebuild_index()
        report = import_archive([archive], source="bench")
        assert not report.total("refused"), report.errors[:3]
        with unit_of_work():
            open_doors()
        return {"long_page": _long_page(), "words": _words()}


def upgrade() -> None:
    """Bring the community of the environment to the shape that this version needs."""
    from application import create_app
    from core import schema

    with create_app().app_context():
        schema.upgrade()


def index() -> None:
    """Build the index of the community of the environment, and deliver the rest of the outbox as the worker does."""
    from sqlalchemy import delete

    from application import create_app
    from contributions.searching import LANE
    from core import outbox
    from core.checks import rebuild_index
    from core.database import db, unit_of_work
    from core.events import OutboxEntry

    with create_app().app_context():
        rebuild_index()
        with unit_of_work():
            db.session.execute(delete(OutboxEntry).where(OutboxEntry.lane == LANE))
        outbox.deliver_all()


def open_doors() -> None:
    """Give the readers of the community of the environment their password."""
    from sqlalchemy import update

    from accounts import passwords
    from accounts.models import Member
    from core.database import db

    readers = [reader_address(number) for number in range(READERS)]
    digest = passwords.hashed(passwords.normal(PASSWORD))
    db.session.execute(update(Member).where(Member.email.in_(readers)).values(password=digest))


def _long_page() -> str:
    from sqlalchemy import select

    from contributions.kinds import KINDS
    from contributions.models import Contribution
    from core.database import db

    row = db.session.execute(
        select(Contribution.id, Contribution.title).where(Contribution.source_key == LONG_PAGE)
    ).one()
    return KINDS["question"].address(row.id, row.title)


def _words() -> list[str]:
    """Return words that people search for: neither in nearly every post nor in nearly none."""
    from bench.writing import pieces

    texts = [set(_plain(paragraph).split()) for paragraph in pieces().paragraphs]
    counted: dict[str, int] = {}
    for words in texts:
        for word in words:
            counted[word] = counted.get(word, 0) + 1
    known = [w for w, n in counted.items() if len(w) > 3 and w.isalpha() and 0.002 < n / len(texts) < 0.05]
    return sorted(known, key=lambda word: hashlib.sha256(word.encode()).digest())[:60]


def _plain(text: str) -> str:
    return "".join(letter if letter.isalnum() else " " for letter in text.casefold())


@click.command()
@click.argument("sizes", nargs=-1, type=int)
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Where communities are kept.")
@click.option("--searchable/--not-searchable", default=True, help="Build the index, or leave it for later.")
def community(sizes: tuple[int, ...], cache: Path, searchable: bool) -> None:
    """Prepare communities of so many posts."""
    for posts in sizes or (2_000, 20_000, 200_000):
        print(json.dumps(asdict(prepare(cache, posts, searchable=searchable))))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        print(json.dumps(fill(Path(sys.argv[2]))))
    else:
        {"index": index, "upgrade": upgrade}[sys.argv[1]]()
