"""Knowledge pages as lines of an archive."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Literal

from flask import Flask
from sqlalchemy import select

from community.knowledge.models import Article, ArticleSource
from contributions.archive.exporting import exported
from contributions.archive.lines import CONTRIBUTION, ThreadLine
from contributions.archive.storing import CONTRIBUTIONS, add_contributions, known_contributions
from contributions.models import Contribution
from core.archive.batches import Batch, insert_rows
from core.archive.identity import PublicIds
from core.archive.lines import Id, Reference, key_of
from core.archive.registry import RecordType, add_record_types
from core.database import db


class ArticleLine(ThreadLine):
    """A knowledge page: the question that it grew from, and the posts whose words went into it."""

    type: Literal["article"]
    question: Id | None = None
    sources: list[Id] = []
    references: ClassVar = {
        **ThreadLine.references,
        "question": Reference("contribution", ("question",)),
        "sources": CONTRIBUTION,
    }

    def uniques(self) -> Iterator[tuple[str, str, str]]:
        """Yield the question: one page at most grows from it."""
        if self.question:
            yield "article of", self.question, f"{self.question!r} has a knowledge page"


def _add_articles(batch: Batch) -> None:
    keys = add_contributions(batch)
    asked = batch.ids("contribution", batch.column("question"))
    taken = set(db.session.scalars(select(Article.question_id).where(Article.question_id.in_(asked.values()))))
    rows = []
    for line in batch.lines:
        question = asked.get(line.question)
        rows.append({"id": keys[key_of(line)], "question_id": None if question in taken else question})
    insert_rows(Article, rows)
    posts = batch.ids("contribution", [key for line in batch.lines for key in line.sources])
    sources = [
        {"article_id": keys[key_of(line)], "contribution_id": post, "taken_at": line.created}
        for line in batch.lines
        for post in dict.fromkeys(posts[key] for key in line.sources if key in posts)
    ]
    insert_rows(ArticleSource, sources)


def _origins(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the question and the sources of each page."""
    table: Any = Article.__table__
    asked = dict(
        tuple(row) for row in db.session.execute(select(table.c.id, table.c.question_id).where(table.c.id.in_(ids)))
    )
    wanted = select(ArticleSource.article_id, ArticleSource.contribution_id).where(ArticleSource.article_id.in_(ids))
    pairs = db.session.execute(wanted.order_by(ArticleSource.contribution_id)).all()
    named = PublicIds(Contribution).of([*filter(None, asked.values()), *(post for _article, post in pairs)])
    return {
        key: {"question": named.get(asked[key]), "sources": [named[post] for article, post in pairs if article == key]}
        for key in ids
    }


ARTICLE_TYPE = RecordType(
    shape=ArticleLine,
    rank=65,
    file="contributions",
    known=known_contributions,
    add=_add_articles,
    export=lambda: exported(ArticleLine, "article", details=_origins),
    family=CONTRIBUTIONS,
    markdown="body",
)


def register_archive(app: Flask) -> None:
    """Make the lines known."""
    add_record_types(app, ARTICLE_TYPE)
