"""A moderator clears a queue of thirty with the keyboard; another does the same with forms alone, on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from accounts.models import Role
from contributions.models import Contribution, Space
from contributions.moderation.flagging import FlagDraft, raise_flag
from contributions.moderation.models import Review
from core.database import db, unit_of_work
from tests import factories
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import scripted
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]
KEYS = {"a": "published", "h": "hidden", "d": "deleted"}


def fill(site: Site, asker: Person, flagger: Person, number: int) -> list[int]:
    """Put so many flagged questions before the moderators."""
    with site.app.app_context(), unit_of_work():
        space = db.session.scalars(select(Space).where(Space.slug == "stations-and-sensors")).one()
        keys = [factories.ask(asker, space, f"Is gauge number {each} for sale?").id for each in range(number)]
        for key in keys:
            raise_flag(flagger.viewer, key, FlagDraft(reason="spam", words="They sell things."))
        return keys


def states(site: Site, keys: list[int]) -> list[str]:
    with site.app.app_context():
        rows = db.session.execute(select(Contribution.state).where(Contribution.id.in_(keys)).order_by(Contribution.id))
        return list(rows.scalars())


def waiting(site: Site) -> int:
    with site.app.app_context():
        return db.session.scalar(select(func.count()).where(Review.closed_at.is_(None))) or 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_queue_of_thirty_is_cleared_with_the_keyboard(
    visit: Callable[..., Page], community: Site, asker: Person, helper: Person, scheme: str
) -> None:
    keys = fill(community, asker, helper, 30)
    page = visit(community, community.one_with(Role.MODERATOR), color_scheme=scheme)
    page.goto("/moderation")
    scripted(page, "moderate")
    expect(page.locator("[data-case]")).to_have_count(30)
    expect(page.locator("[data-queue-keys]")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.keyboard.type("Please read the rules.")
    page.keyboard.press("Escape")
    for left in range(29, 0, -1):
        page.keyboard.press("ahd"[left % 3])
        expect(page.locator("[data-case]")).to_have_count(left)
    page.keyboard.press("d")
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert waiting(community) == 0
    assert set(states(community, keys)) == set(KEYS.values())


def test_the_same_by_hand_on_a_phone_without_scripts(
    visit: Callable[..., Page], community: Site, asker: Person, helper: Person
) -> None:
    keys = fill(community, asker, helper, 3)
    page = visit(community, community.one_with(Role.MODERATOR), phone=True, java_script_enabled=False)
    page.goto("/moderation")
    first = page.locator("[data-case]").first
    first.get_by_label("What the author is told").fill("Not here, please.")
    first.get_by_role("button", name="Hide").click()
    expect(page.locator("[data-case]")).to_have_count(2)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Delete all").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    assert states(community, keys) == ["hidden", "deleted", "deleted"]
