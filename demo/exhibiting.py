"""Furnishes the museums of the demo: pictures, sounds and plans of our own, and who keeps them."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from accounts.models import Member, Role
from accounts.viewers import ATRIUM, Viewer
from core.clock import now
from core.database import db, once, unit_of_work
from museum_guide.artefacts.keeping import add_picture, add_sound
from museum_guide.artefacts.models import Artefact, Picture
from museum_guide.artefacts.pictures import keep_image
from museum_guide.artefacts.schemas import PictureDraft, SoundDraft
from museum_guide.artefacts.sounds import keep_recording
from museum_guide.models import Building, Floor, Museum, MuseumCurator

EXHIBITS = Path(__file__).resolve().parent / "exhibits"
SOURCE = "demo"
CREDIT = "Drawn for Atrium"
VOICE = "A free synthetic voice (eSpeak NG)"


def furnish() -> bool:
    """Hang pictures, sounds and plans where there are none yet, and name the keepers; say whether it was done now."""
    with unit_of_work():
        works: dict[str | None, Artefact] = {
            work.source_key: work for work in db.session.scalars(select(Artefact).where(Artefact.source == SOURCE))
        }
        if not works or db.session.scalar(select(Picture.id).limit(1)):
            return False
        _keepers()
        for one in _list("pictures"):
            kept = keep_image(_content("pictures", one))
            add_picture(
                ATRIUM, works[one["artefact"]], kept, PictureDraft(alternative=one["alternative"], credit=CREDIT)
            )
        for one in _list("sounds"):
            file, length = keep_recording(_content("sounds", one))
            add_sound(ATRIUM, works[one["artefact"]], file, length, _spoken(one))
        for one in _list("plans"):
            _hang(one)
    return True


def curator() -> Viewer:
    """Return the curator of the demo, who keeps both museums."""
    held = Member.roles_held == Role.CURATOR
    keeper = db.session.scalars(select(Member).where(Member.source == SOURCE, held).order_by(Member.id)).first()
    return Viewer(id=keeper.id, name=keeper.name, roles=keeper.roles_held) if keeper else ATRIUM


def _keepers() -> None:
    keeper = curator()
    if keeper.id is not None:
        for museum in db.session.scalars(select(Museum.id).where(Museum.source == SOURCE)):
            row = {"museum_id": museum, "member_id": keeper.id, "added_at": now()}
            db.session.execute(once(MuseumCurator).values(**row))


def _list(name: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((EXHIBITS / f"{name}.json").read_text(encoding="utf-8"))
    return listed


def _content(folder: str, one: dict[str, Any]) -> bytes:
    path = EXHIBITS / folder / str(one["file"])
    return path.read_bytes()


def _spoken(one: dict[str, Any]) -> SoundDraft:
    marks = [f"{int(mark['at']) // 60}:{int(mark['at']) % 60:02d} {mark['title']}" for mark in one["chapters"]]
    chosen = {name: one[name] for name in ("language", "depth", "transcript")}
    return SoundDraft(**chosen, voice=VOICE, chapters="\n".join(marks))


def _hang(one: dict[str, Any]) -> None:
    kept = keep_image(_content("plans", one), webp=True)
    museum = select(Museum.id).where(Museum.source == SOURCE, Museum.source_key == one["museum"])
    houses = select(Building.id).where(Building.museum_id.in_(museum))
    plan = {"plan_file": kept.file, "plan_width": kept.width, "plan_height": kept.height}
    db.session.execute(update(Floor).where(Floor.building_id.in_(houses), Floor.level == one["level"]).values(**plan))
