"""In a museum with a phone: begun without a name, counted honestly, on without a network, and wiped in the end."""

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.database import db
from core.files import FilePort
from museum_guide.artefacts.models import Artefact, Sound
from museum_guide.visits.models import ArtefactView
from tests.browser.axe import violations
from tests.browser.serving import Site
from tests.browser.visiting import scripted
from tests.browser.watching import Watch
from tests.museum_guide.objects.hall import open_hall, work

pytestmark = [pytest.mark.once, pytest.mark.browser]
LEFT = "async () => [localStorage.length, (await caches.keys()).filter((name) => name.startsWith('museum-')).length]"
PLAY = "() => document.querySelector('audio').play()"
RANGE = """async () => {
  const asked = await fetch(document.querySelector("audio").src, { headers: { Range: "bytes=10-19" } });
  return [asked.status, (await asked.blob()).size];
}"""
SENT = "() => (localStorage.getItem('atrium-visit-totals') ?? '{}') === '{}'"


@pytest.fixture
def quay(empty: Site, tmp_path: Path) -> Site:
    """A site with the museum on the quay, in which the lamp has a voice of three seconds."""
    with empty.app.app_context():
        open_hall(tmp_path)
        recorded = io.BytesIO()
        with wave.open(recorded, "wb") as sound:
            sound.setparams((1, 2, 8000, 0, "NONE", ""))
            sound.writeframes(bytes(2 * 8000 * 3))
        files: FilePort = empty.app.extensions["files"]
        given = {
            "language": "en",
            "media_type": "audio/wav",
            "seconds": 3.0,
            "transcript": "Hush.",
            "html": "<p>Hush.</p>",
        }
        db.session.add(Sound(artefact_id=work(17).id, file=files.save(recorded.getvalue()), **given))
        db.session.commit()
    return empty


def looks(site: Site) -> dict[int, Any]:
    with site.app.app_context():
        read = select(Artefact.number, ArtefactView.__table__).join(Artefact, Artefact.id == ArtefactView.artefact_id)
        return {row.number: row for row in db.session.execute(read.order_by(ArtefactView.id))}


def test_a_visitor_needs_no_network_and_leaves_nothing_behind(
    visit: Callable[..., Page], quay: Site, watch: Watch
) -> None:
    page = visit(quay, phone=True)
    page.goto("/museums/quay")
    page.get_by_role("button", name="Begin without a ticket").click()
    expect(page.get_by_text("It goes on since")).to_be_visible()
    page.goto("/A/7K3MZ8Q")
    scripted(page, "dwell")
    page.mouse.wheel(0, 200)
    page.get_by_role("button", name="Keep in mind").click()
    expect(page.get_by_role("button", name="Keep in mind")).to_have_attribute("aria-pressed", "true")
    scripted(page, "dwell")
    page.evaluate(PLAY)
    page.wait_for_timeout(1200)
    page.get_by_role("link", name="My visit").click()
    expect(page.get_by_role("link", name="Lamp of the Linnet")).to_be_visible()
    assert violations(page) == []
    page.wait_for_function(SENT)
    seen = looks(quay)[17]
    assert seen.closed
    assert 800 <= seen.audio_ms <= seen.active_ms < 20_000

    page.goto("/museums/quay")
    page.get_by_role("button", name="Keep this museum on the phone").click()
    expect(page.locator("[data-pack-said]")).to_contain_text("works without a network")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    page.context.set_offline(True)
    page.goto("/A/7K3MZ8Q")
    expect(page.get_by_role("heading", level=1)).to_have_text("Lamp of the Linnet")
    assert page.evaluate(RANGE) == [206, 10]
    page.goto("/museums/quay/18?language=en")
    expect(page.get_by_role("heading", level=1)).to_have_text("Net needle")
    page.mouse.wheel(0, 100)
    page.wait_for_timeout(1200)
    page.goto("/members")
    expect(page.get_by_role("heading", level=1)).to_have_text("The line is quiet")
    page.context.set_offline(False)
    # The page for no network leads on by itself once the site answers.
    expect(page.get_by_role("heading", level=1)).to_have_text("Members")
    watch.troubles[:] = [trouble for trouble in watch.troubles if "ERR_INTERNET_DISCONNECTED" not in trouble]

    page.goto("/visit")
    page.wait_for_function(SENT)
    assert 800 <= looks(quay)[18].active_ms < 20_000
    page.get_by_role("button", name="End the visit").click()
    page.get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your visit is over")
    page.wait_for_function("() => localStorage.length === 0")
    assert page.evaluate(LEFT) == [0, 0]
    assert not any("visit" in cookie["name"] for cookie in page.context.cookies())
    page.goto("/ticket")
    assert violations(page) == []
