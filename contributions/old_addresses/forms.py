"""The one form in which an old address is kept: what other forums put around the number in it does not count."""

import re
from urllib.parse import unquote

# Each way of writing an address, and what is kept of it; the first that fits is taken.
FORMS = tuple(
    (re.compile(pattern), kept)
    for pattern, kept in (
        # Stack Exchange: questions, answers below them, short links, people.
        (r"/questions/\d+/[^/]*/(\d+)(?:/.*)?", r"/a/\1"),
        (r"/questions/(\d+)(?:/.*)?", r"/questions/\1"),
        (r"/q/(\d+)(?:/\d+)?", r"/questions/\1"),
        (r"/a/(\d+)(?:/\d+)?", r"/a/\1"),
        (r"/users/(\d+)(?:/.*)?", r"/users/\1"),
        # Discourse: topics and posts in them, single posts, people, categories.
        (r"/t/(\d+)(?:/(\d+))?(?:/.*)?", r"/t/\1/\2"),
        (r"/t/[^/]+/(\d+)(?:/(\d+))?(?:/.*)?", r"/t/\1/\2"),
        (r"/p/(\d+)(?:/.*)?", r"/p/\1"),
        (r"/(?:u|users)/([^/]+)(?:/.*)?", r"/u/\1"),
        (r"/c/(?:[^/]+/){1,3}(\d+)(?:/.*)?", r"/c/\1"),
    )
)


def known_form(path: str) -> str:
    """Return the form in which a path is kept: `/t/some-words/12/3` is `/t/12/3`, and its first post `/t/12`."""
    plain = f"/{unquote(path).strip('/')}"
    for pattern, kept in FORMS:
        if found := pattern.fullmatch(plain):
            return re.sub(r"(/t/\d+)/1?\Z", r"\1", found.expand(kept)).lower()
    return plain
