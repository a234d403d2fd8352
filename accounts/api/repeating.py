"""Idempotency keys: a POST that is sent again does nothing again, and gets the answer that the first one got.

The key is a row in the transaction of the deed itself, and unique. Whoever sends the same key meanwhile waits for that
transaction to end, and then finds its answer; where it failed, there is no row, and the deed is done now.
"""

import hashlib
from datetime import timedelta

from flask import Response, request
from sqlalchemy import delete, select
from werkzeug.exceptions import BadRequest

from accounts.api.models import KeptAnswer
from core.clock import now
from core.database import begin_write, db, once
from core.errors import tell
from core.translation import gettext as _

HEADER = "Idempotency-Key"
LONGEST = 100
KEPT = timedelta(hours=24)


def key_of_request() -> str | None:
    """Return the key that was sent. Raises BadRequest for one that is none."""
    key = request.headers.get(HEADER)
    if key is not None and not (0 < len(key) <= LONGEST and key.isascii() and key.isprintable()):
        raise BadRequest(_("An idempotency key has at most %(count)s plain characters.", count=LONGEST))
    return key


def begin(token_id: int, key: str) -> KeptAnswer | Response:
    """Return the row to fill once the deed is done, or the answer that was given before."""
    begin_write()
    own = (KeptAnswer.token_id == token_id) & (KeptAnswer.key == key)
    db.session.execute(delete(KeptAnswer).where(own, KeptAnswer.created_at <= now() - KEPT))
    values = {"token_id": token_id, "key": key, "fingerprint": _fingerprint(), "status": 0, "body": ""}
    statement = once(KeptAnswer).values(**values, created_at=now()).returning(KeptAnswer.id)
    made = db.session.scalars(statement).all()
    row = db.session.scalars(select(KeptAnswer).where(own)).one()
    return row if made else _again(row)


def finish(row: KeptAnswer, status: int, body: str) -> None:
    """Keep an answer with what was done."""
    row.status, row.body = status, body


def sweep_answers() -> None:
    """Forget answers that nobody will ask for any more."""
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.created_at <= now() - KEPT))


def _again(row: KeptAnswer) -> Response:
    if row.fingerprint != _fingerprint():
        return tell(422, _("This idempotency key was sent with something else before."))
    return Response(row.body, row.status, headers={"Idempotency-Replayed": "true"}, content_type="application/json")


def _fingerprint() -> str:
    return hashlib.sha256(b"\n".join((request.full_path.encode(), request.get_data()))).hexdigest()
