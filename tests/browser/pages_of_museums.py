"""Every page of the museum guide, with the role of whoever opens it: endpoint, address, reader, status, form."""

from typing import Any

SIGNED_OUT, MEMBER, ADMINISTRATOR = "signed out", "member", "administrator"
FORM = "main form[method=post]"
WORK = "/museums/{museum}/{work}"
SHOWN: list[tuple[Any, ...]] = [
    ("museums.museums", "/museums"),
    ("museums.museum", "/museums/{museum}"),
    ("museums.museum", "/museums/{museum}?language=de", ADMINISTRATOR),
    ("museums.works", "/museums/{museum}/works?q=lamp"),
    ("museums.works", "/museums/{museum}/works?q=zqxj", MEMBER),
    ("museums.room", "/museums/{museum}/rooms/lamps"),
    ("museums.floor", "/museums/{museum}/floors/{floor}"),
    ("museums.keypad", "/museums/{museum}/keypad"),
    ("museums.keypad", "/museums/{museum}/keypad?number=170", SIGNED_OUT, 422),
    ("artefacts.artefact", WORK),
    ("artefacts.artefact", f"{WORK}?language=de&depth=scholar", ADMINISTRATOR),
    ("artefacts.artefact", "/museums/{museum}/18"),
    ("artefacts.label", "/a/7k3mz8q"),
    ("artefacts.zoom", f"{WORK}/pictures/{{picture}}"),
    ("artefact_questions.ask", f"{WORK}/ask?claim=yes", MEMBER),
    ("artefact_questions.ask", f"{WORK}/ask", MEMBER, 422, FORM),
    ("museum_desk.new", "/museums/new", ADMINISTRATOR),
    ("museum_desk.new", "/museums/new", ADMINISTRATOR, 422, FORM),
    ("museum_desk.desk", "/museums/{museum}/desk", ADMINISTRATOR),
    ("museum_desk.edit", "/museums/{museum}/edit", ADMINISTRATOR),
    ("museum_desk.new_room", "/museums/{museum}/rooms/new", ADMINISTRATOR),
    ("museum_desk.edit_room", "/museums/{museum}/rooms/lamps/edit", ADMINISTRATOR),
    ("museum_desk.edit_floor", "/museums/{museum}/floors/{floor}/edit", ADMINISTRATOR),
    ("artefact_desk.new", "/museums/{museum}/works/new", ADMINISTRATOR),
    ("artefact_desk.edit", f"{WORK}/edit", ADMINISTRATOR),
    ("artefact_desk.texts", f"{WORK}/texts", ADMINISTRATOR),
    ("artefact_desk.titles", f"{WORK}/titles?language=de", ADMINISTRATOR),
    ("artefact_desk.facts", f"{WORK}/facts", ADMINISTRATOR),
    ("artefact_media.media", f"{WORK}/media", ADMINISTRATOR),
    ("artefact_media.new_picture", f"{WORK}/media/pictures/new", ADMINISTRATOR),
    ("artefact_media.edit_picture", f"{WORK}/media/pictures/{{picture}}", ADMINISTRATOR),
    ("artefact_media.new_sound", f"{WORK}/media/sounds/new", ADMINISTRATOR),
]
NOT_SHOWN = {
    "museums.plan": "a file",
    "museums.collection": "JSON",
    "museums.contents": "JSON",
    "artefacts.manifest": "JSON",
    "artefacts.picture": "JSON",
    "artefacts.file": "a file",
    "artefacts.sound": "a file",
}
