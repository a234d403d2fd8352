"""Who may call which endpoint of the museum guide: its part of the one table that `access.py` holds."""

from accounts.guard import Access

ANYONE = Access.ANYONE
CURATOR = Access.CURATOR

MUSEUM_GUIDE: dict[str, Access] = {
    # What visitors see; what belongs to a draft or needs a ticket, queries and rules decide.
    "museums.museums": ANYONE,
    "museums.museum": ANYONE,
    "museums.works": ANYONE,
    "museums.room": ANYONE,
    "museums.floor": ANYONE,
    "museums.plan": ANYONE,
    "museums.keypad": ANYONE,
    "museums.collection": ANYONE,
    "museums.contents": ANYONE,
    "artefacts.artefact": ANYONE,
    "artefacts.label": ANYONE,
    "artefacts.manifest": ANYONE,
    "artefacts.picture": ANYONE,
    "artefacts.file": ANYONE,
    "artefacts.zoom": ANYONE,
    "artefacts.sound": ANYONE,
    # Keeping a museum; whose it is, rules and queries decide.
    "museum_desk.new": Access.ADMINISTRATOR,
    "museum_desk.desk": CURATOR,
    "museum_desk.edit": CURATOR,
    "museum_desk.new_room": CURATOR,
    "museum_desk.edit_room": CURATOR,
    "museum_desk.edit_floor": CURATOR,
    "artefact_desk.new": CURATOR,
    "artefact_desk.edit": CURATOR,
    "artefact_desk.texts": CURATOR,
    "artefact_desk.titles": CURATOR,
    "artefact_desk.facts": CURATOR,
    "artefact_media.media": CURATOR,
    "artefact_media.new_picture": CURATOR,
    "artefact_media.edit_picture": CURATOR,
    "artefact_media.new_sound": CURATOR,
    "artefact_media.first": CURATOR,
    "artefact_media.remove_picture": CURATOR,
    "artefact_media.remove_sound": CURATOR,
    "artefact_questions.ask": Access.MEMBER,
    "api.museums": ANYONE,
    "api.museum": ANYONE,
    "api.works": ANYONE,
    "api.work": ANYONE,
    "api.ask_of_work": Access.TOKEN,
}
# What is near, and the desks of curators and administrators.
MUSEUM_GUIDE |= {
    "places.nearby": ANYONE,
    "api.nearby": ANYONE,
    "importing.files": Access.CURATOR,
    "importing.run": Access.CURATOR,
    "labels.labels": Access.CURATOR,
    "labels.pdf": Access.CURATOR,
    "keepers.keepers": Access.ADMINISTRATOR,
    "keepers.remove": Access.ADMINISTRATOR,
}
