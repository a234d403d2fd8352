"""Tagging: the words by which threads are sorted."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from accounts.fields import FieldRefused
from accounts.viewers import Viewer
from contributions.models import Contribution, Tag, Tagging
from contributions.policies import may
from contributions.reputation.sizes import Privilege
from core.database import db
from core.translation import gettext as _


def set_tags(contribution: Contribution, names: Sequence[str]) -> list[int]:
    """Give a contribution these tags, in this order; tags that are new are made. Returns the ids of those it lost."""
    own = Tagging.contribution_id == contribution.id
    before = set(db.session.scalars(select(Tagging.tag_id).where(own)))
    db.session.execute(delete(Tagging).where(own))
    # Made in one order by everyone, so that two writers never wait for each other.
    tags = {name: tag_named(name).id for name in sorted(names)}
    db.session.add_all(
        Tagging(contribution_id=contribution.id, tag_id=tags[name], position=place) for place, name in enumerate(names)
    )
    db.session.flush()
    return sorted(before - set(tags.values()))


def require_tags(actor: Viewer, names: Sequence[str]) -> None:
    """Refuse tags that are new where an actor may not make any. Raises FieldRefused, whose words name them."""
    verdict = may(actor, Privilege.CREATE_TAGS)
    if verdict or not names:
        return
    known = set(db.session.scalars(select(Tag.name).where(Tag.name.in_(names))))
    new = [name for name in names if name not in known]
    if new:
        words = _("Nobody has used %(tags)s here before.", tags=", ".join(f"“{name}”" for name in new))
        raise FieldRefused("tags", f"{words} {verdict.reason}")


def tags_of(key: int) -> list[str]:
    """Return the names of a contribution's tags, in their order."""
    statement = select(Tag.name).join(Tagging, Tagging.tag_id == Tag.id).where(Tagging.contribution_id == key)
    return list(db.session.scalars(statement.order_by(Tagging.position)))


def tag_named(name: str) -> Tag:
    """Return the tag of a name, made where there is none; a tag that another writer makes meanwhile serves as well."""
    statement = select(Tag).where(Tag.name == name)
    tag = db.session.scalars(statement).one_or_none()
    if tag is not None:
        return tag
    try:
        with db.session.begin_nested():
            tag = Tag(name=name, description="", public_count=0)
            db.session.add(tag)
    except IntegrityError:
        return db.session.scalars(statement).one()
    return tag
