"""Draws sheets of labels: A4, in three sizes by the distance from which they are scanned."""

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from core.translation import gettext as _
from museum_guide.labels.scripts import draw, wrapped

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
# Printers leave an edge free.
EDGE = 10.0
# Light around a code that readers need: four modules, ISO/IEC 18004, 9.1.
QUIET = 4
# Edges of modules fall on whole dots of printers and scanners (200, 600 and 1200 an inch), so that none is blurred.
DOT = 72 / 200
LONGEST_ADDRESS = 40


class Size(NamedTuple):
    """A size of label in millimetres: of the code without its quiet zone, and of the whole; the texts in points."""

    code: float
    width: float
    height: float
    title: float
    small: float
    lines: int


# A code is as wide as a tenth of the distance from which it is read.
SIZES = {
    "30cm": Size(30, 95, 46, 10, 7, 4),
    "60cm": Size(60, 190, 80, 20, 11, 4),
    "1m": Size(100, 190, 130, 26, 14, 6),
}


class Frame(NamedTuple):
    """What all labels of a sheet have in common."""

    museum: str
    base_url: str
    size: Size


class Label(NamedTuple):
    """What stands on a label: the code of its artefact, the number with its check digit, and words."""

    code: str
    number: str
    title: str
    maker: str = ""


def address_of(base_url: str, code: str) -> str:
    """Return the address in a code, in capitals as far as they mean the same: such are packed tighter.

    HTTPS://MUSEUM.EXAMPLE.ORG/A/7K3MZ8Q has 25 modules a side at level Q.
    """
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}".upper() + f"{parts.path.rstrip('/')}/A/{code}"


def sheet(labels: Iterable[Label], museum: str, base_url: str, size: str = "30cm") -> bytes:
    """Return a PDF of labels, row by row in their order."""
    from reportlab.pdfgen.canvas import Canvas

    made = io.BytesIO()
    page = (_on_dots(PAGE_WIDTH * MM), _on_dots(PAGE_HEIGHT * MM))
    canvas = Canvas(made, pagesize=page, invariant=True)
    canvas.setTitle(_("Labels of %(museum)s", museum=museum))
    canvas.setAuthor(museum)
    chosen = SIZES[size]
    frame = Frame(museum, base_url, chosen)
    across, down = int((PAGE_WIDTH - 2 * EDGE) // chosen.width), int((PAGE_HEIGHT - 2 * EDGE) // chosen.height)
    for place, label in enumerate(labels):
        on_page = place % (across * down)
        if place and not on_page:
            canvas.showPage()
        left = EDGE + (on_page % across) * chosen.width
        bottom = PAGE_HEIGHT - EDGE - (on_page // across + 1) * chosen.height
        _draw_label(canvas, label, frame, left * MM, bottom * MM)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def modules_of(address: str) -> Sequence[Sequence[int]]:
    """Return the rows of a code, 1 for a dark module; at level Q a quarter of it may be lost."""
    import segno

    return segno.make_qr(address, error="q", boost_error=True).matrix


def _draw_label(canvas: Any, label: Label, frame: Frame, left: float, bottom: float) -> None:
    size = frame.size
    width, height = size.width * MM, size.height * MM
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.75)
    canvas.rect(left, bottom, width, height)
    quiet = _draw_code(canvas, address_of(frame.base_url, label.code), left, bottom, size)
    canvas.setFillGray(0)
    x = left + size.code * MM + 2 * quiet
    room = left + width - x - 2 * MM
    y = bottom + height - size.title * 1.5 - 2 * MM
    for line in wrapped(label.title, room, size.title, size.lines):
        draw(canvas, line, x, y, size.title)
        y -= size.title * 1.3
    for line in wrapped(label.maker, room, size.small, 2):
        draw(canvas, line, x, y, size.small)
        y -= size.small * 1.3
    _draw_foot(canvas, label.number, frame, (x, bottom + 3 * MM, room))


def _draw_foot(canvas: Any, number: str, frame: Frame, place: tuple[float, float, float]) -> None:
    """Draw what helps where no camera does, and what a sticker over the code does not know: number, museum, host."""
    x, y, room = place
    small = frame.size.small
    for said in (urlsplit(frame.base_url).netloc, frame.museum):
        for line in wrapped(said, room, small, 1):
            draw(canvas, line, x, y, small)
            y += small * 1.35
    draw(canvas, number, x, y + small * 0.2, frame.size.title * 1.5)


def _draw_code(canvas: Any, address: str, left: float, bottom: float, size: Size) -> float:
    """Draw a code in the middle of the left side as one shape, and return the width of its quiet zone in points."""
    rows = modules_of(address)
    module = _on_dots(size.code * MM / len(rows))
    quiet = QUIET * module
    left = _on_dots(left)
    top = _on_dots(bottom + (size.height * MM + module * len(rows)) / 2)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        begin = 0
        while begin < len(row):
            end = begin
            while end < len(row) and row[end]:
                end += 1
            if end > begin:
                path.rect(left + quiet + begin * module, top - (down + 1) * module, (end - begin) * module, module)
            begin = end + 1
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    return float(quiet)


def _on_dots(points: float) -> float:
    return max(round(points / DOT), 1) * DOT
