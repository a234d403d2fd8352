"""Addresses of the pages that other sites show in a frame, and of what they copy to do so."""

from typing import Annotated, Literal
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import BeforeValidator, Field, ValidationError
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.exceptions import NotImplemented as UnknownFormat

from accounts.sessions import NOBODY
from accounts.viewers import ANONYMOUS
from community.pages import question_card
from community.queries import answers_page, question_row, question_state, questions_page
from contributions.addresses import key_named, tag_address
from contributions.kinds import KINDS
from contributions.lists import Filter
from contributions.narrowing import narrowed
from contributions.posts import post, thread
from contributions.products.threads import product_choices
from contributions.queries import spaces_of
from contributions.schemas import one_line
from core.forms import Schema
from core.pages import same_for_everyone
from core.security import frame_policy
from core.settings import Settings
from core.translation import gettext as _

blueprint = Blueprint("embeds", __name__)
WIDTH, HEIGHT = 640, 420


class Wanted(Schema):
    """Which questions a frame shows, how many, and in which colours (those of the reader where none are named)."""

    tag: Annotated[str, BeforeValidator(one_line), Field(max_length=60)] = ""
    space: Annotated[str, BeforeValidator(one_line), Field(max_length=100)] = ""
    product: Annotated[str, BeforeValidator(one_line), Field(max_length=80)] = ""
    order: Literal["newest", "active", "hot"] = "newest"
    limit: Annotated[int, Field(ge=1, le=20)] = 5
    theme: Literal["", "light", "dark"] = ""

    def chosen(self) -> Filter:
        """Return what the list is limited to. Raises NotFound for what not everybody may read."""
        return narrowed(ANONYMOUS, space=self.space, tag=self.tag, product=self.product)

    def more(self) -> str:
        """Return the address at which a reader finds the rest."""
        if self.product:
            return f"/products/{quote(self.product)}"
        if self.tag:
            return tag_address(self.tag)
        return f"/spaces/{quote(self.space)}" if self.space else "/questions"


def register(app: Flask) -> None:
    """Open the pages."""
    app.register_blueprint(blueprint)


@blueprint.get("/embed/questions")
def questions() -> ResponseReturnValue:
    """Show a short list of questions."""
    wanted = _wanted()
    page = questions_page(ANONYMOUS, wanted.order, wanted.chosen(), None, wanted.limit)
    cards = [question_card(row) for row in page.rows]
    return _framed("embeds/questions.html", cards=cards, more=wanted.more(), theme=wanted.theme)


@blueprint.get("/embed/questions/<int:key>")
def question(key: int) -> ResponseReturnValue:
    """Show one question with the answer that comes first."""
    wanted = _wanted()
    row = question_row(ANONYMOUS, key)
    best = next(iter(answers_page(ANONYMOUS, row, "best", None).rows), None)
    asked = thread(ANONYMOUS, row, {}, False, question_state(row))
    answer = post(ANONYMOUS, best, {}, f"{asked.url}?at={best.id}#p{best.id}") if best else None
    accepted = best is not None and best.id == row.accepted_answer_id
    return _framed("embeds/question.html", asked=asked, answer=answer, accepted=accepted, theme=wanted.theme)


@blueprint.get("/oembed")
def oembed() -> ResponseReturnValue:
    """Say how the page of a question is shown elsewhere (oEmbed 1.0)."""
    if request.args.get("format", "json") != "json":
        raise UnknownFormat
    base = _settings().base_url
    url = request.args.get("url", "")[:500]
    key = key_named(url, "questions") if url.startswith(f"{base}/") else None
    if key is None:
        raise NotFound
    row = question_row(ANONYMOUS, key)
    said = {"version": "1.0", "type": "link", "title": row.title, "provider_name": _settings().site_name}
    if _settings().embed_origins:
        frame = render_template("embeds/frame.html", url=f"{base}/embed/questions/{row.id}", title=row.title)
        said |= {"type": "rich", "html": frame.strip(), "width": WIDTH, "height": HEIGHT}
    return jsonify({**said, "provider_url": base, "url": base + KINDS["question"].address(row.id, row.title)})


@blueprint.get("/embeds")
def snippets() -> ResponseReturnValue:
    """Offer what other sites copy to show questions."""
    wanted = _wanted()
    chosen = {name: value for name, value in wanted.model_dump().items() if value != getattr(Wanted(), name)}
    url = url_for("embeds.questions", **chosen)
    return render_template(
        "embeds/snippets.html",
        wanted=wanted,
        url=_settings().base_url + url,
        preview=url,
        origins=_settings().embed_origins.split(),
        spaces=[("", _("Any space")), *((space.slug, space.name) for space in spaces_of(ANONYMOUS))],
        products=[("", _("Any product")), *((row.slug, row.name) for row in product_choices(ANONYMOUS))],
    )


def _framed(template: str, **shown: object) -> Response:
    """Render a page that may stand in the frames of other sites; nobody is signed in on it."""
    g.login_session = NOBODY
    same_for_everyone()
    response = current_app.make_response(render_template(template, base=_settings().base_url, **shown))
    response.headers["Content-Security-Policy"] = frame_policy(_settings().embed_origins.split())
    return response


def _wanted() -> Wanted:
    try:
        return Wanted.model_validate(request.args.to_dict())
    except ValidationError:
        raise BadRequest from None


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings
