"""Questions on other sites: what everybody may read, in frames of the sites that were named, and nothing to press."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from community.accepting import accept_answer
from contributions.models import Space
from core.application import Atrium
from core.database import unit_of_work
from core.security import frame_policy
from core.settings import SettingsError, load_settings
from tests import factories
from tests.people import Person

SITES = "https://www.example.org https://shop.example.org:8443"


@pytest.fixture
def named(app: Atrium, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name two sites."""
    monkeypatch.setitem(
        app.extensions, "settings", app.extensions["settings"].model_copy(update={"embed_origins": SITES})
    )


def test_a_list_and_a_question_stand_in_the_frames_of_named_sites(
    client: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    named: None,
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    administrator: Person,
    public_space: Space,
    members_space: Space,
) -> None:
    asked = factories.ask(alice, public_space, title="Is <b>bold</b> shown as it is?", tags=["needle"])
    secret = factories.ask(alice, members_space, title="Only members may read this one", tags=["needle", "inner"])
    best = factories.answer(bob, asked, body="Yes, it is escaped. See [the page](https://example.net/).")
    with unit_of_work():
        accept_answer(alice.viewer, best.id, True)
    worker()
    for path in ("/embed/questions", "/embed/questions?tag=needle&theme=dark", "/embed/questions?space=public"):
        for reader in (client, client_of(alice)):
            page = reader.get(path)
            assert page.status_code == 200
            assert "Is &lt;b&gt;bold&lt;/b&gt; shown" in page.text
            assert "Only members" not in page.text, "whoever is signed in is nobody here"
            assert f'href="http://localhost/questions/{asked.id}/' in page.text
            assert page.headers["Content-Security-Policy"] == frame_policy(SITES.split())
            assert f"frame-ancestors {SITES}" in page.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in page.headers
            assert "Set-Cookie" not in page.headers
            assert "<form" not in page.text
            assert "<script" not in page.text
    assert 'data-theme="dark"' in client.get("/embed/questions?theme=dark").text
    shown = client.get(f"/embed/questions/{asked.id}")
    assert "Accepted answer" in shown.text
    for path in (
        f"/embed/questions/{secret.id}",
        "/embed/questions?tag=inner",
        "/embed/questions?space=members",
        f"/oembed?url=http://localhost/questions/{secret.id}/x",
    ):
        assert client_of(alice).get(path).status_code == 404, path
    for path in ("/embed/questions?limit=999", "/embed/questions?theme=%22%3E", "/embed/questions?order=x"):
        assert client.get(path).status_code == 400, path

    told = client.get(f"/oembed?url=http://localhost/questions/{asked.id}/some-words").json
    assert told["type"] == "rich"
    assert told["html"].startswith(f'<iframe src="http://localhost/embed/questions/{asked.id}"')
    assert "<b>" not in told["html"]
    for url in ("http://elsewhere.example/questions/1", f"http://localhost.evil.example/questions/{asked.id}", ""):
        assert client.get(f"/oembed?url={url}").status_code == 404, url
    assert client.get(f"/oembed?format=xml&url=http://localhost/questions/{asked.id}").status_code == 501
    offered = client_of(administrator).get("/embeds?tag=needle&limit=3").text
    assert "http://localhost/embed/questions?tag=needle&amp;limit=3" in offered.replace("&amp;amp;", "&amp;")
    assert "https://shop.example.org:8443" in offered


def test_a_list_is_limited_to_a_product_that_everybody_may_know_of(
    client_of: Callable[[Person], FlaskClient],
    alice: Person,
    administrator: Person,
    public_space: Space,
    members_space: Space,
) -> None:
    asked = factories.ask(alice, public_space, tags=["needle"])
    other = factories.ask(alice, public_space, title="About nothing that is sold")
    factories.ask(alice, members_space, title="Only members may read this one", tags=["needle"])
    factories.make_product("Gauge", public_space, "needle")
    factories.make_product("Secret", members_space, whole_space=True)
    reader = client_of(alice)
    for path in ("/embed/questions?product=gauge", "/embed/questions?product=gauge&space=public"):
        page = reader.get(path).text
        assert f"/questions/{asked.id}/" in page
        assert f"/questions/{other.id}/" not in page
        assert "Only members" not in page
        assert 'href="http://localhost/products/gauge"' in page
    for path in ("/embed/questions?product=secret", "/embed/questions?product=nothing"):
        assert reader.get(path).status_code == 404, path
    offered = client_of(administrator).get("/embeds?product=gauge").text
    assert '<option value="gauge" selected' in offered
    assert "http://localhost/embed/questions?product=gauge" in offered
    assert "Secret" not in offered, "what is offered is what everybody may read"


def test_without_named_sites_nothing_is_framed(client: FlaskClient, alice: Person, public_space: Space) -> None:
    asked = factories.ask(alice, public_space)
    page = client.get("/embed/questions")
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"
    told = client.get(f"/oembed?url=http://localhost/questions/{asked.id}").json
    assert told["type"] == "link"
    assert "html" not in json.dumps(told)


@pytest.mark.once
@pytest.mark.parametrize(
    "value", ["*", "https://*.example.org", "example.org", "https://example.org/; script-src *", "'self'"]
)
def test_only_plain_sites_can_be_named(tmp_path: Any, value: str) -> None:
    with pytest.raises(SettingsError, match="ATRIUM_EMBED_ORIGINS"):
        load_settings(environment={}, home=tmp_path, embed_origins=value)
