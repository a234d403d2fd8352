"""Collections come in: whatever writes them, no row is lost or silently changed, and a second time nothing happens."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.database import db
from museum_guide.artefacts.models import Artefact, ArtefactText, Picture, Placement, Subject
from museum_guide.importing import xlsx_tables
from museum_guide.importing.encodings import encoding_of
from museum_guide.importing.making import Maker
from museum_guide.importing.mapping import Columns
from museum_guide.importing.tables import Raw
from museum_guide.models import Building, Floor, Museum, Place, Room
from tests.modest import modest
from tests.museum_guide.collections import ROWS, as_csv

DATA = Path(os.environ.get("ATRIUM_TEST_DATA", "")) / "museums"
real = pytest.mark.skipif(not DATA.is_dir(), reason="ATRIUM_TEST_DATA names no museums")


@pytest.fixture
def bring(atrium: Callable[..., Any], tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Bring a file in and return its report."""

    def run(content: bytes, *more: object, name: str = "works.csv", code: int = 0) -> dict[str, Any]:
        path = tmp_path / name
        path.write_bytes(content)
        ran = atrium("museum", "import", path, "--museum", "quay", *more, "--json")
        assert ran.code == code, ran.err
        report = json.loads(ran.out)
        counted = sum(report[count] for count in ("stored", "changed", "unchanged", "duplicates", "refused"))
        assert report["read"] == counted
        return report

    return run


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def titles() -> list[str]:
    return list(db.session.scalars(select(Artefact.title).order_by(Artefact.number)))


def test_a_row_is_kept_whole(bring: Callable[..., dict[str, Any]], client: FlaskClient) -> None:
    report = bring(as_csv(ROWS))
    assert (report["stored"], report["refused"], report["rooms"], report["kept_beside"]) == (3, 0, 2, ["Insured"])
    lamp, mother, odd = db.session.scalars(select(Artefact).order_by(Artefact.number))
    assert (lamp.number, lamp.import_key, lamp.maker, lamp.made) == (101, "7", "Anna Smith; Bo Smith", "1880-1882")
    assert (lamp.year_from, lamp.year_to, lamp.state) == (1880, 1882, "published")
    assert lamp.more == {"Artist": "Anna Smith|Bo Smith", "Description": ROWS[1][5], "Insured": "A widow"}
    assert (odd.title, odd.maker) == ("=SUM(A1:A2)", "")
    assert odd.more == {"Artist": "NULL", "Image URL": "javascript:alert(1)", "Insured": "@widow"}
    story = db.session.get_one(ArtefactText, (lamp.id, "en", "story"))
    assert (story.body, story.words) == ("Lit **once**.", 2)
    assert db.session.scalars(select(Picture.url)).all() == ["https://x.example.org/8.jpg"]
    assert db.session.scalars(select(Room.name).order_by(Room.position)).all() == ["Room 2", "Room 10"]
    assert db.session.scalars(select(Floor.name)).all() == ["Ground floor"]
    museum = db.session.scalars(select(Museum)).one()
    assert (museum.slug, museum.name, museum.published) == ("quay", "Quay", True)
    assert "Mère Grégoire" in client.get(f"/museums/quay/{mother.number}").text
    assert [row["line"] for row in report["rows"]] == [5]


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "name"),
    [
        (as_csv(ROWS, encoding="utf-8-sig"), "bom.csv"),
        (as_csv(ROWS, ";", "cp1252"), "semicolon.csv"),
        (as_csv(ROWS, "\t", "utf-16"), "excel.txt"),
        (as_csv(ROWS, ",", "mac_roman"), "old.csv"),
        (b"sep=;\r\n" + as_csv(ROWS, ";"), "sep.csv"),
        (b"Our works,,,,,,,\r\n,,,,,,,\r\n" + as_csv(ROWS), "banner.csv"),
        (as_xlsx([[cell if cell != "7" else 7 for cell in row] for row in ROWS]), "works.xlsx"),
        (json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]).encode(), "works.json"),
        (json.dumps({"total": 3, "records": [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]}).encode(), "api"),
        ("\n".join(json.dumps(dict(zip(ROWS[0], row, strict=True))) for row in ROWS[1:]).encode(), "works.jsonl"),
    ],
    ids=["BOM", "cp1252", "UTF-16", "Mac", "sep", "banner", "xlsx", "json", "nested", "lines"],
)  # fmt: skip
def test_every_form_says_the_same(bring: Callable[..., dict[str, Any]], content: bytes, name: str) -> None:
    report = bring(content, name=name)
    assert (report["stored"], report["refused"]) == (3, 0)
    # What the workbook has no result of, an artefact has no title by.
    assert titles()[:2] == ["Lamp of the *Linnet*", "Mère Grégoire"]
    assert (titles()[2] == "=SUM(A1:A2)") or name == "works.xlsx"
    again = bring(content, name=name)
    assert (again["unchanged"], again["stored"], again["changed"]) == (3, 0, 0)


