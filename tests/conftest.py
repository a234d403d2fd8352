"""What every test may ask for: an application on the database of the run, people, places and clients; and guards."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

import commandline
from accounts.models import Role
from application import create_app
from contributions.models import Space
from core import outbox, schema
from core.application import Atrium
from core.database import db
from core.jobs import jobs_of
from core.pseudo import PSEUDO
from core.settings import Settings, load_settings
from tests import databases, factories
from tests.clients import Client
from tests.modest import EVERYTHING
from tests.people import Person, make_person

HERE = Path(__file__).parent
LOOPBACK = ("127.", "::1", "localhost")

# What an ordinary run tries on PostgreSQL too: where databases differ in what they take, order, find or keep apart.
ON_BOTH = (
    *("archive/", "contract/", "core/", "security/test_v8_matrix", "security/test_page_cache"),
    *(f"community/test_{on}" for on in ("duplicates", "lists", "merging", "permalinks", "queues", "races", "routing")),
    *(f"community/test_{on}" for on in ("statements", "times")),
    *(f"contributions/test_{on}" for on in ("competence", "counters", "searching", "trust")),
    *("moderation/test_queue", "news/test_digests", "news/test_notices", "news/test_push"),
)

# A busy machine is no failure.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the run choose its database."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite", help="Database of the run.")


def pytest_configure(config: pytest.Config) -> None:
    """Forget the settings of whoever runs the tests, and start PostgreSQL where it is asked for."""
    for name in [name for name in os.environ if name.startswith("ATRIUM_") and not name.startswith("ATRIUM_TEST_")]:
        del os.environ[name]
    if config.getoption("--database") == "postgresql" and not hasattr(config, "workerinput"):
        config.add_cleanup(databases.start_postgresql())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the SQLite run what does not depend on the database, and in an ordinary run what is like the rest."""
    ordinary = not EVERYTHING and not config.option.file_or_dir
    elsewhere = config.getoption("--database") != "sqlite"
    left = [
        item
        for item in items
        if (ordinary and item.get_closest_marker("whole"))
        or (elsewhere and (item.get_closest_marker("once") or _said_elsewhere(item)))
    ]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def _said_elsewhere(item: pytest.Item) -> bool:
    """Whether an ordinary run leaves a test to SQLite: what speaks to a database as other tests do that run on both."""
    ordinary = not EVERYTHING and not item.config.option.file_or_dir
    # What happens at once is settled by each database in its own way.
    alike = "at_once" not in item.name and "two_browsers" not in item.name
    place = str(item.path.relative_to(HERE))
    # Of the matrix, that reading is decided alike is what the databases could differ in.
    unread = "matrix" in place and "things_are_read" not in item.name
    return ordinary and alike and (not place.startswith(ON_BOTH) or unread)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Where everything must run, a skipped test is a failed one."""
    skipped = terminalreporter.stats.get("skipped", [])
    if os.environ.get("CI") == "true" and skipped:
        terminalreporter.section("skipped, which counts as failed here", red=True)
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {report.longrepr[2] if report.longrepr else ''}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Give the exit code that goes with it."""
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter and reporter.stats.get("skipped") and session.exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the application under test."""
    url = ""
    if request.config.getoption("--database") == "postgresql":
        url = databases.make_database(f"atrium_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}")
    home = tmp_path_factory.mktemp("home")
    given = {"home": home, "database_url": url, "base_url": "http://localhost", "sentence_model": "off"}
    return load_settings(environment={}, **given)


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Atrium]:
    """The application, its database at head and empty."""
    made = create_app(settings)
    made.testing = True
    made.test_client_class = Client
    with made.app_context():
        schema.upgrade()
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture(autouse=True)
def clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """Give a test that uses the application a context, and leave nothing of the test behind."""
    if "app" not in request.fixturenames:
        yield
        return
    app: Atrium = request.getfixturevalue("app")
    app.extensions["limits"].on = request.node.get_closest_marker("limits") is not None
    with app.app_context():
        yield
        databases.empty_tables()
    _forget(app)


def _forget(app: Atrium) -> None:
    home: Path = app.extensions["settings"].home
    for folder in ("mail", "files"):
        shutil.rmtree(home / folder, ignore_errors=True)
    if app.extensions["limits"].on:
        app.extensions["limits"].storage.reset()
    if hasattr(app.wsgi_app, "pages"):
        app.wsgi_app.pages.clear()
    app.extensions["view counter"].views.clear()
    app.extensions["readings"].read.clear()
    app.extensions["impressions"].forget()
    app.extensions["token usage"].seen.clear()
    app.extensions.get("public ids", {}).clear()
    app.extensions["likeness"].forget()
    queue = jobs_of(app).queue
    if queue.pending_count():
        queue.flush()
    search = app.extensions["search"]
    with app.app_context():
        if search.count():
            search.remove(search.ids(0, 1_000_000))


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Refuse every connection that leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test reached for {address}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture
def spoken(app: Atrium) -> Iterator[tuple[str, ...]]:
    """The languages that the house speaks for a while: English and the two that are made up."""
    before, app.extensions["languages"] = app.extensions["languages"], ("en", *PSEUDO)
    yield app.extensions["languages"]
    app.extensions["languages"] = before


@pytest.fixture
def client(app: Atrium) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def sign_in() -> Callable[[FlaskClient, Person], FlaskClient]:
    """Sign a person in: `sign_in(client, alice)`."""
    return factories.sign_in


@pytest.fixture
def client_of(app: Atrium) -> Callable[[Person], FlaskClient]:
    """Open a browser of its own in which a person is signed in: `client_of(alice)`."""
    return lambda person: factories.sign_in(app.test_client(), person)


@pytest.fixture
def alice(app: Atrium) -> Person:
    """A member."""
    return make_person("Alice")


@pytest.fixture
def bob(app: Atrium) -> Person:
    """Another member."""
    return make_person("Bob")


@pytest.fixture
def charlie(app: Atrium) -> Person:
    """A third member."""
    return make_person("Charlie")


@pytest.fixture
def staff(app: Atrium) -> Person:
    """One of staff."""
    return make_person("Stella Staff", Role.STAFF)


@pytest.fixture
def product_manager(app: Atrium) -> Person:
    """A product manager."""
    return make_person("Petra Product", Role.PRODUCT_MANAGER)


@pytest.fixture
def curator(app: Atrium) -> Person:
    """A curator."""
    return make_person("Cora Curator", Role.CURATOR)


@pytest.fixture
def moderator(app: Atrium) -> Person:
    """A moderator."""
    return make_person("Mona Moderator", Role.MODERATOR)


@pytest.fixture
def administrator(app: Atrium) -> Person:
    """An administrator."""
    return make_person("Ada Administrator", Role.ADMINISTRATOR)


@pytest.fixture
def public_space(app: Atrium) -> Space:
    """A space that everyone may read."""
    return factories.make_space("Public")


@pytest.fixture
def members_space(app: Atrium) -> Space:
    """A space for whoever is signed in."""
    return factories.make_space("Members", "members")


@pytest.fixture
def group_space(app: Atrium, alice: Person) -> Space:
    """A space for a group in which Alice is."""
    return factories.make_space("Circle", "group", group=factories.make_group("The circle", alice))


@pytest.fixture
def staff_space(app: Atrium) -> Space:
    """A space for staff."""
    return factories.make_space("Staff", "staff")


@dataclass
class Statements:
    """The SQL statements of a block."""

    texts: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many there were."""
        return len(self.texts)


@pytest.fixture
def count_queries(app: Atrium) -> Callable[[], AbstractContextManager[Statements]]:
    """Count statements: `with count_queries() as statements: ...`, then `statements.count`."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        statements = Statements()

        def note(_c: Any, _cursor: Any, text: str, *_rest: Any) -> None:
            statements.texts.append(text)

        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def worker(app: Atrium) -> Callable[[], None]:
    """Do what the worker would do: deliver the outbox and run the jobs that were sent."""

    def work() -> None:
        outbox.deliver_all()
        queue = jobs_of(app).queue
        while task := queue.dequeue():
            queue.execute(task)
        app.extensions["search"].refresh()

    return work


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


@pytest.fixture
def atrium(app: Atrium, capfd: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command in this process: `atrium("doctor", "--json")`."""

    def run(*arguments: object) -> Ran:
        capfd.readouterr()
        db.session.commit()
        code = commandline.run([str(argument) for argument in arguments], app)
        db.session.expire_all()
        return Ran(code, *capfd.readouterr())

    return run
