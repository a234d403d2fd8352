"""Looks at a page with axe-core, which stands beside this file as it was published."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).with_name("axe.min.js")
VERSION = "4.14.1"
DIGEST = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
# What fades into another colour has none that could be judged until it is there, or has been called off.
SETTLED = """() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  .then(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)))"""
RUN = "options => axe.run(document, options).then(found => [found.violations, found.passes.length])"


def violations(page: Page) -> list[str]:
    """Return what is wrong with a page as it stands, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(script())
    page.evaluate(SETTLED)
    found, passed = page.evaluate(RUN, EVERYTHING)
    assert passed, "axe-core has looked at nothing"
    return [_line(violation, node) for violation in found for node in violation["nodes"]]


@lru_cache(maxsize=1)
def script() -> str:
    """Return axe-core."""
    return SCRIPT.read_text(encoding="utf-8")


def _line(violation: Any, node: Any) -> str:
    what = " ".join(node.get("failureSummary", "").split())
    return f"{violation['id']}: {' '.join(map(str, node['target']))} {what}"
