"""Who may call which endpoint of the curators' part of the museum guide, by hand and apart from the code."""

# Open to everybody.
EVERYBODY = {"places.nearby": ""}
# For curators of some museum; which, the museum's own tests try.
CURATORS = {
    "importing.files": "museum",
    "importing.run": "museum",
    "labels.labels": "museum",
    "labels.pdf": "museum",
}
# For administrators.
KEEPERS = {"keepers.keepers": "museum", "keepers.remove": "museum"}
