"""Those who keep a museum: forms of the house, its rooms and its works; and nothing of another house."""

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from contributions.models import Space
from core.database import db
from museum_guide.artefacts.lengths import length_of
from museum_guide.artefacts.models import Picture, Placement, Sound
from museum_guide.models import Museum, Room
from tests.community.reading import path_of, words_of
from tests.museum_guide.objects.hall import FRAME, drawing, keep, open_hall, work
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def test_a_museum_is_opened_and_furnished(
    client: FlaskClient, client_of: Open, administrator: Person, alice: Person, public_space: Space
) -> None:
    assert client_of(alice).get("/museums/new").status_code == 403
    browser = client_of(administrator)
    form = {"name": "House of Bells", "space": public_space.id, "timezone": "Europe/Paris", "language": "fr"}
    wrong = browser.post("/museums/new", data=form | {"latitude": "nan", "monday": "9-8-7", "closed": "soon"})
    assert wrong.status_code == 422
    for words in ("“9-8-7” are no hours", "“soon” names no day"):
        assert words in words_of(wrong.text)
    made = browser.post(
        "/museums/new",
        data=form | {"monday": "9-12:30, 14:00-18", "said": "Cloches.", "closed": "2030-12-25 Noël", "country": "fr"},
    )
    assert path_of(made) == "/museums/house-of-bells/desk"
    assert client.get("/museums/house-of-bells").status_code == 404
    edit = browser.get("/museums/house-of-bells/edit").text
    assert 'value="09:00-12:30, 14:00-18:00"' in edit
    assert "2030-12-25 Noël" in edit
    form |= {"published": "yes", "said": "Cloches.", "said_in": "fr"}
    assert browser.post("/museums/house-of-bells/edit", data=form).status_code == 303
    assert "Cloches." in client.get("/museums/house-of-bells").text

    room = browser.post("/museums/house-of-bells/rooms/new", data={"name": "Tower", "level": "3", "floor": "Loft"})
    assert path_of(room) == "/museums/house-of-bells/rooms/tower"
    assert browser.post("/museums/house-of-bells/rooms/new", data={"name": "Hall", "x": "3"}).status_code == 422
    assert (
        browser.post(f"{path_of(room)}/edit", data={"name": "Tower", "level": "4", "closed": "yes"}).status_code == 303
    )
    floor = db.session.scalars(select(Room.floor_id)).one()
    plan = {"name": "Under the roof", "plan": (drawing(), "plan.jpg")}
    assert browser.post(f"/museums/house-of-bells/floors/{floor}/edit", data=plan).status_code == 303
    shown = client.get(f"/museums/house-of-bells/floors/{floor}/plan", buffered=True)
    assert shown.mimetype == "image/webp"
    assert "Under the roof" in client.get(f"/museums/house-of-bells/floors/{floor}").text


