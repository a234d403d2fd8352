"""Starts the browser of a run: Debian's Chromium, best the one without windows, told to leave the world alone."""

import shutil

from playwright.sync_api import Browser, Playwright

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What runs once on a page is not worth being optimised: threads that do it take a fifth of the time.
    "--js-flags=--no-opt --no-maglev",
    # Whatever a page asks for, nothing leaves the machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def installed() -> str | None:
    """Return where Chromium is, None where it is not."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def launch(playwright: Playwright) -> Browser:
    """Start the browser that is installed."""
    return playwright.chromium.launch(executable_path=installed(), args=OPTIONS)