def test_again_changes_only_what_changed(bring: Callable[..., dict[str, Any]]) -> None:
    bring(as_csv(ROWS))
    before = list(db.session.execute(select(Artefact.code, Artefact.number).order_by(Artefact.number)))
    lamp = db.session.scalars(select(Artefact).where(Artefact.import_key == "7")).one()
    lamp.title = "Put right by hand"
    db.session.commit()
    assert bring(as_csv(ROWS))["unchanged"] == 3
    assert titles()[0] == "Put right by hand"

    moved = [list(row) for row in ROWS]
    moved[2][4], moved[2][5] = "Room 11", "Three lines"
    assert bring(as_csv([moved[0], moved[3], moved[2]]), "--dry-run")["changed"] == 1
    report = bring(as_csv([moved[0], moved[3], moved[2]]))
    assert (report["changed"], report["unchanged"], report["rooms"]) == (1, 1, 1)
    after = list(db.session.execute(select(Artefact.code, Artefact.number).order_by(Artefact.number)))
    assert after == before
    stands = select(Room.name).join(Placement, Placement.room_id == Room.id).where(Placement.until.is_(None))
    assert sorted(db.session.scalars(stands)) == ["Room 10", "Room 11", "Room 2"]
    assert db.session.scalar(select(func.count()).select_from(ArtefactText)) == 2


def test_faults_are_told_with_their_lines(bring: Callable[..., dict[str, Any]]) -> None:
    lines = [
        "id,title,maker,url",
        '1,"A title',
        'over two lines",Ann,https://x.example.org/1',
        "1,Another title,Ann,",
        "2,Short",
        "3,Long,Ann,,beyond",
        '1,"A title',
        'over two lines",Ann,https://x.example.org/1',
        "4,,Ann,not an address",
        "",
        f"5,{'t' * 300},Ann,",
    ]
    report = bring("\r\n".join(lines).encode())
    told = {row["line"]: row["what"] for row in report["rows"]}
    assert "'1' of line 2" in told[4]
    assert "has 2 of 4 cells" in told[5]
    assert "beyond is kept" in told[6]
    assert "says the same as line 2" in told[7]
    assert "no address of the web" in told[9]
    assert "has no title" in told[9]
    assert (report["stored"], report["duplicates"], report["refused"]) == (5, 1, 1)
    assert titles()[0] == "A title over two lines"
    long = db.session.scalars(select(Artefact).where(Artefact.import_key == "3")).one()
    assert long.more == {"column 5": "beyond"}
    assert bring("\r\n".join(lines).encode())["unchanged"] == 5


