"""CSV as people have it: other words above the columns, other signs between them, names instead of ids."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from core.archive.report import Report
from core.errors import Refused
from tests.importing.conftest import Lines

Bring = Callable[..., Report]
There = Callable[[], Lines]
MEMBERS = 'ID;User name;E-Mail;Registered;About\n7;Ana;ana@secret.example;2020-01-02;"polishes; brass"\n8;=Größe();;2020-01-03 9:30;\n'
QUESTIONS = (
    "Question ID,Subject,Text,Asked by,Created at,Keywords,Votes,View count,URL\n"
    '1,Why?,"Because\n\nof ""rain"", I think",ana,2020-02-01,"rain, wind",3,12,https://old.example/ask/1\n'
    "2,How?,,somebody@secret.example,2020-02-02 10:00:00,,,,/ask/2\n"
)
ANSWERS = "id,question,text,author,date,solution\n1a,1,Level it.,Newcomer Ned,2020-02-03T10:00:00+02:00,yes\n"
IDEAS = (
    "title,description,author,created,status\nA bell,Rings,7,2020-03-01,planned\nA bell,Rings,=Größe(),2020-03-02,\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of CSV, each file written in a way of its own."""
    made = tmp_path / "old forum"
    made.mkdir()
    (made / "members.csv").write_text(MEMBERS, encoding="cp1252")
    (made / "questions.csv").write_text("\ufeff" + QUESTIONS)
    (made / "answers.tsv").write_text(ANSWERS.replace(",", "\t"), encoding="utf-16")
    (made / "ideas.csv").write_text(IDEAS)
    return made


def test_everything_finds_its_place(folder: Path, bring: Bring, there: There, tmp_path: Path) -> None:
    (folder / "questions.csv").write_text(QUESTIONS.replace("Question ID", "id"))
    report = bring(folder)
    assert (report.errors, report.unknown_fields, report.source) == ([], {}, "old-forum")
    lines = there()

    assert "secret.example" not in json.dumps(lines)
    people = {line["name"]: line for line in lines["member"]}
    assert people["Ana"] == {"id": "7", "name": "Ana", "joined": "2020-01-02T00:00:00Z", "about": "polishes; brass"}
    assert sorted(people) == ["=Größe()", "Ana", "Member", "Newcomer Ned"]
    first, second = lines["question"]
    assert (
        first.items()
        >= {
            "id": "1",
            "title": "Why?",
            "author": "7",
            "body": 'Because\n\nof "rain", I think',
            "created": "2020-02-01T00:00:00Z",
            "tags": ["rain", "wind"],
            "score": 3,
            "views": 12,
        }.items()
    )
    assert second["author"] == people["Member"]["id"] != "somebody@secret.example"
    (answer,) = lines["answer"]
    assert answer.items() >= {"question": "1", "accepted": True, "created": "2020-02-03T08:00:00Z"}.items()
    assert [(line["author"], line.get("status")) for line in lines["idea"]] == [("7", "planned"), ("8", None)]
    assert [line["path"] for line in lines["address"]] == ["/ask/1", "/ask/2"]
    assert bring(folder).total("stored") == 0


def test_addresses_of_mail_come_when_asked_for(folder: Path, bring: Bring, there: There) -> None:
    (folder / "questions.csv").write_text(QUESTIONS.replace("Question ID", "id"))
    bring(folder, emails=True)
    assert [line["email"] for line in there()["member"] if "email" in line] == ["ana@secret.example"]


@pytest.mark.once
def test_a_mapping_says_what_the_columns_mean(tmp_path: Path, bring: Bring, there: There) -> None:
    (tmp_path / "fragen.csv").write_text("Nr/Titel/Wann/Egal\n5/Warum?/2020-02-01/x\n")
    mapping = tmp_path / "mapping.json"
    told = {
        "type": "question",
        "delimiter": "/",
        "columns": {"Nr": "id", "Titel": "title", "Wann": "created", "Egal": None},
    }
    mapping.write_text(json.dumps({"fragen": told}))

    report = bring(tmp_path / "fragen.csv", mapping=mapping)
    assert (report.errors, report.unknown_fields) == ([], {})
    assert [(line["id"], line["title"]) for line in there()["question"]] == [("5", "Warum?")]


@pytest.mark.once
def test_what_is_wrong_is_told_with_line_field_and_reason(tmp_path: Path, bring: Bring) -> None:
    rows = ['1,"two\nlines",x,2020-01-01,abc,', "2,ok,x,soon,3,", "3,ok,x,2020-01-01,3,4,5", '4,"never closed']
    (tmp_path / "questions.csv").write_text("id,title,body,created,score,mood\n" + "\n".join(rows))
    report = bring(tmp_path)

    assert [(found.line, found.field, found.reason) for found in report.errors] == [
        (2, "score", "is not a whole number"),
        (4, "created", "is not a time such as 2024-05-31T09:30:00Z"),
        (5, None, "has 7 cells for 6 columns"),
        (6, None, "cannot be read: unexpected end of data"),
    ]
    assert report.total("stored") == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "text", "mapping", "reason"),
    [
        ("stuff.csv", "a,b\n1,2\n", None, "nothing says what the rows of stuff.csv are"),
        ("questions.csv", "title,subject\nx,y\n", None, "two columns mean 'title'"),
        ("questions.csv", "title\nx\n", "[1]", "is not a mapping"),
        ("questions.csv", "title\nx\n", '{"questions": {"colour": 1}}', "is not a mapping"),
        ("questions.csv", "title\nx\n", '{"questions": {"encoding": "klingon"}}', "is not an encoding"),
    ],
)
def test_what_cannot_be_understood_says_what_to_do(
    name: str, text: str, mapping: str | None, reason: str, tmp_path: Path, bring: Bring
) -> None:
    (tmp_path / name).write_text(text)
    told = tmp_path / "mapping.json"
    if mapping:
        told.write_text(mapping)
    with pytest.raises(Refused, match=reason):
        bring(tmp_path / name, mapping=told if mapping else None)
