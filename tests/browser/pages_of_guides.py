"""Every page of guides, with the role of whoever opens it: endpoint, address, reader, status, form."""

from typing import Any

from tests.browser.pages_of_museums import ADMINISTRATOR, MEMBER, SIGNED_OUT

DESK = "/museums/{museum}/desk/guides"
SHOWN: list[tuple[Any, ...]] = [
    ("guides.guide", "/guides/{guide}"),
    ("guides.guide", "/guides/{guide}?digits=000000", MEMBER),
    ("guides.guide", "/guides/0000000", SIGNED_OUT, 404),
    ("guides.of_museum", "/museums/{museum}/guides"),
    ("guides.check", "/guides/check"),
    ("guides.check", "/guides/check?certificate=1.2.3"),
    ("guide_tours.mine", "/guides/mine", MEMBER),
    ("guide_tours.tours", "/guides/tours"),
    ("guide_desk.guides", DESK, ADMINISTRATOR),
    ("guide_desk.issue", f"{DESK}/new", ADMINISTRATOR),
    ("guide_desk.guide", f"{DESK}/{{guide}}", ADMINISTRATOR),
]
NOT_SHOWN = {"guides.photo": "a file", "guides.keys": "JSON", "guides.revoked": "JSON"}