@pytest.mark.once
def test_what_is_no_table_is_refused_in_a_line(
    atrium: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", b" " * 30_000_000)
    cases = {
        "empty.csv": b"",
        "blank.csv": b"\r\n \r\n",
        "broken.json": b'[{"title": "a"},',
        "bomb.xlsx": bomb.getvalue(),
        "cut.xlsx": as_xlsx(ROWS)[:900],
        "picture.csv": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        "numbers.csv": b"1,2,3\r\n4,5,6\r\n",
        "huge.csv": b"id,title\r\n" + b"x" * (50 * 1024 * 1024),
    }
    for name, content in cases.items():
        path = tmp_path / name
        path.write_bytes(content)
        ran = atrium("museum", "import", path, "--museum", "quay", "--json")
        assert (ran.code, ran.out) == (1, ""), name
        assert ran.err.count("\n") == 1, (name, ran.err)
        path.unlink()
    assert atrium("museum", "import", tmp_path / "gone.csv", "--museum", "quay").code == 1
    good = tmp_path / "works.csv"
    good.write_bytes(as_csv(ROWS))
    assert atrium("museum", "import", good).code == 2
    assert atrium("museum", "import", good, "--museum", "Not An Address").code == 1
    monkeypatch.setattr(xlsx_tables, "MOST_ROWS", 2)
    book = tmp_path / "long.xlsx"
    book.write_bytes(as_xlsx(ROWS))
    report = json.loads(atrium("museum", "import", book, "--museum", "quay", "--json").out)
    assert (report["stored"], report["refused"]) == (2, 1)


def test_formulas_count_by_their_results(bring: Callable[..., dict[str, Any]]) -> None:
    report = bring(as_xlsx([["id", "title", "sum"], [1, "A", "=1+1"], [2, "=CONCAT(A1)", ""]]), name="book.xlsx")
    assert [row["line"] for row in report["rows"]] == [2, 3]
    assert "has no result" in report["rows"][0]["what"]
    first = db.session.scalars(select(Artefact).where(Artefact.import_key == "1")).one()
    assert first.more["sum"] == "=1+1"


def test_a_mapping_is_told_once(bring: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    rows = [["ref", "what it is", "who", "Titre_fr"], ["a1", "Lamp", "Smith", "Lampe"], ["a2", "Net", "Jones", "Filet"]]
    mapping = tmp_path / "mapping.json"
    mapping.write_text(
        json.dumps({"columns": {"ref": "key", "what it is": "title", "who": None, "Titre_fr": "title:fr"}})
    )
    report = bring(as_csv(rows), "--mapping", mapping)
    assert report["columns"] == {"ref": "key", "what it is": "title", "Titre_fr": "title:fr"}
    again = bring(as_csv(rows))
    assert (again["columns"], again["unchanged"]) == (report["columns"], 2)
    wrong = json.dumps({"columns": {"ref": "colour"}})
    mapping.write_text(wrong)
    path = tmp_path / "works.csv"
    assert bring(as_csv(rows))["read"] == 2
    assert path.exists()


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=60)


@pytest.mark.once
@modest
@given(
    cells=st.dictionaries(st.sampled_from("abcdefgh"), CELLS, min_size=1),
    meant=st.dictionaries(
        st.sampled_from("abcdefgh"),
        st.sampled_from(["title", "maker", "made", "year_from", "size", "size:measure", "rights", "page", "picture", "subject", "room", "text:story", "title:de", "key"]),
    ),
)  # fmt: skip
def test_nothing_that_a_row_says_is_lost(cells: dict[str, str], meant: dict[str, str]) -> None:
    """Every cell is found again word for word, but for blanks around it: in a field, or among the rest."""
    original = {name: value for name, value in cells.items() if value.strip()}
    made = Maker(Columns(meant), "en").make(Raw(2, {name: [value] for name, value in original.items()}, original))
    found = [*map(str, made.fields.values()), *made.titles.values(), *made.texts.values(), *made.pictures, made.key]
    found += [made.room, str(made.number)]
    for name, value in original.items():
        assert made.more.get(name) == value or value.strip() in found, (name, value)
    assert made.fields["title"]


@pytest.mark.once
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "mac_roman", "utf-16", "utf-16-le", "utf-8-sig"])
def test_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    text = "Numéro;Künstler;Größe\n1;“Zoë’s” – Mère Grégoire à l’été;12 × 8 cm\n2;Señor Muñoz, Åse Øby;œuvre\n" * 3
    path = tmp_path / "text.csv"
    path.write_bytes(text.encode(encoding, errors="ignore"))
    assert path.read_bytes().decode(encoding_of(path)).lstrip("\ufeff") == text.encode(
        encoding, errors="ignore"
    ).decode(encoding).lstrip("\ufeff")


