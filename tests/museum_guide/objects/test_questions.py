"""Questions of visitors: they go into the forum with the work attached, and come back answered."""

from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from community.models import Question
from contributions.models import Notification, Space
from core.database import db
from museum_guide.artefacts.models import ArtefactThread
from tests import factories
from tests.community.reading import path_of, words_of
from tests.museum_guide.objects.hall import keep, open_hall
from tests.people import Person

Open = Callable[[Person], FlaskClient]


def test_a_question_goes_to_the_forum_and_comes_back_answered(
    client: FlaskClient,
    client_of: Open,
    worker: Callable[[], None],
    tmp_path: Path,
    public_space: Space,
    alice: Person,
    bob: Person,
    curator: Person,
) -> None:
    museum = open_hall(tmp_path, public_space)
    keep(museum, curator)
    assert client.get("/museums/quay/17/ask").headers["Location"].startswith("/login?next=/museums/quay/17/ask")
    browser = client_of(alice)
    short = browser.post("/museums/quay/17/ask", data={"title": "Why?", "claim": "yes"})
    assert short.status_code == 422
    assert 'value="Why?"' in short.text
    assert browser.post("/museums/quay/19/ask", data={"title": "What is this oar for?"}).status_code == 404

    asked = browser.post("/museums/quay/17/ask", data={"title": "Was she really lit for a year?", "claim": "yes"})
    question = db.session.scalars(select(Question)).one()
    assert path_of(asked) == f"/questions/{question.id}/was-she-really-lit-for-a-year"
    assert db.session.scalars(select(ArtefactThread)).one().claim
    shown = browser.get(path_of(asked)).text
    assert '<a href="/museums/quay/17" dir="auto">Lamp of the Linnet</a>' in shown
    assert "please say where an answer is written" in words_of(shown)
    worker()
    told = db.session.execute(select(Notification.member_id, Notification.reason)).all()
    assert told == [(curator.id, "asked of")]

    assert "Is that so? · Not yet answered" in words_of(client.get("/museums/quay/17").text)
    factories.answer(bob, question, "She was, as the harbour book of 1882 says on its second page.")
    worker()
    work = words_of(client.get("/a/7k3mz8q").text)
    assert "the harbour book of 1882" in work
    assert "Is that so? · 1 answer" in work
    # What is hidden in the forum is not shown beside the work.
    question.state = "hidden"
    db.session.commit()
    assert "really lit" not in client.get("/museums/quay/17", headers={"Cache-Control": "no-cache"}).text
