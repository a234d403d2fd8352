"""What the page of an artefact says to programs: schema.org VisualArtwork."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from core.linked_data import linked_data, with_value
from core.markup import plain_text
from museum_guide.addresses import artefact_address, base_url, museum_address
from museum_guide.artefacts.showing import Shown, Voice
from museum_guide.artefacts.telling import Label, Told


def artwork(
    row: Any,
    label: Label,
    told: Mapping[str, Told],
    pictures: Sequence[Shown],
    voices: Sequence[Voice],
    languages: Sequence[str],
) -> Markup:
    """Return an artefact for programs: who made it, of what, when, how it looks and sounds, and where it stands."""
    site = base_url()
    text = told.get("label") or told.get("story")
    return linked_data(
        {
            "@type": "VisualArtwork",
            "@id": site + artefact_address(row.museum_slug, row.number),
            "name": label.title,
            "creator": {"@type": "Person", "name": row.maker} if row.maker else None,
            "dateCreated": label.made,
            "artMedium": label.medium,
            "artform": row.classification,
            "size": row.size,
            "identifier": row.accession,
            "creditText": row.credit,
            "description": plain_text(text.html) if text else "",
            "inLanguage": list(languages),
            "image": [_picture(site, picture) for picture in pictures],
            "audio": [_sound(site, voice) for voice in voices],
            "isAccessibleForFree": not row.with_ticket,
            "accessibilityFeature": _features(told, pictures, voices),
            "contentLocation": {
                "@type": "Museum",
                "@id": site + museum_address(row.museum_slug),
                "name": row.museum_name,
            },
        }
    )


def _picture(site: str, picture: Shown) -> dict[str, Any]:
    return with_value(
        {
            "@type": "ImageObject",
            "contentUrl": site + picture.largest,
            "width": picture.width,
            "height": picture.height,
            "caption": picture.words,
            "creditText": picture.credit,
            "license": picture.rights_url,
        }
    )


def _sound(site: str, voice: Voice) -> dict[str, Any]:
    minutes, seconds = voice.clock.split(":")
    return {
        "@type": "AudioObject",
        "contentUrl": site + voice.url,
        "encodingFormat": voice.media_type,
        "duration": f"PT{minutes}M{int(seconds)}S",
        "transcript": plain_text(voice.html),
    }


def _features(told: Mapping[str, Told], pictures: Sequence[Shown], voices: Sequence[Voice]) -> list[str]:
    there = {
        "alternativeText": bool(pictures),
        "longDescription": "description" in told,
        "transcript": bool(voices),
    }
    return [name for name, is_there in there.items() if is_there]
