"""Pages of what is near and of the desks of curators: endpoint, path, reader, status, and the form to send empty."""

ADMINISTRATOR = "administrator"
SHOWN = (
    ("places.nearby", "/nearby"),
    ("places.nearby", "/nearby?town=Nowhere"),
    ("places.nearby", "/nearby?lat=91&lon=0", ADMINISTRATOR, 422),
    ("keepers.keepers", "/museums/nowhere/desk/keepers", ADMINISTRATOR, 404),
    ("importing.files", "/museums/nowhere/desk/import", ADMINISTRATOR, 404),
    ("importing.run", "/museums/nowhere/desk/import/1", ADMINISTRATOR, 404),
    ("labels.labels", "/museums/nowhere/desk/labels", ADMINISTRATOR, 404),
)
NO_PAGES = {"labels.pdf": "a PDF"}
