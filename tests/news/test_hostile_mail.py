"""Mail that means harm to whoever reads it: from anybody, as the reading comes before the question who wrote it."""

import time
from contextlib import suppress

import pytest

from contributions.mail_in.reading import Garbled, read_mail

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("text/html", b"<!--"),
        ("text/html", b"<a "),
        ("text/html", b"&"),
        ("text/plain", b"On a wrote\n"),
        ("text/plain; charset=punycode", b"a"),
        ("text/plain" + "; a*0=b" * 60_000, b"a"),
        ("text/plain\nSubject: " + "=?a?q?" * 100_000, b"a"),
        ("text/plain\nTo: " + "a <" * 200_000, b"a"),
    ],
    ids=["comments", "tags", "signs", "attributions", "charset", "parameters", "subject", "recipients"],
)
def test_no_message_stops_the_reading(kind: str, piece: bytes) -> None:
    """Guards against CVE-2022-23548: a mail of anybody that keeps its reader busy."""
    raw = f"From: a@b.org\nContent-Type: {kind}\n\n".encode() + piece * (900_000 // len(piece))
    began = time.thread_time()
    with suppress(Garbled):
        read_mail(raw[: 1024 * 1024])
    assert time.thread_time() - began < 2.5
