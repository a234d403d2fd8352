"""What pages cost in time, statements and bytes, beside a bare Flask page on the same server in the same run."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote_plus

import click

from bench.archive import reader_address
from bench.browsing import Browser
from bench.community import ROOT, Home, prepare
from bench.load import LoadProcess, Task
from bench.servers import Server, serving
from bench.tables import show

MODES = ("uncached", "cached", "signed in")


@dataclass(frozen=True)
class Case:
    """A page of a community, asked for in one way."""

    home: Home
    page: str
    mode: str
    paths: list[str]

    @property
    def name(self) -> str:
        """A name that no other case of a run has."""
        return f"{self.home.posts} {self.page} {self.mode}"


def pages_of(home: Home) -> dict[str, list[str]]:
    """Return the pages that are measured, each with the addresses that are asked for in turn."""
    words = home.words
    pairs = zip(words, words[20:] + words[:20], strict=True)
    return {
        "home": ["/"],
        "questions": ["/questions"],
        "hot": ["/questions?order=hot"],
        "tag": ["/tags/brass-vane"],
        "space": ["/spaces/workshop"],
        "question, 20 posts": [home.long_page],
        "search, 1 word": [f"/search?q={quote_plus(word)}" for word in words],
        "search, 2 words": [f"/search?q={quote_plus(' '.join(pair))}" for pair in pairs],
    }


def cases_of(home: Home, chosen: str) -> Iterator[Case]:
    """Yield all cases of a community whose page names begin as chosen; results of searches are never kept."""
    for page, paths in pages_of(home).items():
        for mode in MODES:
            if page.startswith(tuple(chosen.split(","))) and not (page.startswith("search") and mode == "cached"):
                yield Case(home, page, mode, paths)


class Measuring:
    """Servers that run side by side, and what each case cost in each round."""

    def __init__(self, load: LoadProcess, bare: Server, servers: dict[int, Server]) -> None:
        self.load = load
        self.bare = bare
        self.servers = servers
        self.cookies = {posts: cookie_of(server) for posts, server in servers.items()}
        self.found: dict[str, list[dict[str, float]]] = {}

    def round(self, cases: list[Case], seconds: float) -> None:
        """Measure the bare page before every case, so that both meet the same noise."""
        for case in cases:
            bare = self._ask(self.bare, ["/"], {}, seconds / 2)
            headers = {"uncached": {"Cache-Control": "no-cache"}, "cached": {}}.get(case.mode)
            if headers is None:
                headers = {"Cookie": self.cookies[case.home.posts]}
            figures = self._ask(self.servers[case.home.posts], case.paths, headers, seconds)
            figures["bare"] = bare["cpu"]
            self.found.setdefault(case.name, []).append(figures)

    def _ask(self, server: Server, paths: list[str], headers: dict[str, str], seconds: float) -> dict[str, float]:
        before = server.cpu_seconds()
        figures = self.load.run(Task(server.port, paths, headers, seconds))
        spent = server.cpu_seconds() - before
        return {**figures, "cpu": 1000 * spent / figures["requests"]}

    def medians(self, case: Case) -> dict[str, float]:
        """Return the median over the rounds of every figure of a case; the ratio is to the median of the bare page."""
        rounds = self.found[case.name]
        figures = {name: median(figures[name] for figures in rounds) for name in rounds[0]}
        bare = median(figures["bare"] for many in self.found.values() for figures in many)
        return {**figures, "bare": bare, "ratio": figures["cpu"] / bare}


def cookie_of(server: Server) -> str:
    """Sign a reader in and return the cookie."""
    browser = Browser(server.port)
    cookie = browser.sign_in(reader_address(0))
    browser.connection.close()
    return cookie


def statements_of(home: Home, cases: list[Case]) -> dict[str, int]:
    """Count the SQL statements of each case in a process of its own."""
    asked = [[case.name, case.paths[0], case.mode] for case in cases if case.home == home]
    ran = subprocess.run(
        [sys.executable, "-m", "bench.statements"],
        cwd=ROOT,
        env=home.environment(),
        input=json.dumps(asked),
        text=True,
        stdout=subprocess.PIPE,
        check=True,
    )
    counted: dict[str, int] = json.loads(ran.stdout)
    return counted


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), required=True, help="Where communities are kept.")
@click.option("--sizes", default="2000,20000,200000", show_default=True, help="Posts of the communities.")
@click.option("--only", default="", help="Beginnings of page names, separated by commas.")
@click.option("--rounds", default=5, show_default=True, help="How often everything is measured.")
@click.option("--seconds", default=0.6, show_default=True, help="How long each page is asked for in a round.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def pages(cache: Path, sizes: str, only: str, rounds: int, seconds: float, as_json: bool) -> None:
    """Measure pages of communities of several sizes."""
    searched = not only or "search" in only
    homes = [prepare(cache, int(posts), searchable=searched) for posts in sizes.split(",")]
    cases = [case for home in homes for case in cases_of(home, only)]
    # All sizes of a page follow one another, so that what is compared was measured within seconds.
    cases.sort(key=lambda case: (list(pages_of(case.home)).index(case.page), MODES.index(case.mode)))
    counted = {name: count for home in homes for name, count in statements_of(home, cases).items()}
    with ExitStack() as stack:
        bare = stack.enter_context(serving("bench.bare:app", {**os.environ, "PYTHONPATH": str(ROOT)}))
        servers = {home.posts: stack.enter_context(serving("wsgi:app", home.environment())) for home in homes}
        measuring = Measuring(stack.enter_context(LoadProcess()), bare, servers)
        for number in range(rounds + 1):
            measuring.round(cases, seconds if number else 0.1)
            if number == 0:
                measuring.found.clear()
    rows = [_row(case, measuring.medians(case), counted[case.name]) for case in cases]
    show({"rows": rows}, rows, as_json=as_json)


def _row(case: Case, figures: dict[str, float], statements: int) -> dict[str, Any]:
    return {
        "page": case.page,
        "reader": case.mode,
        "posts": case.home.posts,
        "CPU ms": figures["cpu"],
        "x bare": figures["ratio"],
        "pages/s": figures["rps"],
        "p50 ms": figures["p50"],
        "p95 ms": figures["p95"],
        "p99 ms": figures["p99"],
        "SQL": statements,
        "bytes": int(figures["bytes"]),
    }
