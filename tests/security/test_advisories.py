"""Classes of published weaknesses that have no door of their own here: each test shows that there is none.

Every test that stands for an advisory says so in its docstring; the last one here holds the list.
"""

import ast
import re
import socket
from collections.abc import Callable, Iterator
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from accounts.models import Group, Member
from contributions.models import Space
from core.application import Atrium
from core.clock import now
from core.database import db
from core.settings import load_settings
from tests import factories
from tests.architecture.sources import ROOT, name, python_files, templates
from tests.people import Person, make_person
from tests.security.test_v3_requests import every_address
from tests.security.world import World

pytestmark = pytest.mark.once
Open = Callable[[Person], FlaskClient]
Work = Callable[[], None]
MARK = "<img src=x onerror=alert(1)>"
# Content that other forums read as something else than a picture: an address, a path, a page, a drawing, an archive.
FIELDS = ("file", "avatar", "image", "picture", "upload", "archive", "theme", "backup", "body", "about", "files")
UPLOADS = (
    b"http://127.0.0.1:9/x",
    b"/etc/passwd",
    b"data:text/html,x",
    b"<svg onload='alert(1)'/>",
    b"PK\x03\x04",
    b"II*\0",
)
# What is shown first is drawn, the same again for the same seed, or by the source of secrets: no token.
# So are the samples of analyses, which are to come out the same again.
DRAWN = {"ideas/ranking/scoring.py", "ideas/rounds/pairing.py", "ideas/scoring/queries.py"}
TAKES_FILES = {"community/owners/views.py", "ideas/contests/entry_views.py", "museum_guide/museums/desk_views.py"}
TAKES_FILES |= {
    "museum_guide/artefacts/media_views.py",
    "museum_guide/guides/desk.py",
    "museum_guide/importing/views.py",
    "museum_guide/tours/desk.py",
}
# Every picture is written anew from its pixels there, within bounds; the other one draws letters.
OPENS_PICTURES = {"museum_guide/artefacts/pictures.py", "museum_guide/labels/scripts.py"}
TEMPLATES = "{{ 7*191 }} ${7*191} <%= 7*191 %> #{7*191} {% include '/etc/passwd' %} @import (inline) '/etc/passwd';"


def imports(path: Path) -> Iterator[str]:
    """Yield the modules that a source file names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def served() -> Iterator[Path]:
    """Yield the sources of the site itself, without the demonstration."""
    yield from (path for path in python_files(tests=False) if not name(path).startswith("demo/"))


def test_no_address_takes_a_file(world: World) -> None:
    """Guards against CVE-2023-40033, CVE-2024-22393, CVE-2026-33582 and CVE-2022-36066: what a file can be made of."""
    home: Path = world.app.extensions["settings"].home
    browser = world.client("administrator")
    before = {path for path in home.rglob("*") if path.is_file()}
    for method, address in every_address(world.app):
        if method not in {"GET", "HEAD"} and address not in {"/logout", "/account/sessions/end-others"}:
            files = {field: [(BytesIO(held), f"{held[:4]!r}.png") for held in UPLOADS] for field in FIELDS}
            with browser.open(address, method=method, data=files) as answer:
                assert answer.status_code < 500, address
    kept = {path for path in home.rglob("*") if path.is_file() and "files" in path.relative_to(home).parts}
    assert kept <= before
    for path in served():
        source = path.read_text(encoding="utf-8")
        # A list of codes is read as text and kept nowhere; the files of entries are known by what is in them.
        takes_file = re.search(r"\brequest\.(files|stream)\b", source)
        assert not takes_file or name(path) in TAKES_FILES, name(path)
        opens = {module.partition(".")[0] for module in imports(path)} & {"PIL", "cv2", "wand", "imageio"}
        assert not opens or name(path) in OPENS_PICTURES, name(path)


def test_nothing_that_is_typed_is_fetched(
    client_of: Open, worker: Work, alice: Person, public_space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards against CVE-2023-40033 and the pictures of FlaskBB: an address that the site itself is made to open."""
    asked_for: list[Any] = []

    def resolve(host: Any, *_rest: Any, **_options: Any) -> Any:
        asked_for.append(host)
        raise socket.gaierror(host)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    browser, url = client_of(alice), "http://pictures.example/me.png"
    browser.post("/account", data={"name": "Alice", "location": url, "about": f"{url} ![me]({url})", "avatar": url})
    asked = factories.ask(alice, public_space, body=f"Look at ![this]({url}) and at {url} please, all of you.")
    factories.remark(alice, asked, f"![{url}]({url})")
    worker()
    assert url in browser.get(f"/contributions/{asked.id}", follow_redirects=True).text
    assert asked_for == []


