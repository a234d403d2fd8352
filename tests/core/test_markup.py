"""Markdown becomes HTML that cannot hurt, whatever is written."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.markup import excerpt, plain_text, render

pytestmark = pytest.mark.once
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='vbscript:x'>x</a>",
    "![x](javascript:alert(1))",
    "<svg><script>alert(1)</script></svg>",
    "<style>*{display:none}</style>",
    "<iframe src=//elsewhere.example></iframe>",
    "<form action=//elsewhere.example><input name=password>",
    '```"><script>alert(1)</script>\ncode\n```',
]
ALLOWED_SCHEMES = ("http://", "https://", "mailto:", "/", "#")


class Reader(HTMLParser):
    """Notes what is active in a piece of HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        if tag in {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "base", "meta", "link"}:
            self.faults.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name in {"style", "id", "srcset"}:
                self.faults.append(name)
            if name in {"href", "src"} and ":" in (value or "") and not (value or "").startswith(ALLOWED_SCHEMES):
                self.faults.append(f"{name}={value}")
            if name == "src" and not (value or "").startswith("/files/"):
                self.faults.append(f"src={value}")


def faults(html: str) -> list[str]:
    reader = Reader()
    reader.feed(html)
    return reader.faults


@pytest.mark.parametrize("source", HOSTILE)
def test_nothing_active_comes_through(source: str) -> None:
    assert faults(render(source)) == []


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30), st.sampled_from(["> ", "- ", "\n\n", "`", "*"])))
)
def test_no_mixture_brings_anything_active_through(parts: list[str]) -> None:
    assert faults(render("".join(parts))) == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("~~gone~~", "<s>gone</s>"),
        ("- one\n- two", "<li>one</li>"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
        ("```python\nx = 1\n```", '<span class="n">x</span>'),
        ("1 < 2 & 3", "1 &lt; 2 &amp; 3"),
    ],
)
def test_what_people_write_is_shown(source: str, expected: str) -> None:
    assert expected in render(source)


def test_links_say_that_others_wrote_them() -> None:
    assert re.search(
        r'<a href="https://example.org/x"[^>]* rel="nofollow ugc noopener"', render("https://example.org/x")
    )


def test_a_foreign_picture_is_linked_and_not_loaded() -> None:
    html = render("![a mast](https://elsewhere.example/mast.png)")

    assert "<img" not in html
    assert ">a mast</a>" in html


def test_deep_nesting_is_quick_and_harmless() -> None:
    assert len(render("> " * 5000 + "deep")) < 20_000


def test_plain_text_has_spaces_between_blocks_and_no_tags() -> None:
    assert plain_text(render("# One\n\n- two & *three*\n- four")) == "One two & three four"


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("short") == "short"
    assert excerpt("the wind blows all day long", 14) == "the wind…"
