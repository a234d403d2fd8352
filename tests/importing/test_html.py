"""HTML of other forums becomes Markdown that reads the same and can do nothing."""

from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contributions.importing.html_to_markdown import to_markdown
from core.markup import plain_text, render

pytestmark = pytest.mark.once
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
SIGNS = st.sampled_from(
    ["*a*", "# b", "- c", "1. d", "> e", "`f`", "[g](h)", "<i>", "&amp;", "snake_case", "_k_", "~~l~~", "|"]
)
TEXTS = st.lists(st.one_of(SIGNS, WORDS), min_size=1, max_size=6).map(" ".join)
TAGS = [
    "p",
    "b",
    "em",
    "a href='http://x.y/z'",
    "a href='javascript:x'",
    "ul",
    "ol start=7",
    "li",
    "blockquote",
    "pre",
    "code",
]
TAGS += [
    "table",
    "tr",
    "td",
    "th",
    "script",
    "br",
    "hr",
    "img src='https://x.y' alt='z'",
    "h2",
    "div",
    "del",
    "svg onload='x'",
]
PIECES = st.one_of(TEXTS, st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]))


def shown(html: str) -> str:
    return plain_text(render(to_markdown(html)))


@given(st.lists(TEXTS, min_size=1, max_size=3))
@example(["*"])
@example(["__0__"])
@example(["a", "==="])
@example(["1) x", "- - -"])
@example(["&copy; &#169; \\", "![x](y)"])
def test_text_shows_just_that_text(lines: list[str]) -> None:
    html = "<br>".join(f"{escape(line)}" for line in lines)
    assert shown(f"<p>{html}</p>").split() == " ".join(lines).split()


@given(st.lists(PIECES, max_size=25))
def test_whatever_comes_is_harmless(pieces: list[str]) -> None:
    rendered = render(to_markdown("".join(pieces)))
    assert not [word for word in ("<script", "<svg", 'href="javascript', " onload=") if word in rendered]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a <b>bold </b>word, <i>so</i></p><p>next</p>", "a **bold** word, *so*\n\nnext"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>", "- a\n\n  - b\n- c"),
        ("<ol start='3'><li>x<li><p>y</p><p>z</p></ol>", "3. x\n4. y\n\n   z"),
        ("<blockquote><p>q</p><pre><code>c\n\nd</code></pre></blockquote>", "> q\n>\n> ```\n> c\n>\n> d\n> ```"),
        ('<pre class="lang-js prettyprint"><code>a = ```b```</code></pre>', "````js\na = ```b```\n````"),
        ("<code>a`b</code> <kbd>`</kbd>", "``a`b`` `` ` ``"),
        ('<a href="https://x.org/a b" title="t">te[x]t</a>', "[te\\[x\\]t](<https://x.org/a%20b>)"),
        ('<a href="https://x.org/a">https://x.org/a</a>', "https://x.org/a"),
        ('<a href="/questions/1">here</a> <a href="data:x">there</a>', "here there"),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>",
            "| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        ("<h2>One<br>two</h2>x<hr/>y", "## One two\n\nx\n\n---\n\ny"),
        ("a<br><br/>", "a"),
        ("<div><p>open <b>never closed<p>z</div>", "open never closed\n\nz"),
        ("<style>p{}</style><iframe src='x'>i</iframe>t", "t"),
        ("", ""),
    ],
)
def test_forms_are_kept(html: str, markdown: str) -> None:
    assert to_markdown(html) == markdown


def test_deep_nesting_costs_no_more_than_it_is_long() -> None:
    assert "x" in to_markdown("<blockquote><ul><li>" * 20_000 + "x")
