"""Takes posts out of the network: the contacts of their authors are hidden until they are counted again."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update

from contributions.models import Contribution
from core.database import db, read
from insights.graphs.models import Standing, Tie
from insights.snapshot import open_to_members


def forget_contacts(keys: Sequence[int]) -> None:
    """Forget what rests on posts that members may not read any more; words that were edited change no contact."""
    gone = select(Contribution.author_id).where(Contribution.id.in_(keys), ~open_to_members())
    authors = [author for author in read(gone).scalars() if author is not None]
    if not authors:
        return
    db.session.execute(delete(Tie).where(or_(Tie.first_id.in_(authors), Tie.second_id.in_(authors))))
    empty = dict.fromkeys(("partners", "betweenness", "pagerank", "constraint", "bridging", "x", "y"))
    db.session.execute(update(Standing).where(Standing.member_id.in_(authors)).values(empty))
