"""A museum as its visitors find it: by label, by number, by room; and what is not theirs to see."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from museum_guide.artefacts.codes import check_digit, code_of, keypad_number, number_typed
from museum_guide.models import Museum
from tests.community.reading import path_of, words_of
from tests.museum_guide.objects.hall import keep, open_hall
from tests.people import Person

Open = Callable[[Person], FlaskClient]


@pytest.fixture
def museum(app: object, tmp_path: Path) -> Museum:
    """The museum on the quay."""
    return open_hall(tmp_path)


def test_three_doors_lead_to_a_work(client: FlaskClient, museum: Museum) -> None:
    page = client.get("/museums/quay/17")
    shown = words_of(page.text)
    for words in ("Lamp of the Linnet", "about 1880", "She burned every night", "came home without"):
        assert words in shown
    assert "The Linnet sailed in 1879." in shown
    assert "Brass & glass" in shown
    assert "<b>A widow</b>" in shown
    assert "Set-Cookie" not in page.headers
    for code in ("7K3MZ8Q", "7k3mz8q"):
        label = client.get(f"/A/{code}")
        assert "She burned every night" in label.text
        assert '<link rel="canonical" href="http://localhost/museums/quay/17">' in label.text
    assert client.get("/a/7K3MZ80").status_code == client.get("/a/..").status_code == 404

    typed = client.get(f"/museums/quay/keypad?number={keypad_number(17)[:2]}%20{keypad_number(17)[2:]}")
    assert path_of(typed) == "/museums/quay/17"
    slip = client.get("/museums/quay/keypad?number=170")
    assert slip.status_code == 422
    assert "No label has this number" in slip.text
    assert client.get(f"/museums/quay/keypad?number={keypad_number(19)}").status_code == 422

    front = words_of(client.get("/museums/quay").text)
    for words in ("What the sea left.", "Open today", "Lamps 2 works", "Nets 0 works · only by steps"):
        assert words in front
    room = words_of(client.get("/museums/quay/rooms/lamps").text)
    assert room.index("Lamp of the Linnet") < room.index("Net needle")
    assert "Net needle" in client.get("/museums/quay/works?q=NEEDLE").text
    assert "Nothing of that kind" in client.get("/museums/quay/works?q=%25").text
    assert client.get("/museums/quay/works?page=nonsense").status_code == 400


def test_a_work_speaks_as_it_is_asked(client: FlaskClient, museum: Museum) -> None:
    german = client.get("/museums/quay/17?language=de-AT")
    assert "Lampe der Hänfling" in german.text
    assert "Translated by a machine" in german.text or "maschine" in german.text.lower()
    assert "The burner is of the type" in german.text
    browser = client.get("/museums/quay/17", headers={"Accept-Language": "de"})
    assert "Lampe der Hänfling" in browser.text
    assert "Lamp of the Linnet" in client.get("/museums/quay/17?language=xx<script>").text
    scholar = client.get("/museums/quay/17?depth=scholar").text
    assert scholar.count('data-depth="scholar" open') == 1
    assert 'data-depth="story" open' in client.get("/museums/quay/17?depth=nonsense").text


def test_drafts_and_closed_houses_are_seen_by_their_keepers_alone(
    client: FlaskClient, client_of: Open, museum: Museum, curator: Person, administrator: Person
) -> None:
    closed = ["/museums/quay/19", "/museums/quay/20", "/museums/house-that-is-not-open", "/a/B000000"]
    closed += ["/museums/house-that-is-not-open/1", "/museums/house-that-is-not-open/1/manifest.json"]
    stranger = client_of(curator)
    for address in closed:
        assert client.get(address).status_code == 404, address
        assert stranger.get(address).status_code == 404, address
        assert client_of(administrator).get(address).status_code == 200, address
    assert "Unfinished oar" not in client.get("/museums/quay/rooms/nets").text
    assert "not open" not in client.get("/museums").text
    # The label of what was replaced leads to what stands there now, and its keepers see the old one.
    led = client.get("/a/01DAMPS")
    assert (led.status_code, path_of(led)) == (302, "/a/7K3MZ8Q")

    keep(museum, curator)
    keeper = client_of(curator)
    assert [keeper.get(address).status_code for address in closed] == [200, 200, 404, 404, 404, 404]
    assert "Unfinished oar" in keeper.get("/museums/quay/rooms/nets").text


def test_stories_behind_a_ticket(client: FlaskClient, client_of: Open, museum: Museum, curator: Person) -> None:
    page = client.get("/museums/quay/18").text
    assert "Bone." in page
    assert "secret of the knot" not in page
    assert "I have a ticket" in page
    keep(museum, curator)
    assert "secret of the knot" in client_of(curator).get("/museums/quay/18").text


def test_programs_read_it_too(client: FlaskClient, museum: Museum) -> None:
    page = client.get("/museums/quay/17").text
    assert '"@type":"VisualArtwork"' in page
    assert "Brass \\u0026 glass" in page
    assert '"@type":"Museum"' in client.get("/museums/quay").text
    answer = client.get("/museums/quay/17/manifest.json")
    said: Any = answer.json
    assert said["type"] == "Manifest"
    assert said["label"] == {"en": ["Lamp of the Linnet"], "de": ["Lampe der Hänfling"]}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    rooms: Any = client.get("/museums/quay/collection.json").json
    works: Any = client.get(rooms["items"][0]["id"]).json
    assert works["items"][0]["id"] == "http://localhost/museums/quay/17/manifest.json"


def test_pages_take_few_statements(
    client: FlaskClient, museum: Museum, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    for address in (
        "/museums",
        "/museums/quay",
        "/museums/quay/works",
        "/museums/quay/rooms/lamps",
        "/museums/quay/17",
    ):
        client.get(address)
        with count_queries() as counted:
            assert client.get(address, headers={"Cache-Control": "no-cache"}).status_code == 200
        assert counted.count <= 6, (address, counted.texts)


@pytest.mark.once
def test_the_check_digit_tells_every_slip() -> None:
    assert check_digit(572) == 4
    for number in range(1, 2000):
        digits = keypad_number(number)
        assert number_typed(digits) == number
        slips = {digits[:at] + other + digits[at + 1 :] for at in range(len(digits)) for other in "0123456789"}
        slips |= {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in range(len(digits) - 1)}
        assert [slip for slip in slips - {digits} if number_typed(slip) is not None and slip[0] != "0"] == []
    assert number_typed("\u0661\u0662") is number_typed("1") is number_typed("") is None
    assert code_of(" 7k3mzoq ") == "7K3MZ0Q"
    assert code_of("7K3MZ8U") is code_of("7K3MZ8") is None
