"""Where the spam model learns from: labelled rows, moderators' decisions, and posts that have stood for a while."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import and_, or_, select

from contributions.models import Contribution, State
from contributions.moderation.models import Flag, Review, SpamModel
from contributions.moderation.spam.training import Labelled, Trained, train
from core.clock import now
from core.database import db, read
from core.errors import Refused

log = logging.getLogger(__name__)
FEWEST_SPAM, FEWEST_GOOD = 40, 100
MOST_ROWS = 5000
STOOD = timedelta(days=7)


def learn(labelled: Sequence[Labelled] = ()) -> SpamModel:
    """Train on these rows and on what the community has shown, and take the model into use. Raises Refused."""
    rows = [*labelled, *decided_rows(), *good_rows()]
    spam = sum(row.spam for row in rows)
    if spam < FEWEST_SPAM or len(rows) - spam < FEWEST_GOOD:
        raise Refused(
            f"there are {spam} texts of spam and {len(rows) - spam} others; "
            f"a model needs {FEWEST_SPAM} and {FEWEST_GOOD}. Until then plain rules hold back what has many links."
        )
    return _keep(train(rows), spam, len(rows) - spam)


def learn_again() -> None:
    """Train anew where moderators have decided about as many posts as a model needs, and more than it knew."""
    known = read(select(SpamModel.spam_count).order_by(SpamModel.id.desc()).limit(1)).scalar_one_or_none() or 0
    decided = sum(row.spam for row in decided_rows())
    if decided >= FEWEST_SPAM and decided > known:
        try:
            learn()
        except Refused as refusal:
            log.info("the spam model stays as it is: %s", refusal)


def decided_rows() -> list[Labelled]:
    """Return the posts that moderators took down as spam, or kept although they were held or flagged as spam."""
    flagged = select(Flag.id).where(Flag.contribution_id == Contribution.id, Flag.reason == "spam").exists()
    about_spam = or_(Review.cause.in_(("spam", "links")), flagged)
    judged = (Review.closed_by_id.is_not(None)) & about_spam
    statement = (
        select(Contribution.title, Contribution.body, Review.decision)
        .join(Review, Review.contribution_id == Contribution.id)
        .where(judged)
        .order_by(Review.id.desc())
    )
    rows = read(statement.limit(MOST_ROWS)).all()
    return [Labelled(row.title or "", row.body, row.decision != "keep") for row in rows]


def good_rows() -> list[Labelled]:
    """Return posts that have stood for a week with nobody objecting."""
    objected = select(Review.id).where(Review.contribution_id == Contribution.id).exists()
    stands = and_(Contribution.state == State.PUBLISHED, Contribution.created_at < now() - STOOD, ~objected)
    statement = select(Contribution.title, Contribution.body).where(stands, Contribution.author_id.is_not(None))
    rows = read(statement.order_by(Contribution.id.desc()).limit(MOST_ROWS)).all()
    return [Labelled(row.title or "", row.body, spam=False) for row in rows]


def _keep(trained: Trained, spam: int, good: int) -> SpamModel:
    row = SpamModel(made_at=now(), packed=trained.model.packed(), threshold=trained.threshold, area=trained.area)
    row.spam_count, row.good_count = spam, good
    db.session.add(row)
    db.session.flush()
    return row
