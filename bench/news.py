"""Kills the worker without warning while members post, and counts what every receiver heard of every post."""

import json
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from bench.servers import end, start_worker

RECEIVERS = 5
PATIENCE = 3600.0


@dataclass
class Verdict:
    """What came of it: every receiver must have one notification of each post, and one mail where mail was wanted."""

    events: int = 0
    kills: int = 0
    seconds: float = 0.0
    notifications: dict[str, int] = field(default_factory=dict)
    mails: dict[str, int] = field(default_factory=dict)
    heard_twice: int = 0
    never_heard: int = 0
    mailed_twice: int = 0
    never_mailed: int = 0
    left: int = 0

    @property
    def well(self) -> bool:
        """Whether everybody heard of everything exactly once."""
        faults = (self.heard_twice, self.never_heard, self.mailed_twice, self.never_mailed, self.left)
        return self.events > 0 and not any(faults)


def endure(folder: Path, events: int, kills: int, seed: int) -> Verdict:
    """Let a member post so often while the worker is killed so often, in a new community in a folder."""
    environment = {"PATH": os.environ.get("PATH", ""), "ATRIUM_HOME": str(folder), "ATRIUM_LIMITS": "off"}
    os.environ.update(environment)
    from application import create_app
    from core import schema

    chance, began = random.Random(seed), time.monotonic()
    app = create_app()
    with app.app_context():
        schema.upgrade()
        poster, thread, receivers = _community()
        moments = sorted(chance.sample(range(events), kills))
        worker = start_worker(environment)
        try:
            for number in range(events):
                _post(poster, thread, number)
                if moments and number == moments[0]:
                    moments.pop(0)
                    time.sleep(chance.uniform(0, 1.5))
                    end(worker, signal.SIGKILL)
                    worker = start_worker(environment)
                    print(f"{number + 1}/{events}, killed {kills - len(moments)}/{kills}", file=sys.stderr)
            _wait()
        finally:
            end(worker, signal.SIGKILL)
        _finish()
        return _judge(Verdict(events, kills, round(time.monotonic() - began, 1)), folder, thread, receivers)


def _community() -> tuple[Any, int, dict[int, str]]:
    """Make who posts, a thread, and its followers; each of whom but the last wants a mail at once."""
    from accounts.models import Member
    from accounts.viewers import viewer_of
    from community.asking import ask_question
    from community.schemas import QuestionDraft
    from contributions.following import follow
    from contributions.models import Space
    from contributions.news.models import MailChoice
    from core.clock import now
    from core.database import db, unit_of_work

    with unit_of_work():
        people = [
            Member(name=f"Member {n}", email=f"m{n}@example.org", fs_uniquifier=f"m{n}", joined_at=now())
            for n in range(RECEIVERS + 1)
        ]
        space = Space(name="Hall", slug="hall", created_at=now())
        db.session.add_all([*people, space])
        db.session.flush()
        draft = QuestionDraft(title="Who hears of what is said here?", body="Everybody, once. " * 3, space=space.id)
        asked = ask_question(viewer_of(people[1]), draft)
        for person in people[2:]:
            follow(viewer_of(person), asked.id)
        for person in people[2:-1]:
            db.session.add(MailChoice(member_id=person.id, kind="followed", pace="now"))
        return viewer_of(people[0]), asked.id, {person.id: person.email or "" for person in people[1:]}


def _post(poster: Any, thread: int, number: int) -> None:
    from contributions.posting import comment
    from contributions.schemas import CommentDraft
    from core.database import db, unit_of_work

    with unit_of_work():
        comment(poster, thread, CommentDraft(body=f"Word number {number} of many."))
    db.session.expunge_all()


def _wait() -> None:
    """Give the worker the time to deliver everything."""
    from sqlalchemy import func, select

    from core.database import db
    from core.events import OutboxEntry

    until = time.monotonic() + PATIENCE
    while db.session.scalar(select(func.count(OutboxEntry.id))) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.2)


def _finish() -> None:
    """Do what the worker does some minutes later: deliver what failed, send again what a killed one had claimed."""
    from contributions.news import mailing
    from core import clock, outbox

    os.environ["ATRIUM_NOW"] = (clock.now() + timedelta(minutes=30)).isoformat()
    outbox.deliver_all()
    mailing.send_due()
    del os.environ["ATRIUM_NOW"]


def _judge(verdict: Verdict, folder: Path, thread: int, receivers: dict[int, str]) -> Verdict:
    from sqlalchemy import func, select

    from contributions.models import Contribution, Notification
    from core.database import db
    from core.events import OutboxEntry

    posts = set(db.session.scalars(select(Contribution.id).where(Contribution.thread_id == thread)))
    heard = Counter(map(tuple, db.session.execute(select(Notification.member_id, Notification.contribution_id))))
    mailed = _mails(folder)
    wanting = list(receivers.values())[:-1]
    verdict.left = db.session.scalar(select(func.count(OutboxEntry.id))) or 0
    verdict.heard_twice = sum(number > 1 for number in heard.values())
    verdict.never_heard = sum(heard[member, post] == 0 for member in receivers for post in posts)
    verdict.mailed_twice = sum(number > 1 for number in mailed.values())
    verdict.never_mailed = sum(mailed[address, post] == 0 for address in wanting for post in posts)
    verdict.notifications = {receivers[m]: sum(n for (who, _p), n in heard.items() if who == m) for m in receivers}
    verdict.mails = {a: sum(n for (who, _p), n in mailed.items() if who == a) for a in receivers.values()}
    return verdict


def _mails(folder: Path) -> Counter[tuple[str, int]]:
    """Count the mails that lie in the folder, by receiver and by the post that they tell of."""
    found: Counter[tuple[str, int]] = Counter()
    for path in (folder / "mail").glob("*.eml"):
        text = path.read_text(encoding="utf-8")
        to, post = re.search(r"^To: (\S+)", text, re.MULTILINE), re.search(r"/contributions/(\d+)", text)
        assert to is not None
        assert post is not None
        found[to[1], int(post[1])] += 1
    return found


@click.command()
@click.option("--events", default=10_000, show_default=True, help="How many posts.")
@click.option("--kills", default=40, show_default=True, help="How often the worker is killed.")
@click.option("--seed", default=None, type=int, help="Makes the moments the same again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def news(events: int, kills: int, seed: int | None, as_json: bool) -> None:
    """Kill the worker while members post; exit 1 where anybody heard of a post twice or never."""
    seed = random.randrange(10**6) if seed is None else seed
    folder = Path(tempfile.mkdtemp(prefix="atrium-news-"))
    verdict = endure(folder, events, kills, seed)
    if as_json:
        print(json.dumps({"well": verdict.well, "seed": seed, **asdict(verdict)}))
    else:
        print(f"{'well' if verdict.well else 'NOT WELL'}, seed {seed}")
        for name, value in asdict(verdict).items():
            print(f"  {name.replace('_', ' ')}: {value}")
    if verdict.well:
        shutil.rmtree(folder)
    sys.exit(not verdict.well)
