"""What a page says to programs about the thing that it shows, in the words of schema.org, as JSON-LD."""

from collections.abc import Mapping
from typing import Any

import orjson
from markupsafe import Markup

# None of these may stand in a script element; JSON has another way to write each.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


def linked_data(thing: Mapping[str, Any]) -> Markup:
    """Return an element that browsers show to nobody and run in no way; what has no value is left out."""
    said = {"@context": "https://schema.org", **with_value(thing)}
    text = orjson.dumps(said).decode().translate(ESCAPES)
    return Markup('<script type="application/ld+json">%s</script>') % Markup(text)  # noqa: S704


def with_value(thing: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mapping without what is empty."""
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
