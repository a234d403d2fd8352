"""Labels: what is printed is read again by another program, also from a photograph; and every script prints."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image, ImageFilter
from sqlalchemy import select

from core.database import db
from museum_guide.artefacts.codes import keypad_number
from museum_guide.artefacts.models import Artefact
from museum_guide.labels.scripts import runs, wrapped
from museum_guide.labels.sheets import SIZES, Label, address_of, modules_of, sheet
from tests.modest import EVERYTHING

BASE = "https://museum.example.org"
DOTS = 200


def pages(content: bytes, dots: int = DOTS) -> list[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=dots / 72).to_pil().convert("L") for page in document]


def decoded(picture: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def texts(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.once
@pytest.mark.parametrize(("size", "on_page"), [("30cm", 12), ("60cm", 3), ("1m", 2)])
def test_every_code_is_read_again(size: str, on_page: int) -> None:
    labels = [
        Label(f"7K3MZ8{letter}", keypad_number(101 + place), "Lamp") for place, letter in enumerate("ABCDEFGHJKMNP")
    ]
    content = sheet(labels, "Museum of the Quay", BASE, size)
    shown = pages(content)
    assert len(shown) == -(-len(labels) // on_page)
    found = [text for page in shown for text in decoded(page)]
    assert sorted(found) == [f"HTTPS://MUSEUM.EXAMPLE.ORG/A/{label.code}" for label in labels]
    said = texts(content)
    for label in labels:
        assert label.number in said
    assert said.count("museum.example.org") == said.count("Museum of the Quay") == len(labels)
    assert sheet(labels, "Museum of the Quay", BASE, size) == content


@pytest.mark.once
def test_codes_are_small_and_as_large_as_they_should_be() -> None:
    address = address_of(BASE, "7K3MZ8Q")
    assert (address, len(modules_of(address))) == ("HTTPS://MUSEUM.EXAMPLE.ORG/A/7K3MZ8Q", 29)
    assert len(modules_of("HTTPS://M.EXAMPLE/A/7K3MZ8Q")) == 25
    assert address_of("http://127.0.0.1:8000/site/", "7K3MZ8Q") == "HTTP://127.0.0.1:8000/site/A/7K3MZ8Q"
    for name, size in SIZES.items():
        (page,) = pages(sheet([Label("7K3MZ8Q", "1018", "x" * 500, "y" * 500)], "M" * 200, BASE, name))
        (found,) = zxingcpp.read_barcodes(page)
        corners = found.position
        width = (corners.top_right.x - corners.top_left.x) / DOTS * 25.4
        assert width == pytest.approx(size.code, rel=0.03), name
        # Four modules of light on every side.
        quiet = round(4 * size.code / 29 / 25.4 * DOTS) - 3
        left, top = corners.top_left.x - quiet, corners.top_left.y - quiet
        assert page.crop((left, top, corners.top_left.x - 2, corners.bottom_left.y)).getextrema()[0] > 200


@pytest.mark.once
def test_photographs_of_labels_are_read(tmp_path: Path) -> None:
    """A label of 30 mm at 30 cm fills some 300 dots of a phone's picture: tilted, blurred, noisy, badly lit."""
    dice = random.Random(20240514)
    (page,) = pages(sheet([Label("7K3MZ8Q", "1018", "Lamp")], "Museum of the Quay", BASE), 250)
    label = page.crop((0, 0, page.width // 2, page.height // 5))
    for turn in range(24 if EVERYTHING else 6):
        tilt = dice.uniform(0, 0.08) * label.width
        corners = (0, 0, -tilt, label.height, label.width + tilt, label.height, label.width, tilt / 2)
        photo = label.transform(label.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=210)
        photo = photo.rotate(turn * 61 + dice.uniform(-7, 7), Image.Resampling.BICUBIC, expand=True, fillcolor=210)
        photo = photo.filter(ImageFilter.GaussianBlur(dice.uniform(0.5, 2.0)))
        dark = dice.uniform(0.45, 1.0)
        noise = Image.effect_noise(photo.size, dice.uniform(5, 30))
        photo = Image.blend(photo.point(lambda light, dark=dark: int(30 + light * dark * 0.8)), noise, 0.15)
        photo.save(tmp_path / "photo.jpg", quality=60)
        with Image.open(tmp_path / "photo.jpg") as taken:
            assert decoded(taken) == ["HTTPS://MUSEUM.EXAMPLE.ORG/A/7K3MZ8Q"], turn


@pytest.mark.whole
@pytest.mark.once
def test_titles_in_every_script_leave_ink_that_differs() -> None:
    """No two letters of a script print alike, as they would where the font lacks them and draws boxes."""
    samples = ("ξψ", "жщ", "אש", "عش", "कख", "অখ", "કખ", "ਕਖ", "ಕಖ", "കഖ", "கங", "కఖ", "กข", "東京", "のひ", "한국", "აბ", "աբ", "አበ", "କଖ", "කඛ", "ကခ", "ກຂ", "កខ")  # fmt: skip
    for first, second in samples:
        one, other = (pages(sheet([Label("7K3MZ8Q", "1", letter)], "M", BASE), 100)[0] for letter in (first, second))
        assert one.tobytes() != other.tobytes(), (first, second)
    assert [font for font, _text in runs("東京, Tokyo 2")] == ["cjk", "sans"]
    assert runs("रात, 12") == [("devanagari", "रात"), ("sans", ", 12")]
    assert wrapped("", 100, 10, 3) == []
    lines = wrapped("word " * 100, 100, 10, 3)
    assert (len(lines), lines[-1][-1]) == (3, "…")


def test_a_sheet_of_a_museum(atrium: Callable[..., Any], client: FlaskClient, tmp_path: Path) -> None:
    works = tmp_path / "works.csv"
    works.write_text("id,title,artist,gallery\n" + "".join(f"{n},Work {n},Ann,Room {n % 2}\n" for n in range(14)))
    assert atrium("museum", "import", works, "--museum", "quay").code == 0
    target = tmp_path / "labels.pdf"
    assert atrium("labels", "quay", "-o", target).code == 0
    kept = {row.code: row for row in db.session.scalars(select(Artefact))}
    found = [text for page in pages(target.read_bytes()) for text in decoded(page)]
    assert sorted(text.rpartition("/")[2] for text in found) == sorted(kept)
    for text in found:
        code = text.rpartition("/")[2]
        answer = client.get(text.removeprefix("HTTP://LOCALHOST"), follow_redirects=True)
        assert kept[code].title in answer.text
        assert keypad_number(kept[code].number) in texts(target.read_bytes())
    assert atrium("labels", "quay", "-o", target, "--room", "room-1").code == 0
    assert len([text for page in pages(target.read_bytes()) for text in decoded(page)]) == 7
    assert atrium("labels", "nowhere", "-o", target).code == 1
    assert atrium("labels", "quay", "-o", tmp_path / "no" / "folder.pdf").code == 1
    assert json.loads(atrium("museum", "import", works, "--museum", "quay", "--json").out)["unchanged"] == 14
