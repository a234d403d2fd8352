"""What a web process needs: seconds until it answers, memory after five hundred pages, and which libraries it loads."""

import json
import subprocess
import sys
from pathlib import Path
from statistics import median

import click

from bench.archive import reader_address
from bench.browsing import Browser
from bench.community import ROOT, Home, prepare
from bench.pages import pages_of
from bench.servers import Server, serving
from bench.tables import show

HEAVY = ("bertopic", "sklearn", "networkx", "scipy", "pandas", "numpy", "torch", "alembic")


def measure(home: Home, pages: int, starts: int) -> dict[str, object]:
    """Return the figures of a community's web process; megabytes are resident memory."""
    ready = []
    for _ in range(starts):
        with serving("wsgi:app", home.environment()) as server:
            ready.append(server.ready_seconds)
            fresh = server.resident()
    with serving("wsgi:app", home.environment()) as server:
        walk(server, home, pages)
        used = server.resident()
    loaded = modules_after(home)
    return {
        "posts": home.posts,
        "ready s": median(ready),
        "MB at start": fresh["worker"],
        f"MB after {pages} pages": used["worker"],
        "MB of all processes": used["all"],
        "modules": len(loaded),
        "heavy ones": ", ".join(name for name in HEAVY if name in loaded) or "none",
    }


def walk(server: Server, home: Home, pages: int) -> None:
    """Read pages of all kinds, half of them signed in; question by question, so that nothing is served from memory."""
    known = [path for paths in pages_of(home).values() for path in paths]
    mixed = [*known, *(f"/contributions/{home.posts * n // 200 + 1}" for n in range(1, 199))]
    browsers = [Browser(server.port), Browser(server.port)]
    browsers[1].sign_in(reader_address(1))
    for number in range(pages):
        browser = browsers[number % 2]
        status, place, _body = browser.send(mixed[number * 7 % len(mixed)])
        if status in {301, 302}:
            browser.send(place.removeprefix(f"http://127.0.0.1:{server.port}").partition("#")[0])
    for browser in browsers:
        browser.connection.close()


def modules_after(home: Home) -> set[str]:
    """Return the names of the top packages that serving every page loads."""
    code = (
        "import json, sys\n"
        "from wsgi import app\n"
        "app.config['SERVER_NAME'] = app.extensions['settings'].base_url.rpartition('/')[2]\n"
        "client = app.test_client()\n"
        "for path in json.load(sys.stdin):\n"
        "    assert client.get(path).status_code == 200, path\n"
        "print(json.dumps(sorted(name for name in sys.modules)))"
    )
    paths = [paths[0] for paths in pages_of(home).values()]
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=home.environment(),
        input=json.dumps(paths),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    return set(json.loads(ran.stdout))


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Where communities are kept.")
@click.option("--sizes", default="200000", show_default=True, help="Posts of the communities.")
@click.option("--pages", "count", default=500, show_default=True, help="Pages that are read before memory is measured.")
@click.option("--starts", default=5, show_default=True, help="How often the server is started.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def process(cache: Path, sizes: str, count: int, starts: int, as_json: bool) -> None:
    """Measure the web process."""
    rows = [measure(prepare(cache, int(posts)), count, starts) for posts in sizes.split(",")]
    show({"rows": rows}, rows, as_json=as_json)
