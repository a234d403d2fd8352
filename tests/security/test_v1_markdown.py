"""Whatever is written stays text: scripts, links and pictures of every kind, on every page (ASVS 1.2.1, 1.3.1, 1.3.5).

Guards against CVE-2022-41938, CVE-2024-29217, CVE-2024-23349, CVE-2024-57041, CVE-2025-29868 and CVE-2026-34031.
"""

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from contributions.models import Space
from core import markup
from core.application import Atrium
from tests import factories
from tests.modest import modest
from tests.people import Person

pytestmark = pytest.mark.once

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,%3Csvg/onload=alert(1)%3E)",
    "![x](javascript:alert(1))",
    "![x](data:image/svg+xml;base64,PHN2Zy8+)",
    "![x](https://evil.example/pixel.png)",
    '![x" onerror="alert(1)](/files/a.png)',
    "![x](/files/../../etc/passwd)",
    "![x](//evil.example/files/a.png)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<https://evil.example/"onmouseover="alert(1)>',
    'https://evil.example/"onmouseover="alert(1)',
    "www.evil.example/<script>alert(1)</script>",
    '[a](<https://evil.example/> "title" onmouseover=alert(1))',
    "[a](https://evil.example 'x\"onmouseover=\"alert(1)')",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\ncode\n```',
    "```python onload=alert(1)\nprint('<script>alert(1)</script>')\n```",
    "`<script>alert(1)</script>`",
    "    <script>alert(1)</script>",
    "| <script>alert(1)</script> | b |\n|---|---|\n| <img src=x onerror=alert(1)> | d |",
    "> > > > <script>alert(1)</script>",
    '<!--<img src="--><img src=x onerror=alert(1)>">',
    "<style>*{display:none}</style>",
    "<form action=https://evil.example><input name=password></form>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<details open ontoggle=alert(1)>",
    "<x onclick=alert(1)>click</x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7 * 7 }} {% raw %} ${7*7}",
    "\u202e<script>alert(1)</script>\u2066",
]
FORBIDDEN = {
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
    "base",
    "meta",
    "link",
    "video",
    "audio",
}


class Inert(HTMLParser):
    """Fails on whatever a browser would run or fetch."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        assert tag not in FORBIDDEN, tag
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"style", "srcdoc", "formaction", "id", "name"}, name
            if name == "href":
                assert re.match(r"(https?:|mailto:|/|#|\?|[\w.%-]*$)", (value or "").strip().casefold()), value
                assert not re.match(r"\W*(javascript|data|vbscript):", (value or "").strip().casefold()), value
            if name == "src":
                assert (value or "").startswith("/files/"), value


def bodies_on(page: str) -> list[str]:
    """Return the rendered words of the posts on a page."""
    return re.findall(r'<div class="prose" dir="auto">(.*?)</div>\n?(?=<|$)', page, re.DOTALL)


@pytest.mark.parametrize("text", CORPUS, ids=range(len(CORPUS)))
def test_what_is_rendered_is_inert(text: str) -> None:
    """Guards against CVE-2025-29868 and CVE-2026-34031: a picture from elsewhere that tells who reads."""
    Inert().feed(markup.render(text))


@modest
@given(
    st.lists(
        st.sampled_from(
            [
                *CORPUS,
                "[",
                "](",
                ")",
                "<",
                ">",
                '"',
                "'",
                "`",
                "\n",
                "\n\n",
                "javascript:",
                "data:",
                "&#",
                "https://a.example",
                "**",
                "|",
            ]
        ),
        max_size=8,
    ).map("".join)
)
def test_whatever_is_put_together_is_inert(text: str) -> None:
    Inert().feed(markup.render(text))


