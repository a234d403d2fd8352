"""What a column may mean, in the words of a curator."""

from core.translation import gettext as _


def choices() -> list[tuple[str, str]]:
    """Return the meanings to choose from; the first one keeps a column as it is."""
    return [
        ("", _("kept as it is")),
        ("title", _("Title")),
        ("maker", _("Maker")),
        ("made", _("Date, in words")),
        ("year_from", _("First year")),
        ("year_to", _("Last year")),
        ("medium", _("Material and technique")),
        ("size", _("Size, in words")),
        ("size:measure", _("One measure")),
        ("classification", _("Kind of object")),
        ("department", _("Department")),
        ("period", _("Period")),
        ("room", _("Room")),
        ("floor", _("Floor")),
        ("building", _("Building")),
        ("text:label", _("Text of the label")),
        ("text:story", _("Story")),
        ("text:scholar", _("Text for scholars")),
        ("text:description", _("Description for those who cannot see it")),
        ("picture", _("Addresses of pictures")),
        ("page", _("Page elsewhere")),
        ("subject", _("Subjects")),
        ("movement", _("Movements")),
        ("place", _("Places")),
        ("accession", _("Inventory number")),
        ("number", _("Number on the keypad")),
        ("credit", _("Credit line")),
        ("provenance", _("Provenance")),
        ("rights", _("Rights")),
        ("key", _("What tells rows apart")),
    ]
