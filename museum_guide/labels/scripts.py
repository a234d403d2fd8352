"""Lines of text in any script: as letters where a line needs no shaping, as a fine picture where it does."""

import io
import unicodedata
import zipfile
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts" / "scripts.zip"
PLAIN = "sans"
# The first word of the name of a letter tells its script; CJK has one font for its kinds of signs.
SCRIPTS = frozenset(
    {"arabic", "armenian", "bengali", "devanagari", "ethiopic", "georgian", "gujarati", "gurmukhi", "hangul", "hebrew"}
    | {"kannada", "khmer", "lao", "malayalam", "myanmar", "oriya", "sinhala", "tamil", "telugu", "thai"}
)
CJK = frozenset({"cjk", "hiragana", "katakana", "ideographic", "fullwidth", "halfwidth", "bopomofo"})
# Dots of a picture for each point (1/72 inch): 432 dots an inch, finer than printers of labels.
FINE = 6


@lru_cache(maxsize=32)
def font_file(name: str) -> bytes:
    """Return the bytes of a font."""
    with zipfile.ZipFile(FONTS) as fonts:
        return fonts.read(f"{name}.ttf")


def script_of(letter: str) -> str | None:
    """Return the font of a letter; None for signs that every font has, and that stand with what is before them."""
    if not unicodedata.category(letter).startswith(("L", "M")):
        return None
    word = unicodedata.name(letter, "").partition(" ")[0].casefold()
    return "cjk" if word in CJK else word if word in SCRIPTS else PLAIN


def runs(line: str) -> list[tuple[str, str]]:
    """Return a line in pieces of one font each, as (font, text)."""
    fonts, current = [], next(filter(None, map(script_of, line)), PLAIN)
    for letter in line:
        current = script_of(letter) or (PLAIN if letter.isascii() and not letter.isspace() else current)
        fonts.append(current)
    pairs = groupby(zip(fonts, line, strict=True), key=lambda pair: pair[0])
    return [(font, "".join(letter for _font, letter in pieces)) for font, pieces in pairs]


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text in lines of at most a width in points; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    rest = " ".join(text.split())
    while rest and len(lines) < most:
        cut = _fitting(rest, width, size)
        if cut < len(rest) and len(lines) == most - 1:
            lines.append(rest[: max(1, cut - 1)].rstrip() + "…")
            return lines
        blank = rest.rfind(" ", 0, cut + 1) if cut < len(rest) else -1
        cut = blank if blank > 0 else cut
        lines.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return lines


def _fitting(text: str, width: float, size: float) -> int:
    """Return how many letters fit: found by halving, as wider lines are never narrower."""
    low, high = 1, min(len(text), 400)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width_of(text[:middle], size) <= width else (low, middle - 1)
    return low


def width_of(line: str, size: float) -> float:
    """Return the width of a line in points."""
    from reportlab.pdfbase import pdfmetrics

    _registered()
    return sum(
        pdfmetrics.stringWidth(text, PLAIN, size) if font == PLAIN else _shaped(font, size).getlength(text) / FINE
        for font, text in runs(line)
    )


def draw(canvas: Any, line: str, x: float, y: float, size: float) -> None:
    """Draw a line whose baseline begins at a point, in points from below left."""
    _registered()
    for font, text in runs(line):
        if font == PLAIN:
            canvas.setFont(PLAIN, size)
            canvas.drawString(x, y, text)
        else:
            _draw_picture(canvas, font, text, x, y, size)
        x += width_of(text, size)


def _draw_picture(canvas: Any, font: str, text: str, x: float, y: float, size: float) -> None:
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    shaped = _shaped(font, size)
    left, top, right, bottom = (round(side) for side in shaped.getbbox(text, anchor="ls"))
    width, height = right - left, bottom - top
    if width <= 0 or height <= 0:
        return
    picture = Image.new("L", (width, height), 255)
    ImageDraw.Draw(picture).text((-left, -top), text, font=shaped, fill=0, anchor="ls")
    place = (x + left / FINE, y - bottom / FINE)
    canvas.drawImage(ImageReader(picture), *place, width=width / FINE, height=height / FINE)


@lru_cache(maxsize=64)
def _shaped(font: str, size: float) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(font_file(font)), round(size * FINE))


def _registered() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if PLAIN not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(PLAIN, io.BytesIO(font_file(PLAIN))))
