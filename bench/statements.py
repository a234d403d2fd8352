"""Counts the SQL statements of pages in this process; reads and writes JSON, see `pages.statements_of`."""

import json
import sys
from typing import Any

from sqlalchemy import event, select

from accounts.models import Member
from accounts.sessions import TOKEN, begin_session
from application import create_app
from bench.archive import reader_address
from core.application import Atrium
from core.database import db, unit_of_work


def count(app: Atrium, path: str, mode: str, token: str) -> int:
    """Count the statements of one page, once everything that is kept is warm."""
    client = app.test_client()
    if mode == "signed in":
        with client.session_transaction() as session:
            session[TOKEN] = token
    headers = {"Cache-Control": "no-cache"} if mode == "uncached" else {}
    texts: list[str] = []

    def note(_connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        texts.append(text)

    with app.app_context():
        engine = db.engine
    assert client.get(path, headers=headers).status_code == 200, path
    event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(path, headers=headers)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(texts)


def main() -> None:
    """Answer what standard input asks."""
    app = create_app()
    with app.app_context(), unit_of_work():
        member = db.session.scalars(select(Member).where(Member.email == reader_address(0))).one()
        token = begin_session(member)
    base = str(app.extensions["settings"].base_url)
    app.config["SERVER_NAME"] = base.rpartition("/")[2]
    asked = json.load(sys.stdin)
    print(json.dumps({name: count(app, path, mode, token) for name, path, mode in asked}))


if __name__ == "__main__":
    main()
