"""Who may call which endpoint of museums and artefacts, and what fills its address; by hand, apart from the code."""

# Open to everybody; what it shows still decides.
EVERYBODY = {
    "museums.museums": "",
    "museums.museum": "museum",
    "museums.works": "museum",
    "museums.room": "room",
    "museums.floor": "floor",
    "museums.plan": "floor",
    "museums.keypad": "museum",
    "museums.collection": "museum",
    "museums.contents": "room",
    "artefacts.artefact": "artefact",
    "artefacts.label": "artefact",
    "artefacts.manifest": "artefact",
    "artefacts.picture": "picture",
    "artefacts.file": "picture",
    "artefacts.zoom": "picture",
    "artefacts.sound": "sound",
}
SIGNED_IN = {"artefact_questions.ask": "artefact"}
# For curators, each in their own museum; of the roles of the matrix only administrators keep museums.
KEEPERS = {
    "museum_desk.new": "",
    "museum_desk.desk": "museum",
    "museum_desk.edit": "museum",
    "museum_desk.new_room": "museum",
    "museum_desk.edit_room": "room",
    "museum_desk.edit_floor": "floor",
    "artefact_desk.new": "museum",
    "artefact_desk.edit": "artefact",
    "artefact_desk.texts": "artefact",
    "artefact_desk.titles": "artefact",
    "artefact_desk.facts": "artefact",
    "artefact_media.media": "artefact",
    "artefact_media.new_picture": "artefact",
    "artefact_media.edit_picture": "picture",
    "artefact_media.new_sound": "artefact",
    "artefact_media.first": "picture",
    "artefact_media.remove_picture": "picture",
    "artefact_media.remove_sound": "sound",
}
