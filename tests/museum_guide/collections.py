"""A small collection for tests, with what collections bring along: lists, HTML, formulas and worse in cells."""

import csv
import io

ROWS = [
    ["Object ID", "Title", "Artist", "Date", "Gallery", "Description", "Image URL", "Insured"],
    ["7", "Lamp of the *Linnet*", "Anna Smith|Bo Smith", "1880-1882", "Room 10", "<p>Lit <b>once</b>.</p>", "", "A widow"],
    ["8", "Mère Grégoire", "Zoë", "about 1900", "Room 2", "Two\nlines", "https://x.example.org/8.jpg", ""],
    ["9", "=SUM(A1:A2)", "NULL", "", "Room 2", "", "javascript:alert(1)", "@widow"],
]  # fmt: skip


def as_csv(rows: list[list[str]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode(encoding)