def test_a_work_is_added_told_and_shown(client: FlaskClient, client_of: Open, curator: Person, tmp_path: Path) -> None:
    museum = open_hall(tmp_path)
    keep(museum, curator)
    browser = client_of(curator)
    rooms = {room.slug: room.id for room in db.session.scalars(select(Room))}
    bad = {"title": "Bell", "year_from": "1900", "year_to": "1800", "page": "javascript:alert(1)", "number": "17"}
    refused = browser.post("/museums/quay/works/new", data=bad)
    assert refused.status_code == 422
    assert "The years must follow one another." in words_of(refused.text)
    taken = browser.post("/museums/quay/works/new", data={"title": "Bell", "number": "17"})
    assert "Another work has, or had, this number." in words_of(taken.text)
    form = {
        "title": "Bell of the quay",
        "room": rooms["nets"],
        "words": "movement: Baroque\nsound",
        "state": "published",
    }
    assert path_of(browser.post("/museums/quay/works/new", data=form)) == "/museums/quay/21"
    assert "movement: Baroque" in browser.get("/museums/quay/21/edit").text
    assert browser.post("/museums/quay/21/edit", data=form | {"room": rooms["lamps"]}).status_code == 303
    places = db.session.scalars(select(Placement).where(Placement.artefact_id == work(21).id).order_by(Placement.id))
    assert [place.until is None for place in places] == [False, True]

    text = {"language": "en", "depth": "story", "body": "It **rang** <script>at</script> five.", "origin": "machine"}
    assert browser.post("/museums/quay/21/texts", data=text).status_code == 303
    assert browser.post("/museums/quay/21/texts", data=text | {"language": "../x"}).status_code == 422
    title = {"language": "de", "title": "Glocke", "made": "um 1700"}
    assert browser.post("/museums/quay/21/titles", data=title).status_code == 303
    facts = {"language": "en", "lines": "Cast in 1701. | Parish book | https://quay.example.org/p\nIt is cracked."}
    assert browser.post("/museums/quay/21/facts", data=facts).status_code == 303
    assert "| Parish book | https" in browser.get("/museums/quay/21/facts?language=en").text
    page = client.get("/museums/quay/21").text
    for words in (
        "<strong>rang</strong> &lt;script&gt;",
        "not yet looked through",
        "Parish book</a>",
        "It is cracked.",
    ):
        assert words in page
    assert "Glocke" in client.get("/museums/quay/21?language=de").text
    assert browser.post("/museums/quay/21/texts", data=text | {"body": ""}).status_code == 303
    assert "rang" not in client.get("/museums/quay/21", headers={"Cache-Control": "no-cache"}).text


def test_pictures_and_sounds(client: FlaskClient, client_of: Open, curator: Person, tmp_path: Path) -> None:
    museum = open_hall(tmp_path)
    keep(museum, curator)
    browser, base = client_of(curator), "/museums/quay/17/media"
    disguised = {"file": (io.BytesIO(b"<svg onload=alert(1)>"), "lamp.png"), "alternative": "en: A lamp"}
    assert browser.post(f"{base}/pictures/new", data=disguised).status_code == 422
    assert browser.post(f"{base}/pictures/new", data={"alternative": "A lamp"}).status_code == 422
    sent = {"file": (drawing(), "../lamp.jpg"), "alternative": "en: A lamp\nde: Eine Lampe", "credit": "Ours"}
    assert browser.post(f"{base}/pictures/new", data=sent).status_code == 303
    picture = db.session.scalars(select(Picture).where(Picture.file.is_not(None))).one()
    assert [size["width"] for size in picture.sizes] == [320, 640, 960]
    page = client.get("/museums/quay/17").text
    assert 'alt="A lamp"' in page
    info: Any = client.get(f"/museums/quay/pictures/{picture.id}/info.json").json
    assert info["sizes"][0] == {"width": 320, "height": 160}
    largest = client.get(f"{info['id']}/full/max/0/default.jpg", buffered=True)
    assert b"garden" not in largest.data
    assert "sandbox" in largest.headers["Content-Security-Policy"]
    assert client.get(f"{info['id']}/full/320,160/0/default.webp", buffered=True).mimetype == "image/webp"
    assert client.get(f"{info['id']}/full/321,160/0/default.webp").status_code == 404
    assert client.get(f"/museums/quay/17/pictures/{picture.id}").status_code == 200
    manifest: Any = client.get("/museums/quay/17/manifest.json").json
    body = manifest["items"][0]["items"][0]["items"][0]["body"]
    assert (body["width"], body["service"][0]["profile"]) == (1000, "level0")

    told = {"language": "en", "transcript": "She *burned*.", "chapters": "0:00 Dusk\n0:01 Dawn", "voice": "Ada"}
    noise = told | {"file": (io.BytesIO(b"not a sound at all"), "lamp.mp3")}
    assert browser.post(f"{base}/sounds/new", data=noise).status_code == 422
    assert (
        browser.post(f"{base}/sounds/new", data=told | {"file": (io.BytesIO(FRAME * 100), "lamp.mp3")}).status_code
        == 303
    )
    sound = db.session.scalars(select(Sound)).one()
    address = f"/museums/quay/sounds/{sound.id}"
    whole = client.get(address, buffered=True)
    assert (whole.status_code, whole.content_length, whole.mimetype) == (200, 41700, "audio/mpeg")
    part = client.get(address, headers={"Range": "bytes=417-420"}, buffered=True)
    assert (part.status_code, part.data) == (206, b"\xff\xfb\x90\x00")
    assert part.headers["Content-Range"] == "bytes 417-420/41700"
    assert client.get(address, headers={"Range": "bytes=41700-"}).status_code == 416
    assert client.head(address, buffered=True).content_length == 41700
    assert client.get(address, headers={"If-None-Match": whole.headers["ETag"]}, buffered=True).status_code == 304
    page = client.get("/museums/quay/17", headers={"Cache-Control": "no-cache"}).text
    for words in ('data-at="1"', "<em>burned</em>", "0:02"):
        assert words in page
    work(17).with_ticket = True
    db.session.commit()
    assert client.get(address).status_code == 403
    assert browser.get(address, buffered=True).status_code == 200
    assert browser.post(f"{base}/sounds/{sound.id}/remove").status_code == 303
    assert browser.post(f"{base}/pictures/{picture.id}/first").status_code == 303
    assert browser.post(f"{base}/pictures/{picture.id}/remove").status_code == 303
    assert client.get(f"{info['id']}/full/max/0/default.jpg").status_code == 404


