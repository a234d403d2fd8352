"""Tells other rooms who owns a product and which members let staff see how far they are in buying it."""

from sqlalchemy import select

from community.owners.models import Ownership
from community.owners.queries import verified_now
from community.stages.models import ProductStage, StageWish
from community.stages.views import stage_names
from contributions.products.holders import Holders


def holders(product_id: int) -> Holders:
    """Return verified owners, and stages of members who let staff see theirs."""
    owners = select(Ownership.member_id).where(Ownership.product_id == product_id, verified_now())
    stages = select(ProductStage.member_id, ProductStage.stage)
    named = stages.join(StageWish, StageWish.member_id == ProductStage.member_id)
    return Holders(owners, named.where(ProductStage.product_id == product_id, StageWish.named), stage_names())
