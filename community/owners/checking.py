"""What the doctor looks at: every owner is in the group of the trial that the product's salt says."""

from sqlalchemy import select

from community.owners.holding_back import arm_of
from community.owners.models import Ownership
from contributions.products.models import Product
from core.database import db
from core.doctor import Check


def misplaced() -> list[str]:
    """Return a line for every owner in another group; nothing is mended, as a trial is not dealt anew."""
    dealt = select(Ownership.id, Ownership.member_id, Ownership.arm, Product.trial_salt).join(
        Product, Product.id == Ownership.product_id
    )
    rows = db.session.execute(dealt.where(Ownership.arm.is_not(None)).execution_options(yield_per=1000))
    return [
        f"ownership {row.id} is in {row.arm}, where the salt says {arm_of(row.trial_salt, row.member_id)}"
        for row in rows
        if row.arm != arm_of(row.trial_salt, row.member_id)
    ]


ARMS = Check("owners are in the group of the trial into which they were dealt", misplaced)