def test_nobody_keeps_the_house_of_another(
    client_of: Open, curator: Person, staff: Person, administrator: Person, tmp_path: Path
) -> None:
    museum = open_hall(tmp_path)
    other = db.session.scalars(select(Museum).where(Museum.id != museum.id)).one()
    keep(other, curator)
    keeper = client_of(curator)
    forms = ["desk", "edit", "rooms/new", "rooms/lamps/edit", "works/new", "17/edit", "17/texts", "17/titles"]
    forms += ["17/facts", "17/media", "17/media/pictures/new", "17/media/sounds/new"]
    for form in forms:
        assert keeper.get(f"/museums/quay/{form}").status_code == 404, form
        assert client_of(staff).get(f"/museums/quay/{form}").status_code == 403, form
        assert client_of(administrator).get(f"/museums/quay/{form}").status_code == 200, form
    for deed in ("rooms/new", "17/edit", "17/texts", "17/media/pictures/1/remove", "17/media/pictures/1/first"):
        assert keeper.post(f"/museums/quay/{deed}", data={"name": "Mine", "title": "Mine"}).status_code == 404, deed
    assert work(17).title == "Lamp of the Linnet"
    # A room of another house is no place for a work of one's own.
    room = db.session.scalars(select(Room.id).where(Room.slug == "lamps")).one()
    slug = other.slug
    assert keeper.post(f"/museums/{slug}/works/new", data={"title": "Chest", "room": room}).status_code == 404


def test_lengths_of_sounds() -> None:
    written = io.BytesIO()
    with wave.open(written, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(32000))
    found = length_of(written.getvalue())
    assert found == ("audio/wav", 2.0)
    mp3 = length_of(b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10) + FRAME * 100)
    assert mp3 is not None
    assert abs(mp3.seconds - 100 * 1152 / 44100) < 0.001
    head = b"OggS" + bytes(24) + b"OpusHead\x01\x01" + (312).to_bytes(2, "little") + bytes(40)
    last = b"OggS\x00\x04" + (48312).to_bytes(8, "little") + bytes(14)
    assert length_of(head + last) == ("audio/ogg", 1.0)
    for broken in (b"", b"RIFF0000WAVE", b"OggS", FRAME, b"<html>", FRAME[:4] * 3):
        assert length_of(broken) is None
