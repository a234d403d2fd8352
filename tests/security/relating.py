"""Everything in the world of the matrix is made like everything else, a duplicate of it, or merged with it."""

from community.duplicates.chains import settle
from community.duplicates.models import Neighbour
from community.knowledge.models import Article, ArticleSource, Suggestion
from community.models import DuplicateLink
from contributions.merging.models import ThreadMerge
from core.clock import now
from core.database import db
from ideas.models import CoAuthor, Idea, IdeaParent
from ideas.writing.models import IdeaOrigin
from tests.security.world import Thing, World


def relate(world: World) -> None:
    """Put every question beside every other, whatever their spaces and states."""
    questions = [thing for thing in world.things if thing.kind == "question"]
    for place, one in enumerate(questions):
        db.session.add_all(
            Neighbour(question_id=one.id, similar_id=other.id, likeness=0.5 + ((place + number) % 9) / 20)
            for number, other in enumerate(questions)
            if other is not one
        )
    _mix(world)
    for one, other in zip(questions, [*questions[7:], *questions[:7]], strict=True):
        _link(one, other, said="objected" if one.id % 3 == 0 else None)
    merged = [thing for thing in questions if thing.state == "deleted" and thing.own]
    for one, other in zip(merged, [*merged[1:], *merged[:1]], strict=True):
        target = next(thing for thing in questions if thing.space == other.space and thing.state == "published")
        db.session.add(ThreadMerge(source_id=one.id, target_id=target.id, merged_at=now()))
    articles = [thing for thing in world.things if thing.kind == "article"]
    for article, question in zip(articles, questions, strict=False):
        rows = ArticleSource.__table__.insert()
        posts = [thing.id for thing in world.things if thing.kind in {"question", "answer"}][article.id % 5 :: 5]
        db.session.execute(
            rows, [{"article_id": article.id, "contribution_id": key, "taken_at": now()} for key in posts]
        )
        db.session.get_one(Article, article.id).question_id = question.id
        db.session.add(
            Suggestion(
                article_id=article.id, author_id=world.people["stranger"].id, created_at=now(),
                title=f"About {article.word}", body=f"New words on {article.word}",
            )
        )  # fmt: skip
    db.session.flush()
    settle()
    db.session.commit()


def _mix(world: World) -> None:
    """Mix every idea from all that are older, and let it be drawn from something of another space or state."""
    ideas = [thing for thing in world.things if thing.kind == "idea"]
    author = world.people["stranger"].id
    others = [thing for thing in world.things if thing.kind in {"question", "answer"}]
    for place, idea in enumerate(ideas):
        source = others[(place * 5 + 3) % len(others)]
        db.session.add(IdeaOrigin(idea_id=idea.id, contribution_id=source.id, quote=f"Words about {source.word}"))
        db.session.add(CoAuthor(idea_id=idea.id, member_id=author, asked_at=now(), accepted_at=now()))
        db.session.add_all(IdeaParent(child_id=idea.id, parent_id=older.id) for older in ideas[:place])
        db.session.get_one(Idea, idea.id).problem_html = f"<p>The problem of {idea.word}</p>"


def _link(one: Thing, other: Thing, said: str | None) -> None:
    db.session.add(DuplicateLink(question_id=one.id, original_id=other.id, created_at=now(), said=said))
