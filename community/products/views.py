"""Addresses of products."""

from typing import Any

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from accounts.guard import current_viewer
from community.owners.queries import owners_by_product
from community.products.pages import product_page
from community.products.queries import products_page, still_sold, tag_and_owners
from community.products.registering import change_product, register_product
from community.products.schemas import ProductDraft
from contributions.kinds import KINDS
from contributions.products.models import Product
from contributions.products.threads import product_choices, product_named
from contributions.queries import spaces_of
from core.clock import now
from core.errors import Conflict
from core.forms import read_form
from core.pages import same_for_everyone

blueprint = Blueprint("products", __name__)


@blueprint.get("/products")
def products() -> ResponseReturnValue:
    """List the products."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page, at = products_page(viewer, request.args.get("page")), now()
    owners = owners_by_product([row.id for row in page.rows])
    rows = [{"row": row, "sold": still_sold(row.sold_until, at), "owners": owners.get(row.id, 0)} for row in page.rows]
    return render_template("products/products.html", current="products", rows=rows, pager=page.links("/products"))


@blueprint.get("/products/<slug>")
def product(slug: str) -> ResponseReturnValue:
    """Show a product with what the community knows of it."""
    viewer = current_viewer()
    if not viewer.signed_in:
        same_for_everyone()
    page = product_page(viewer, product_named(viewer, slug))
    return render_template("products/product.html", current="products", kinds=KINDS, **page)


@blueprint.route("/products/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Register a product."""
    return _product_form(None, {})


@blueprint.route("/products/<slug>/edit", methods=["GET", "POST"])
def edit(slug: str) -> ResponseReturnValue:
    """Change what is said of a product."""
    product = product_named(current_viewer(), slug)
    stored = {
        "name": product.name,
        "purpose": product.purpose,
        "description": product.description,
        "space": product.space_id,
        "whole_space": product.whole_space,
        "tag": tag_and_owners(product)[0],
        "predecessor": product.predecessor_id,
        "sold_since": product.sold_since and product.sold_since.date().isoformat(),
        "sold_until": product.sold_until and product.sold_until.date().isoformat(),
    }
    return _product_form(product, stored)


def _product_form(product: Product | None, values: dict[str, Any]) -> ResponseReturnValue:
    viewer, errors = current_viewer(), dict[str, str]()
    if request.method == "POST":
        form = read_form(ProductDraft)
        values, errors = dict(form.values), dict(form.errors)
        if form.draft is not None:
            try:
                return redirect(f"/products/{_keep(product, form.draft).slug}", 303)
            except Conflict as conflict:
                errors = {"name": str(conflict)}
    shown = {"product": product, "values": values, "errors": errors, "spaces": spaces_of(viewer)}
    others = [(row.id, row.name) for row in product_choices(viewer) if not product or row.id != product.id]
    page = render_template("products/product_form.html", current="products", others=others, **shown)
    return page, 422 if errors else 200


def _keep(product: Product | None, draft: ProductDraft) -> Product:
    if product is None:
        return register_product(current_viewer(), draft)
    change_product(current_viewer(), product, draft)
    return product