def test_tokens_come_from_the_source_of_secrets_alone() -> None:
    """Guards against CVE-2024-45719 and CVE-2022-36045: tokens that somebody can work out."""
    guessable = {"random", "uuid", "numpy.random"}
    for path in served():
        if name(path).startswith("insights/"):
            continue
        assert not guessable & set(imports(path)) or name(path) in DRAWN, name(path)
        assert not re.search(r"\b(np|numpy)\.random\b", path.read_text(encoding="utf-8")), name(path)


def test_no_word_reaches_a_compiler(
    client: FlaskClient, client_of: Open, administrator: Person, public_space: Space
) -> None:
    """Guards against CVE-2023-27577 and CVE-2026-41887: texts of administrators that read files or run."""
    browser = client_of(administrator)
    space = {"name": f"Room {TEMPLATES}"[:60], "description": TEMPLATES, "visibility": "public", "posting": "readers"}
    assert browser.post("/spaces/public/edit", data=space | {"position": "0"}).status_code == 303
    assert browser.post("/papers", data={"kind": "terms", "body": TEMPLATES}).status_code == 303
    assert browser.post("/groups", data={"name": "Circle", "description": TEMPLATES}).status_code == 303
    browser.post("/account/agreements", data={})
    for address in ("/spaces", "/spaces/public", "/papers/terms", "/groups", "/static/0/css/atrium.css"):
        page = browser.get(address, follow_redirects=True).text
        assert "1337" not in page, address
        assert "root:" not in page, address
        assert "css" in address or "@import (inline)" in page, address
    for path in served():
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"render_template_string|\.from_string\(|(?<![\w.])(eval|exec|__import__)\(", source), path


def test_what_is_filled_into_a_sentence_is_text(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, administrator: Person
) -> None:
    """Guards against CVE-2021-32671: markup through what a translated sentence is filled with."""
    # A name that is chosen may hold no angle brackets, but an imported one may.
    mallory = make_person("Mallory")
    db.session.get_one(Member, mallory.id).name = f"Mallory {MARK}"
    space = factories.make_space("Odd", description=MARK)
    space.name = f"Odd {MARK}"
    db.session.add(Group(name=f"Ring {MARK}", created_at=now()))
    asked = factories.ask(alice, space, title=f"Why is it so? {MARK}", tags=["odd"])
    factories.remark(mallory, factories.answer(mallory, asked))
    worker()
    reader, keeper = client_of(alice), client_of(administrator)
    query = f"q={MARK}&name={MARK}&tag={MARK}&order={MARK}&page={MARK}&next=/{MARK}"
    for browser in (client, keeper):
        for method, address in every_address(browser.application):
            if method != "GET" or "static" in address or address.startswith("/account/data/copy"):
                continue
            page = browser.get(address, query_string=query, buffered=True, follow_redirects=True)
            assert MARK not in page.text or page.is_json, address
    own = (f"/members/{mallory.id}{page}" for page in ("", "/contributions", "/roles", "/sanctions"))
    asking = (f"/contributions/{asked.id}{page}" for page in ("", "/comments", "/edit"))
    for address in (*own, *asking, "/spaces", "/spaces/odd", "/spaces/odd/edit", "/search?q=calm", "/notifications"):
        browser = reader if address == "/notifications" else keeper
        said = browser.get(address, follow_redirects=True).text
        assert MARK not in said, address
        assert escape(MARK) in said, address
    for path in templates():
        assert not re.search(r"\b(_|n?gettext)\(\s*[^'\"\s]", path.read_text(encoding="utf-8")), name(path)


