"""What the doctor looks at: the stage of every member is the one to which their moves lead."""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import delete, select

from community.stages.models import ProductStage, StageMove
from community.stages.rules import BrokenChain, Stage, replay
from core.database import db
from core.doctor import Check

Pair = tuple[int, int]


def replayed() -> Iterator[tuple[Pair, Stage | str | None]]:
    """Yield every pair of member and product with the stage to which the moves lead, or what is wrong with them."""
    moves = select(StageMove.member_id, StageMove.product_id, StageMove.before, StageMove.after).order_by(
        StageMove.member_id, StageMove.product_id, StageMove.id
    )
    rows = db.session.execute(moves.execution_options(yield_per=1000))
    for pair, own in groupby(rows, key=lambda row: (row.member_id, row.product_id)):
        try:
            yield pair, replay(own)
        except BrokenChain as problem:
            yield pair, f"the moves are broken: {problem}"


def differences() -> list[str]:
    """Return a line for every stage that is not what the moves lead to."""
    columns = (ProductStage.member_id, ProductStage.product_id, ProductStage.stage)
    stored = {(row.member_id, row.product_id): row.stage for row in db.session.execute(select(*columns))}
    led = dict(replayed())
    return [
        f"member {member}, product {product}: {stored.get((member, product), 'no stage')} is stored, "
        f"{led.get((member, product)) or 'no stage'} follows"
        for member, product in sorted(stored.keys() | led.keys())
        if stored.get((member, product)) != led.get((member, product))
    ]


def mend() -> None:
    """Store what the moves lead to; broken moves are left for somebody to look at."""
    moves = select(StageMove.member_id, StageMove.product_id, StageMove.created_at).order_by(StageMove.id)
    last = {(row.member_id, row.product_id): row.created_at for row in db.session.execute(moves)}
    led = [(pair, stage) for pair, stage in replayed() if isinstance(stage, Stage)]
    db.session.execute(delete(ProductStage))
    db.session.add_all(
        ProductStage(member_id=member, product_id=product, stage=stage, moved_at=last[member, product])
        for (member, product), stage in led
    )


STAGES = Check("stages are what their moves lead to", differences, mend)
