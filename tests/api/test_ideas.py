"""Ideas and their areas through the interface, by the rules of the pages."""

from collections.abc import Callable

from contributions.models import Space
from tests.api.conftest import Program
from tests.people import Person

Start = Callable[..., Program]
WORDS = {"title": "A lamp in the barograph", "body": "So that one can read it at night, from bed."}


def test_ideas_are_posted_changed_and_chosen(
    program: Start, alice: Person, bob: Person, staff: Person, public_space: Space, staff_space: Space
) -> None:
    keeper, writer, reader = program(staff, "read", "staff"), program(alice, "read", "write"), program()
    sent = {"name": "The house", "space": public_space.id, "statuses": "Heard: open\nDone: delivered"}
    assert writer.call("POST", "/areas", sent).status_code == 403
    made = keeper.call("POST", "/areas", sent)
    assert (made.status_code, [one["key"] for one in made.json["statuses"]]) == (201, ["heard", "done"])
    secret = keeper.call("POST", "/areas", {"name": "Plans", "space": staff_space.id}).json["number"]
    area = made.json["number"]
    assert [one["number"] for one in reader.get("/areas")["results"]] == [area]
    changed = keeper.call("PUT", f"/areas/{area}", {**sent, "description": "Rooms."})
    assert (changed.status_code, reader.get(f"/areas/{area}")["description"]) == (200, "Rooms.")
    assert reader.call("GET", f"/areas/{secret}").status_code == 404

    assert list(writer.call("POST", "/ideas", WORDS).json["errors"]) == ["area"]
    assert writer.call("POST", "/ideas", {**WORDS, "area": secret}).status_code == 404
    first = writer.call("POST", "/ideas", {**WORDS, "area": area, "problem": "It is *dark*."}).json["number"]
    second = writer.call("POST", "/ideas", {**WORDS, "space": public_space.id, "parents": [first]}).json["number"]
    shown = reader.get(f"/ideas/{first}")
    assert (shown["status"], shown["phase"], shown["area"], shown["problem"]) == (
        "heard",
        "open",
        area,
        "It is *dark*.",
    )
    assert "<em>dark</em>" in shown["problem_html"]
    assert (reader.get(f"/ideas/{second}")["parents"], shown["parents"]) == ([first], [])
    for query, found in ((f"area={area}", [first]), ("phase=open", [second, first]), ("status=done", [])):
        assert [one["number"] for one in reader.get(f"/ideas?{query}")["results"]] == found, query

    edited = writer.call("PATCH", f"/ideas/{first}", {"problem": "It is dim."})
    assert edited.status_code == 200
    again = reader.get(f"/ideas/{first}")
    assert (again["problem"], again["title"]) == ("It is dim.", WORDS["title"]), "what is not sent stays"
    assert writer.call("PATCH", f"/ideas/{first}", {"problem": "It is grey."}).status_code == 409
    assert program(bob, "write").call("PATCH", f"/ideas/{first}", {"title": "A lamp of mine"}).status_code == 403
