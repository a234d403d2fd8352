"""What may be sent when a visitor asks of an artefact."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from contributions.schemas import Stamp, Title, clean_text
from core.forms import Schema


class ArtefactQuestion(Schema):
    """A question in one sentence, with more where it takes more. `claim`: I was told so, and want to know."""

    title: Title
    body: Annotated[str, BeforeValidator(clean_text), Field(max_length=10_000)] = ""
    claim: bool = False
    begun: Stamp = ""
