"""Where the things of a museum stand."""

from flask import current_app

from core.settings import Settings


def museum_address(slug: str) -> str:
    """Return the address of a museum."""
    return f"/museums/{slug}"


def room_address(slug: str, room: str) -> str:
    """Return the address of a room."""
    return f"/museums/{slug}/rooms/{room}"


def artefact_address(slug: str, number: int) -> str:
    """Return the address of an artefact."""
    return f"/museums/{slug}/{number}"


def label_address(code: str) -> str:
    """Return the address that a printed label opens; it is written in capitals, and read in any case."""
    return f"/a/{code}"


def picture_address(slug: str, picture_id: int) -> str:
    """Return the address under which a picture stands in its sizes, as the IIIF Image API names them."""
    return f"/museums/{slug}/pictures/{picture_id}"


def sound_address(slug: str, sound_id: int) -> str:
    """Return the address of a sound."""
    return f"/museums/{slug}/sounds/{sound_id}"


def base_url() -> str:
    """Return the address of the site, without a slash at its end."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url.rstrip("/")