def test_nothing_of_the_home_folder_has_an_address(app: Atrium, client_of: Open, administrator: Person) -> None:
    """Guards against CVE-2024-53991, CVE-2023-26045 and CVE-2021-43788: a backup, a key or a file at an address."""
    home: Path = app.extensions["settings"].home
    static = Path(app.static_folder or "").resolve()
    planted = home / "backup.tar.gz"
    planted.write_bytes(b"nobody may read this")
    browser = client_of(administrator)
    deep = "/".join([".."] * len(static.parts))
    for path in (planted, home / "secret_key", ROOT / "pyproject.toml", Path("/etc/passwd")):
        content, below = path.read_bytes(), path.as_posix().lstrip("/")
        spelled = (path.name, below, f"/{below}", f"{deep}/{below}", f"../{path.name}", f"../../{path.name}")
        for word in (
            form for plain in spelled for form in (plain, plain.replace("..", "%2e%2e"), plain.replace("/", "%2f"))
        ):
            for root in ("/", "/static/", "/static/0/css/", "/files/", "/account/data/copy/"):
                with browser.get(root + word, buffered=True) as answer:
                    assert answer.status_code >= 300, root + word
                    assert content not in answer.data, root + word
    planted.unlink()
    usual = load_settings({}, secret_key="x" * 32).home
    for folder in (home, ROOT / usual):
        assert static not in (folder.resolve(), *folder.resolve().parents)
        assert folder.resolve() not in static.parents


def test_who_wrote_what_is_hidden_is_named_nowhere(
    client: FlaskClient, client_of: Open, worker: Work, alice: Person, bob: Person, moderator: Person, charlie: Person
) -> None:
    """Guards against CVE-2021-32788: a list that names who wrote something that its reader may not see."""
    space = factories.make_space("Public")
    asked = factories.ask(alice, space, tags=["sun"])
    answer = factories.answer(bob, asked)
    worker()
    addresses = (
        "/", "/questions", "/questions?order=active", "/spaces", "/spaces/public", "/tags/sun", "/feed.atom",
        f"/feed.atom?thread={asked.id}", f"/contributions/{asked.id}", "/search?q=needle", "/notifications",
    )  # fmt: skip
    asker = client_of(alice)

    def naming(browser: FlaskClient) -> set[str]:
        pages = {address: browser.get(address, follow_redirects=True).text for address in addresses}
        return {address for address, page in pages.items() if re.search(r"\bBob\b", page)}

    assert naming(client)
    assert "/notifications" in naming(asker)
    client_of(moderator).post(f"/contributions/{answer.id}/hide")
    worker()
    for browser in (client, client_of(charlie), asker):
        assert naming(browser) == set()


# Advisories of Discourse, NodeBB, Apache Answer, Askbot and Flarum whose kind of weakness could be here, by year.
KNOWN = {
    2021: "32671 32788 37693 41163 41271 43786 43787 43788 43793 43794",
    2022: "23546 23548 23549 31184 36045 36066 36076 39241 39356 41938 41944",
    2023: "2850 22487 22488 22489 22740 26045 27577 28111 28112 37906 38684 40033",
    2024: "21641 21655 22393 23349 24748 24827 26578 28242 29217 29316 37299 40761 41888 41890 43789 45051 45297 45719 47773 53991 57041",
    2025: "27794 29868 50979 53102 58055 61598 68662 68934 69218 69289",
    2026: "1213 24735 25688 25699 25700 32244 33582 34031 34033 34905 41887 44785",
}


def test_every_known_advisory_has_a_test_that_names_it() -> None:
    guarded: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            said = (ast.get_docstring(node) or "") if isinstance(node, ast.FunctionDef) else ""
            guarded |= set(re.findall(r"CVE-\d{4}-\d{4,}", said)) if said.startswith("Guards against") else set()
    known = {f"CVE-{year}-{number}" for year, numbers in KNOWN.items() for number in numbers.split()}
    assert sorted(known - guarded) == []
