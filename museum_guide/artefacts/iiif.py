"""Artefacts for the viewers of other sites: IIIF Presentation API 3 and Image API 3, level 0."""

from collections.abc import Iterable, Sequence
from typing import Any

from museum_guide.addresses import artefact_address, base_url, museum_address, picture_address, room_address
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.queries import Media, Words
from museum_guide.artefacts.showing import ENDINGS
from museum_guide.artefacts.telling import languages_of

PRESENTATION = "http://iiif.io/api/presentation/3/context.json"
IMAGE = "http://iiif.io/api/image/3/context.json"
MEDIA_TYPE = 'application/ld+json;profile="http://iiif.io/api/presentation/3/context.json"'


def manifest(row: Any, words: Words, media: Media) -> dict[str, Any]:
    """Return an artefact with its pictures and what its label says, in every language."""
    address = base_url() + artefact_address(row.museum_slug, row.number)
    titles = {row.museum_language: [row.title], **{title.language: [title.first] for title in words.titles}}
    said: dict[str, Any] = {
        "@context": PRESENTATION,
        "id": f"{address}/manifest.json",
        "type": "Manifest",
        "label": titles,
        "metadata": _metadata(row),
        "homepage": [
            {
                "id": f"{address}?language={language}",
                "type": "Text",
                "label": {language: [titles.get(language, [row.title])[0]]},
                "format": "text/html",
                "language": [language],
            }
            for language in languages_of(row, words)
        ],
        "provider": [_provider(row)],
        "items": [
            _canvas(row.museum_slug, address, place, picture, titles)
            for place, picture in enumerate((one for one in media.pictures if one.file), start=1)
        ],
    }
    if row.credit:
        said["requiredStatement"] = {"label": {"en": ["Credit"]}, "value": {"none": [row.credit]}}
    rights = next((one.more for one in media.pictures if one.more.startswith("http")), None)
    return {**said, "rights": rights} if rights else said


def _metadata(row: Any) -> list[dict[str, Any]]:
    said = {"Maker": row.maker, "Date": row.made, "Medium": row.medium, "Size": row.size, "Accession": row.accession}
    said["Number"] = keypad_number(row.number)
    return [{"label": {"en": [name]}, "value": {"none": [value]}} for name, value in said.items() if value]


def _provider(row: Any) -> dict[str, Any]:
    address = base_url() + museum_address(row.museum_slug)
    homepage = {"id": address, "type": "Text", "label": {"none": [row.museum_name]}, "format": "text/html"}
    return {"id": address, "type": "Agent", "label": {"none": [row.museum_name]}, "homepage": [homepage]}


def _canvas(slug: str, address: str, place: int, picture: Any, titles: dict[str, list[str]]) -> dict[str, Any]:
    canvas = f"{address}/canvas/{place}"
    service = base_url() + picture_address(slug, picture.id)
    words = {language: [text] for language, text in (picture.words or {}).items()}
    body = {
        "id": f"{service}/full/max/0/default.{ENDINGS.get(picture.media_type, 'jpg')}",
        "type": "Image",
        "format": picture.media_type,
        "width": picture.width,
        "height": picture.height,
        "service": [{"id": service, "type": "ImageService3", "profile": "level0"}],
    }
    shown = {
        "id": f"{canvas}/picture",
        "type": "Annotation",
        "motivation": "painting",
        "target": canvas,
        "body": body,
    }
    return {
        "id": canvas,
        "type": "Canvas",
        "label": words or titles,
        "width": picture.width,
        "height": picture.height,
        "items": [{"id": f"{canvas}/page", "type": "AnnotationPage", "items": [shown]}],
    }


def image(slug: str, picture: Any) -> dict[str, Any]:
    """Return what a picture can be asked for: the kept file, and its smaller sizes."""
    address = base_url() + picture_address(slug, picture.id)
    ending = ENDINGS.get(picture.media_type, "jpg")
    return {
        "@context": IMAGE,
        "id": address,
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level0",
        "width": picture.width,
        "height": picture.height,
        "sizes": [{"width": size["width"], "height": size["height"]} for size in picture.sizes],
        "preferredFormats": [ending],
        "extraFormats": sorted({ending, "webp"}),
    }


def file_asked_for(picture: Any, size: str, ending: str) -> tuple[str, str] | None:
    """Return the file of a size and what it is; None for what is not kept. `max` is the kept file itself."""
    if size in {"max", f"{picture.width},{picture.height}"} and ending == ENDINGS.get(picture.media_type, "jpg"):
        return picture.file, picture.media_type
    for kept in picture.sizes:
        if size == f"{kept['width']},{kept['height']}" and ending == "webp":
            return kept["file"], "image/webp"
    return None


def museum_collection(museum: Any, rooms: Iterable[Any]) -> dict[str, Any]:
    """Return the rooms of a museum, each of which lists what stands there."""
    address = base_url() + museum_address(museum.slug)
    items = [
        {
            "id": f"{base_url()}{room_address(museum.slug, room.slug)}/collection.json",
            "type": "Collection",
            "label": {"none": [room.name]},
        }
        for room in rooms
    ]
    return _collection(f"{address}/collection.json", museum.name, items)


def room_collection(room: Any, works: Sequence[Any]) -> dict[str, Any]:
    """Return what stands in a room."""
    address = f"{base_url()}{room_address(room.museum_slug, room.slug)}/collection.json"
    items = [
        {
            "id": f"{base_url()}{artefact_address(room.museum_slug, work.number)}/manifest.json",
            "type": "Manifest",
            "label": {"none": [work.title]},
        }
        for work in works
    ]
    return _collection(address, room.name, items)


def _collection(address: str, name: str, items: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@context": PRESENTATION,
        "id": address,
        "type": "Collection",
        "label": {"none": [name]},
        "items": items,
    }
