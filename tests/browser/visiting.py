"""Visitors: each has a browser of their own, which keeps its cookies to itself."""

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from tests.browser.serving import Site
from tests.browser.watching import Watch
from tests.people import Person

DESKTOP = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
LOADED = """names => Promise.all(names.map((name) =>
  import(new URL(`./${name}.js`, document.querySelector("script[type=module]").src))))"""
# A service worker would answer for the site on the pages that come after; journeys of its own look at it.
NO_WORKER = "if (self.ServiceWorkerContainer) ServiceWorkerContainer.prototype.register = async () => {};"
NARROWEST = ViewportSize(width=320, height=640)
PATIENCE = 60_000


@dataclass
class Visitors:
    """Whoever comes to a site during one test."""

    browser: Browser
    watch: Watch
    cookies: dict[tuple[str, str], Any]
    contexts: list[BrowserContext] = field(default_factory=list)
    # What runs in every page before the page itself.
    scripts: tuple[str, ...] = ()

    def come(self, site: Site, person: Person | None = None, *, phone: bool = False, **options: Any) -> Page:
        """Open a browser; a person is signed in. Options are those of the browser, such as color_scheme."""
        context = self._open(site, phone, options)
        if person:
            key = (site.address, person.email)
            if key not in self.cookies:
                sign_in(context.new_page(), person)
                context.pages[0].close()
                self.cookies[key] = context.cookies()
            context.add_cookies(self.cookies[key])
        return context.new_page()

    def leave(self) -> None:
        """Close every browser."""
        for context in self.contexts:
            context.close()

    def _open(self, site: Site, phone: bool, options: dict[str, Any]) -> BrowserContext:
        wanted = {"viewport": PHONE if phone else DESKTOP, "has_touch": phone, "reduced_motion": "reduce", **options}
        context = self.browser.new_context(base_url=site.address, locale="en-GB", **wanted)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        self.watch.over(context)
        for script in self.scripts:
            context.add_init_script(script)
        return context


@dataclass
class Regulars:
    """Readers who keep their browser open from test to test."""

    visitors: Visitors
    pages: dict[tuple[str, str], Page] = field(default_factory=dict)

    def come(self, site: Site, person: Person | None) -> Page:
        """Return the page of a reader, as they left it."""
        key = (site.address, person.email if person else "")
        if key not in self.pages:
            self.pages[key] = self.visitors.come(site, person)
        return self.pages[key]


def sign_in(page: Page, person: Person) -> None:
    """Sign in with the form, from wherever the page is."""
    if not page.url.partition("?")[0].endswith("/login"):
        page.goto("/login")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_url("/login")


def scripted(page: Page, *names: str) -> None:
    """Wait until these behaviours are there, as a reader would have before they act."""
    page.evaluate(LOADED, list(names))


def menu(page: Page, name: str) -> Locator:
    """Return what opens a menu of the header."""
    return page.locator(f'summary[aria-label="{name}"], summary:has(:text-is("{name}"))')


def words(page: Page) -> Locator:
    """Return the field in which the words of a post are written."""
    return page.locator("textarea[name=body]")


def said(page: Page) -> Locator:
    """Return what the house says back on top of the page."""
    return page.locator(".flashes")


def answer_of(page: Page, name: str) -> Locator:
    """Return the answer that somebody gave to the question on the page."""
    return page.get_by_role("article", name=f"Answer by {name}")
