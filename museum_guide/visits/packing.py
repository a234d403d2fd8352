"""What a phone has to keep so that a museum works in its basement: pages, pictures and voices in one language."""

import os
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Row, select

from accounts.viewers import ANONYMOUS
from core.database import read
from core.files import FileNotKept, FilePort
from museum_guide.addresses import artefact_address, museum_address, picture_address, room_address, sound_address
from museum_guide.artefacts.models import Artefact, Picture, Placement, Sound
from museum_guide.artefacts.showing import ENDINGS, size_address
from museum_guide.languages import heard_here
from museum_guide.models import Building, Floor, Room
from museum_guide.visibility import artefacts_shown_to
from museum_guide.visits.current import holds_ticket

# What a page weighs, about, before it is packed for the way.
PAGE_BYTES = 16_000
# Wide enough for the screen of a phone.
WIDE = 700
MOST = 2000
# What pages of the guide are made of; the rest a browser fetches when it is there.
SHELL = (
    *("css/atrium.css", "icons.svg", "js/theme.js", "js/atrium.js", "js/dwell.js", "js/visit.js", "js/sound.js"),
    *("js/pack.js", "js/confirm.js", "js/menu.js", "js/installing.js"),
)


def pack_of(museum: Row[Any], language: str) -> dict[str, Any]:
    """Return the addresses that a phone keeps of a museum, with what they weigh: six statements.

    Pages are told by their path; `codes` leads from printed labels to them, and pictures of other sizes are served by
    the one that was kept.
    """
    works = _works(museum.id)
    slug, base = museum.slug, museum_address(museum.slug)
    rooms = [room_address(slug, row.slug) for row in read(select(Room.slug).where(Room.museum_id == museum.id))]
    plans = [(f"{base}/floors/{row.id}", row.plan_file) for row in _floors(museum.id)]
    pages = [base, f"{base}/keypad", *rooms, *(page for page, _file in plans)]
    pages += [artefact_address(slug, row.number) for row in works]
    shown = {row.id for row in works}
    files = [(f"{page}/plan", file) for page, file in plans]
    files += _pictures(slug, museum.id, shown) + _voices(museum, language)
    weighed: list[dict[str, Any]] = [{"url": url, "bytes": _weight(file)} for url, file in files]
    asset: Any = current_app.jinja_env.globals["asset"]
    return {
        "museum": slug,
        "language": language,
        "pages": pages,
        "files": weighed,
        "codes": {row.code: artefact_address(slug, row.number) for row in works},
        "shell": [asset(name) for name in SHELL],
        "bytes": PAGE_BYTES * len(pages) + sum(file["bytes"] for file in weighed),
    }


def _works(museum_id: int) -> Sequence[Row[Any]]:
    """Return what visitors may see and what stands somewhere first, as far as a phone can hold it."""
    standing = select(Artefact.id, Artefact.number, Artefact.code).outerjoin(
        Placement, (Placement.artefact_id == Artefact.id) & Placement.until.is_(None)
    )
    shown = standing.where(Artefact.museum_id == museum_id, artefacts_shown_to(ANONYMOUS))
    return read(shown.order_by(Placement.id.is_(None), Artefact.number).limit(MOST)).all()


def _floors(museum_id: int) -> Sequence[Row[Any]]:
    of_museum = select(Floor.id, Floor.plan_file).join(Building, Building.id == Floor.building_id)
    return read(of_museum.where(Building.museum_id == museum_id, Floor.plan_file.is_not(None))).all()


def _pictures(slug: str, museum_id: int, shown: set[int]) -> list[tuple[str, str]]:
    columns = select(Picture.id, Picture.artefact_id, Picture.file, Picture.media_type, Picture.sizes)
    found = columns.join(Artefact, Artefact.id == Picture.artefact_id)
    rows = read(found.where(Artefact.museum_id == museum_id, Picture.file.is_not(None)).order_by(Picture.id))
    return [_picture(slug, row) for row in rows if row.artefact_id in shown]


def _picture(slug: str, row: Row[Any]) -> tuple[str, str]:
    base = picture_address(slug, row.id)
    size = next((size for size in row.sizes or () if size["width"] >= WIDE), (row.sizes or [None])[-1])
    if size is None:
        return f"{base}/full/max/0/default.{ENDINGS.get(row.media_type, 'jpg')}", row.file
    return size_address(base, size), size["file"]


def _voices(museum: Row[Any], language: str) -> list[tuple[str, str]]:
    """Return the voices of a language, and of another where there is none; those behind a ticket only with one."""
    columns = select(Sound.id, Sound.artefact_id, Sound.language, Sound.file)
    found = columns.join(Artefact, Artefact.id == Sound.artefact_id).where(Artefact.museum_id == museum.id)
    if not holds_ticket(museum.id):
        found = found.where(Artefact.with_ticket.is_(False))
    rows = read(found.where(artefacts_shown_to(ANONYMOUS)).order_by(Sound.id)).all()
    spoken: dict[int, list[str]] = {}
    for row in rows:
        spoken.setdefault(row.artefact_id, []).append(row.language)
    chosen = {key: heard_here(codes, language, museum.language) for key, codes in spoken.items()}
    return [(sound_address(museum.slug, row.id), row.file) for row in rows if row.language == chosen[row.artefact_id]]


def _weight(file: str) -> int:
    port: FilePort = current_app.extensions["files"]
    try:
        with port.open(file) as opened:
            return opened.seek(0, os.SEEK_END)
    except FileNotKept:
        return 0