def test_rooms_come_as_a_tree_and_as_a_list(bring: Callable[..., dict[str, Any]]) -> None:
    head = ["locationkey", "locationtype", "description", "partof", "mapshapecoords"]
    tree = [
        head,
        ["r2", "room", "West Wing, Main Floor - Gallery 2", "f1", "10,20,40,60"],
        ["f1", "floor", "West Wing, Main Floor", "w", ""],
        ["w", "building", "West Wing", "", ""],
        ["r3", "room", "West Wing, Main Floor - Niche", "f1", "1,2,3"],
        ["r4", "room", "Lost", "nowhere", ""],
        ["x", "fountain", "Wet", "w", ""],
    ]
    bring(as_csv(ROWS))
    report = bring(as_csv(tree), name="rooms.csv")
    assert (report["kind"], report["stored"], report["refused"]) == ("rooms", 4, 2)
    room = db.session.scalars(select(Room).where(Room.source_key == "r2")).one()
    assert (room.name, room.x, room.y, room.width, room.height) == ("Gallery 2", 10, 20, 30, 40)
    assert db.session.get_one(Floor, room.floor_id).name == "Main Floor"
    assert bring(as_csv(tree), name="rooms.csv")["unchanged"] == 4

    listed = bring(as_csv([["gallery", "wing"], ["Room 2", "East Wing"], ["Room 3", "East Wing"], ["Room 3", ""]]))
    assert (listed["stored"], listed["changed"], listed["duplicates"]) == (1, 1, 1)
    wing = db.session.scalars(select(Building).where(Building.name == "East Wing")).one()
    floors = select(Floor.id).where(Floor.building_id == wing.id)
    assert sorted(db.session.scalars(select(Room.name).where(Room.floor_id.in_(floors)))) == ["Room 2", "Room 3"]


def test_places_come_in_by_command_alone(atrium: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        "id,name,lat,lon,coord_quality\na,Fort,10.5,20,approximate\nb,Nowhere,95,20,\na,Twice,1,1,\nc,,1,1,\n"
    )
    ran = atrium("museum", "import", path, "--json")
    report = json.loads(ran.out)
    assert (report["kind"], report["stored"], report["refused"]) == ("places", 1, 3)
    place = db.session.scalars(select(Place)).one()
    assert (place.name, place.latitude, place.approximate) == ("Fort", 10.5, True)
    assert json.loads(atrium("museum", "import", path, "--json").out)["unchanged"] == 1


@real
def test_real_collections(atrium: Callable[..., Any], client: FlaskClient) -> None:
    """Every row of the real files stands there afterwards, browsable, and a second time nothing happens."""
    for name, museum, rows in (("cmoa_artefacts.csv", "cmoa", 476), ("tate_artefacts.json", "tate", 470)):
        first = json.loads(atrium("museum", "import", DATA / name, "--museum", museum, "--json").out)
        assert (first["read"], first["stored"], first["refused"]) == (rows, rows, 0)
        second = json.loads(atrium("museum", "import", DATA / name, "--museum", museum, "--json").out)
        assert (second["unchanged"], second["changed"], second["stored"]) == (rows, 0, 0)
        assert client.get(f"/museums/{museum}").status_code == 200
    with (DATA / "cmoa_artefacts.csv").open(encoding="utf-8", newline="") as file:
        cells = {row["source_id"]: row for row in csv.DictReader(file)}
    kept = {row.import_key: row for row in db.session.scalars(select(Artefact)) if row.import_key in cells}
    urls = set(db.session.scalars(select(Picture.url)))
    rooms = set(db.session.scalars(select(Room.name)))
    for key, row in cells.items():
        made = kept[key]
        told = {str(getattr(made, column.key)) for column in Artefact.__table__.c} | urls | rooms
        for name, value in row.items():
            assert not value.strip() or made.more.get(name) == value or value.strip() in told, (key, name)
    assert len(rooms) == 34
    assert db.session.scalar(select(func.count()).select_from(Subject)) > 3000
