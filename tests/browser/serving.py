"""A running site: the web server that browsers talk to, and an application beside it that does the worker's part."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

from sqlalchemy import select

from accounts.models import Member, Role
from application import create_app
from core import outbox, schema
from core.application import Atrium
from core.database import db
from core.jobs import jobs_of
from core.settings import load_settings
from demo import loading
from tests.architecture.sources import ROOT
from tests.people import Person

PATIENCE = 120
NAMES = {
    "SITE_NAME": "Orrin & Vale",
    "SITE_TAGLINE": "Weather at home, instruments in the museum",
    "LANGUAGES": "en,ar-XB",
}


@dataclass
class Site:
    """A site that answers at an address; everybody of the demo signs in with one password."""

    address: str
    home: Path
    app: Atrium
    password: str
    landmarks: dict[str, str] = field(default_factory=dict)

    def work(self) -> None:
        """Do what the worker would do: deliver the outbox and run the jobs that were sent."""
        with self.app.app_context():
            outbox.deliver_all()
            queue = jobs_of(self.app).queue
            while task := queue.dequeue():
                queue.execute(task)

    def person(self, name: str) -> Person:
        """Return a member of this name."""
        with self.app.app_context():
            known = select(Member.id, Member.email, Member.roles_held).where(Member.name == name)
            row = db.session.execute(known).one()
        return Person(row.id, name, row.email or "", row.roles_held, self.password)

    def one_with(self, roles: Role) -> Person:
        """Return the first member who holds these roles and no others."""
        with self.app.app_context():
            known = select(Member.name).where(Member.roles_held == roles, Member.email.is_not(None))
            name = db.session.scalars(known.order_by(Member.id).limit(1)).one()
        return self.person(name)

    def link_in_letter(self, to: str) -> str:
        """Return the address that the latest letter to an e-mail address leads to."""
        self.work()
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in self._letters()]
        body = next(letter.get_body(("plain",)) for letter in letters if letter["To"] == to)
        assert body is not None
        found = re.search(re.escape(self.address) + r"/\S+", body.get_content())
        assert found, body
        return found[0]

    def _letters(self) -> list[Path]:
        return sorted((self.home / "mail").glob("*.eml"), reverse=True)


@contextmanager
def serving(home: Path, *, empty: bool = False) -> Iterator[Site]:
    """Open a site with the demo community, or one in which there is nothing but its host.

    The empty one answers to a name instead of a number, as passkeys are bound to names.
    """
    port = _free_port()
    address = f"http://{'localhost' if empty else '127.0.0.1'}:{port}"
    with opened(home, address, empty=empty) as site, _server(home, port, address):
        yield site


@contextmanager
def opened(home: Path, address: str, *, empty: bool = False) -> Iterator[Site]:
    """Open the application of a site, which nobody can visit yet, and fill it where that is not done."""
    settings = load_settings(environment={}, home=home, base_url=address, limits="off", sentence_model="off")
    app = create_app(settings)
    with app.app_context():
        password = _fill(home, empty)
    site = Site(address, home, app, password)
    site.work()
    yield site
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _fill(home: Path, empty: bool) -> str:
    schema.upgrade()
    notes = loading.Notes.read(home)
    if not empty:
        loading.load(loading.COMMUNITY, notes)
    loading.open_doors(notes)
    return notes.password


@contextmanager
def _server(home: Path, port: int, address: str) -> Iterator[None]:
    own = {"HOME": str(home), "LIMITS": "off", "BASE_URL": address, "SENTENCE_MODEL": "off"}
    named = {f"ATRIUM_{name}": value for name, value in (own | NAMES).items()}
    command = [sys.executable, str(ROOT / "commandline.py"), "serve", "--port", str(port)]
    with (home / "server.txt").open("w") as said:
        process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], **named}, stdout=said, stderr=said)
        try:
            _wait(process, port)
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)
    complaints = (home / "server.txt").read_text()
    assert "Traceback" not in complaints, complaints


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20):
            return
        time.sleep(0.1)
    raise AssertionError("the web server does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