def test_everything_is_inert_on_every_page(
    app: Atrium,
    client: FlaskClient,
    client_of: Callable[[Person], FlaskClient],
    worker: Callable[[], None],
    alice: Person,
    bob: Person,
    public_space: Space,
) -> None:
    """Guards against CVE-2022-41938, CVE-2024-23349, CVE-2026-25688: scripts in titles, reasons and suggestions."""
    frame = skeleton(client.get("/search?q=nothing").text)
    readers, addresses = client_of(alice), ["/", "/questions", f"/spaces/{public_space.slug}"]
    for number, text in enumerate(bundles(160)):
        title = (f"{text} {number} about the lighthouse").replace("\n", " ")
        asked = factories.ask(alice, public_space, title=title, body=f"{text}\n\nThe lighthouse stands.")
        reply = factories.answer(bob, asked, f"{text}\n\nIt does, and well.")
        factories.remark(bob, reply, text)
        addresses += [
            f"/questions/{asked.id}",
            f"/contributions/{asked.id}/comments",
            f"/contributions/{reply.id}/comments",
        ]
        edit = {"title": title, "body": f"{text} again", "revision": 0, "comment": text[:300]}
        readers.post(f"/contributions/{asked.id}/edit", data=edit)
        addresses += [
            f"/contributions/{asked.id}/{page}" for page in ("history", "history/1", "history/2", "edit", "comment")
        ]
        readers.put(f"/drafts/comment:{asked.id}", json={"title": title, "body": text})
    worker()
    addresses += [
        "/search?q=lighthouse",
        "/search?q=script",
        "/notifications",
        "/drafts",
        f"/members/{alice.id}",
        f"/members/{alice.id}/contributions",
    ]
    app.extensions["likeness"].forget()
    shown = {address: readers.get(address, follow_redirects=True) for address in addresses}
    for text in CORPUS[:9]:
        shown[text] = readers.post("/similar", data={"title": f"{text} about the lighthouse"})
        assert 'class="brief-title"' in shown[text].text, text
    for address, page in shown.items():
        assert page.status_code == 200, address
        assert not re.search(r"<script(?![^>]* src=\"/static/)", page.text), address
        assert not re.search(r"<(iframe|object|embed|base|style)\b", page.text), address
        assert not re.search(r"<[a-z][^<>]*\son[a-z]+\s*=", re.sub(r'"[^"]*"', '""', page.text)), address
        assert not re.search(r'(href|src|action)="\s*(javascript|data|vbscript):', page.text, re.IGNORECASE), address
        assert "evil.example/pixel" not in "".join(re.findall(r"<img[^>]*>", page.text)), address
    assert skeleton(client.get("/search?q=nothing").text) == frame


def bundles(longest: int) -> list[str]:
    """Return all texts in as few as fit on one line each; alone they are looked at above."""
    bundled = [""]
    for text in CORPUS:
        joined = f"{bundled[-1]}\n\n{text}".strip("\n")
        bundled[-1:] = [joined] if len(joined) <= longest else [bundled[-1], text]
    assert "".join(bundled).replace("\n", "") == "".join(CORPUS).replace("\n", "")
    return bundled


def skeleton(page: str) -> list[str]:
    """Return the scripts and forms of a page."""
    return re.findall(r"<(?:script|form)[^>]*>", page)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "![" * 10_000,
        ">" * 20_000,
        "*a " * 10_000,
        "`" * 20_000,
        "<a " * 10_000,
        "a@" * 10_000,
        "www." * 10_000,
        "http://" * 5_000,
        "- " * 10_000,
        "|" * 20_000,
        "&#" * 10_000,
        "_*" * 10_000,
        "[a](" * 8_000,
        "\n" * 50_000,
        "#" * 50_000,
        "1. " * 10_000,
        "~~" * 10_000,
        "\\" * 50_000,
        "[x]: y\n" * 5_000,
    ],
    ids=range(20),
)
def test_no_text_stops_the_house(text: str) -> None:
    """Guards against CVE-2022-23548: a parser that hangs."""
    began = time.process_time()
    html = markup.render(text)
    markup.excerpt(markup.plain_text(html))
    assert time.process_time() - began < 3


def test_about_oneself_is_inert_too(
    client_of: Callable[[Person], FlaskClient], client: FlaskClient, alice: Person
) -> None:
    """Guards against CVE-2024-29217 and CVE-2024-57041: a script in what a member says of themselves."""
    author = client_of(alice)
    for text in CORPUS:
        author.post("/account", data={"name": "Alice", "location": text[:90], "about": text})
        page = client.get(f"/members/{alice.id}").text
        assert not re.search(r"<script(?![^>]* src=\"/static/)", page)
        assert not re.search(r'(href|src)="\s*(javascript|data|vbscript):', page, re.IGNORECASE)
