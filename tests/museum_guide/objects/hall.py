"""A small museum for tests: two rooms, a work that speaks two languages, one behind a ticket, and a draft."""

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from accounts.viewers import ATRIUM
from contributions.models import Space
from core.archive.importing import import_archive
from core.clock import now
from core.database import db
from museum_guide.artefacts.keeping import add_picture, add_sound
from museum_guide.artefacts.models import Artefact
from museum_guide.artefacts.pictures import keep_image
from museum_guide.artefacts.schemas import PictureDraft, SoundDraft
from museum_guide.artefacts.sounds import keep_recording
from museum_guide.models import Museum, MuseumCurator, Room
from tests.people import Person

# One frame of MPEG 1, layer III: 128 kilobits, 44.1 kHz, 1152 samples in 417 bytes.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
STORY = (
    "In the winter of 1881 the *Linnet* came home without her mate. What hangs here is the lamp that was lit for her."
)
LINES: list[dict[str, Any]] = [
    {
        "type": "museum",
        "id": "m1",
        "name": "Museum of the Quay",
        "slug": "quay",
        "city": "Orrin",
        "country": "GB",
        "lat": 54.5,
        "lon": -3.5,
        "timezone": "Europe/London",
        "website": "https://quay.example.org/",
        "texts": [
            {"language": "en", "body": "What the **sea** left."},
            {"language": "de", "body": "Was das Meer ließ."},
        ],
        "hours": [{"weekday": day, "opens": 540, "closes": 1020} for day in range(7)],
        "created": "2024-01-01T09:00:00Z",
    },
    {"type": "room", "id": "r1", "museum": "m1", "name": "Lamps", "x": 0, "y": 0, "width": 40, "height": 30},
    {
        "type": "room",
        "id": "r2",
        "museum": "m1",
        "name": "Nets",
        "floor": "First floor",
        "level": 1,
        "step_free": False,
    },
    {"type": "passage", "room": "r2", "to": "r1", "kind": "stairs"},
    {
        "type": "artefact",
        "id": "a1",
        "museum": "m1",
        "number": 17,
        "code": "7K3MZ8Q",
        "title": "Lamp of the Linnet",
        "maker": "Unknown smith",
        "date": "about 1880",
        "medium": "Brass & glass",
        "room": "lamps",
        "page": "https://quay.example.org/17",
        "more": {"Donor": "<b>A widow</b>"},
        "titles": [{"language": "de", "title": "Lampe der Hänfling", "date": "um 1880"}],
        "texts": [
            {"language": "en", "depth": "label", "body": "She burned every night for a year."},
            {"language": "en", "depth": "story", "body": STORY},
            {"language": "en", "depth": "scholar", "body": "The burner is of the type that Argand drew."},
            {"language": "en", "depth": "description", "body": "A tall lamp of brass, as high as a forearm."},
            {"language": "de", "depth": "story", "body": "Im Winter 1881.", "origin": "machine"},
        ],
        "facts": [
            {
                "language": "en",
                "statement": "The Linnet sailed in 1879.",
                "source_title": "Harbour book",
                "source_url": "https://quay.example.org/book",
            }
        ],
        "pictures": [{"url": "https://quay.example.org/17.jpg", "alternative": {"en": "A tall lamp"}}],
        "created": "2024-01-02T09:00:00Z",
    },
    {
        "type": "artefact",
        "id": "a2",
        "museum": "m1",
        "number": 18,
        "title": "Net needle",
        "room": "lamps",
        "room_position": 2,
        "with_ticket": True,
        "texts": [
            {"language": "en", "depth": "label", "body": "Bone."},
            {"language": "en", "depth": "story", "body": "A secret of the knot."},
        ],
    },
    {
        "type": "artefact",
        "id": "a3",
        "museum": "m1",
        "number": 19,
        "title": "Unfinished oar",
        "state": "draft",
        "room": "Nets",
    },
    {
        "type": "artefact",
        "id": "a4",
        "museum": "m1",
        "number": 20,
        "code": "01DAMPS",
        "title": "Old lamp",
        "state": "withdrawn",
        "successor": "a1",
    },
    {
        "type": "museum",
        "id": "m2",
        "name": "House that is not open",
        "published": False,
        "created": "2024-01-01T09:00:00Z",
    },
    {"type": "artefact", "id": "b1", "museum": "m2", "number": 1, "code": "B000000", "title": "Sealed chest"},
]


def open_hall(folder: Path, space: Space | None = None) -> Museum:
    """Import the museum; it puts questions into a space where one is given."""
    path = folder / "hall.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    report = import_archive([path], source="hall")
    assert report.errors == []
    museum = db.session.scalars(select(Museum).where(Museum.slug == "quay")).one()
    if space is not None:
        museum.space_id = space.id
    db.session.commit()
    return museum


def furnished() -> dict[str, str]:
    """Import the museum with a picture and a sound, and say where they stand."""
    with tempfile.TemporaryDirectory() as folder:
        museum = open_hall(Path(folder), db.session.scalars(select(Space).where(Space.visibility == "public")).first())
    lamp = work(17)
    said = PictureDraft(alternative="en: A tall lamp of brass", credit="The museum")  # type: ignore[arg-type]
    picture = add_picture(ATRIUM, lamp, keep_image(drawing().read()), said)
    told = SoundDraft(language="en", transcript="She *burned*.", chapters="0:00 Dusk\n0:01 Dawn", voice="Ada")
    add_sound(ATRIUM, lamp, *keep_recording(FRAME * 100), told)
    db.session.commit()
    floor = db.session.scalars(select(Room.floor_id).where(Room.slug == "lamps")).one()
    return {"museum": museum.slug, "work": "17", "picture": str(picture.id), "floor": str(floor)}


def drawing(width: int = 1000, height: int = 500) -> io.BytesIO:
    """Return a JPEG that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "in the garden of the director"
    written = io.BytesIO()
    Image.new("RGB", (width, height), "#884422").save(written, "JPEG", exif=exif)
    return io.BytesIO(written.getvalue())


def work(number: int) -> Artefact:
    """Return a work of the museum on the quay."""
    found = select(Artefact).join(Museum).where(Museum.slug == "quay", Artefact.number == number)
    return db.session.scalars(found).one()


def keep(museum: Museum, person: Person) -> None:
    """Let a person keep a museum."""
    db.session.add(MuseumCurator(museum_id=museum.id, member_id=person.id, added_at=now()))
    db.session.commit()
