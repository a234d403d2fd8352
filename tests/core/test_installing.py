"""The site can be put on a phone, and keeps there what anybody may read and nothing else."""

import struct
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from contributions.models import Space
from tests import factories
from tests.architecture.sources import ROOT
from tests.people import Person

pytestmark = pytest.mark.once


def test_the_manifest_describes_a_site_that_can_be_installed(client: FlaskClient, spoken: Any) -> None:
    answer = client.get("/manifest.webmanifest")
    told = answer.get_json(force=True)
    assert answer.mimetype == "application/manifest+json"
    assert (told["start_url"], told["scope"], told["display"], told["lang"], told["dir"]) == (
        "/", "/", "standalone", "en", "ltr",
    )  # fmt: skip
    assert told["name"] == "Atrium"
    for icon in told["icons"]:
        with client.get(icon["src"]) as image:
            assert image.headers["Cache-Control"].endswith("immutable")
            assert "{}x{}".format(*struct.unpack(">II", image.data[16:24])) == icon["sizes"]
            assert image.data.startswith(b"\x89PNG")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for shortcut in told["shortcuts"]:
        assert client.get(shortcut["url"]).status_code in {200, 303}
    turned = client.get("/manifest.webmanifest", headers={"Accept-Language": "ar-XB"}).get_json(force=True)
    assert (turned["lang"], turned["dir"]) == ("ar-XB", "rtl")
    assert turned["shortcuts"][0]["name"] != told["shortcuts"][0]["name"]
    assert '<link rel="manifest" href="/manifest.webmanifest"' in client.get("/").text


def test_the_worker_keeps_what_is_there_and_is_another_when_that_changes(client: FlaskClient, spoken: Any) -> None:
    answer = client.get("/service-worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    for address in answer.text.partition('"shell":[')[2].partition("]")[0].replace('"', "").split(","):
        with client.get(address) as kept:
            assert kept.status_code == 200, address
    assert answer.text == client.get("/service-worker.js").text
    assert answer.text != client.get("/service-worker.js", headers={"Accept-Language": "en-XA"}).text


def test_what_is_made_for_one_reader_says_so(
    client: FlaskClient, client_of: Callable[[Person], FlaskClient], alice: Person, public_space: Space
) -> None:
    """The worker keeps what is public, so that word must stand on nothing else; and the page for no network knows nobody."""
    asked = factories.ask(alice, public_space)
    address = f"/questions/{asked.id}/why-does-the-needle-tremble"
    assert client.get(address).headers["Cache-Control"].startswith("public")
    reader = client_of(alice)
    assert reader.get(address).headers["Cache-Control"] == "private, no-cache"
    for page in (client.get("/offline"), reader.get("/offline")):
        assert "Alice" not in page.text
        assert "Sign in" in page.text
    script = (ROOT / "static" / "service-worker.js").read_text(encoding="utf-8")
    assert '.startsWith("public")' in script
    assert '"/logout"' in script
