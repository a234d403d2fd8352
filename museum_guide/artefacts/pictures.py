"""Pictures of artefacts on their way in: proven to be pictures, without what cameras write into them, in sizes."""

import io
import warnings
from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import current_app

from core.errors import Refused
from core.files import FilePort
from core.translation import gettext as _

LARGEST_FILE = 20_000_000
MOST_PIXELS = 80_000_000
FORMATS = {"JPEG": "image/jpeg", "PNG": "image/webp", "WEBP": "image/webp"}
WIDTHS = (320, 640, 960, 1600)
QUALITY, SMALL_QUALITY = 90, 80


class Kept(NamedTuple):
    """A picture that was kept: the columns of Picture that say so."""

    file: str
    media_type: str
    width: int
    height: int
    sizes: list[dict[str, Any]]


def keep_image(content: bytes, *, webp: bool = False) -> Kept:
    """Keep a PNG, JPEG or WebP and smaller ones of it. Raises Refused for everything else, with words for the sender.

    It is written anew from its pixels, so that nothing else that was in the file stays: no place, no name, no script.
    A JPEG stays one unless `webp` asks for the other.
    """
    if len(content) > LARGEST_FILE:
        raise Refused(_("The picture is larger than 20 MB."))
    image, media_type = _opened(content)
    media_type = "image/webp" if webp else media_type
    port: FilePort = current_app.extensions["files"]
    file = port.save(_encoded(image, media_type, QUALITY))
    sizes = [
        {
            "width": smaller.width,
            "height": smaller.height,
            "file": port.save(_encoded(smaller, "image/webp", SMALL_QUALITY)),
        }
        for smaller in _smaller(image)
    ]
    return Kept(file, media_type, image.width, image.height, sizes)


def _opened(content: bytes) -> tuple[Any, str]:
    """Return the upright pixels of a picture, and in what it is kept."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(io.BytesIO(content), formats=tuple(FORMATS))
            if image.width * image.height > MOST_PIXELS:
                raise Refused(_("The picture has more than 80 million pixels."))
            upright = ImageOps.exif_transpose(image)
            mode = "RGBA" if upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info else "RGB"
            return upright.convert(mode), FORMATS[str(image.format)]
    except (OSError, ValueError, SyntaxError, Warning, Image.DecompressionBombError):
        raise Refused(_("This is no PNG, JPEG or WebP that can be read.")) from None


def _smaller(image: Any) -> Iterator[Any]:
    for width in WIDTHS:
        if width < image.width:
            yield image.resize((width, max(1, round(image.height * width / image.width))))
    if image.width <= WIDTHS[0]:
        yield image


def _encoded(image: Any, media_type: str, quality: int) -> bytes:
    written = io.BytesIO()
    if media_type == "image/jpeg":
        image.convert("RGB").save(written, "JPEG", quality=quality, progressive=True, optimize=True)
    else:
        image.save(written, "WEBP", quality=quality, method=4)
    return written.getvalue()
