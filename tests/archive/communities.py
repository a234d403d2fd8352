"""Communities for the tests of archives, made by Hypothesis: every type of line, in any order."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

Line = dict[str, Any]
ROLES = ["staff", "moderator", "product_manager", "curator", "administrator"]
START = datetime(2024, 1, 1, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
words = st.sampled_from(
    ["needle", "Über *uns*", "a\n\n- b\n- c", "<b>x</b>", "日本語 です", "", "https://example.org/x?y=1"]
)
bodies = st.one_of(words, texts)
times = st.integers(0, 10**9).map(lambda s: (START + timedelta(milliseconds=s * 97)).isoformat().replace("+00:00", "Z"))
tags = st.lists(st.sampled_from(["brass", "Wind & rain", "c++", "!!", "Straße"]), max_size=3)


@st.composite
def communities(draw: st.DrawFn) -> list[Line]:
    """Return the lines of a community."""
    people = [f"u{number}" for number in range(draw(st.integers(1, 5)))]
    members = [draw(member(key, number)) for number, key in enumerate(people)]
    groups = [draw(group(f"g{number}", people)) for number in range(draw(st.integers(0, 2)))]
    spaces = [draw(space(f"s{number}", [g["id"] for g in groups])) for number in range(draw(st.integers(1, 3)))]
    threads = [draw(thread(f"p{number}", people, spaces)) for number in range(draw(st.integers(1, 5)))]
    answers = draw(answers_to([line["id"] for line in threads if line["type"] == "question"], people))
    comments = draw(comments_on([line["id"] for line in threads + answers], people))
    written = threads + answers + comments
    lines = members + groups + spaces + written + draw(reactions(written, people))
    lines += draw(duplicates([line["id"] for line in threads]))
    return draw(st.permutations(lines))


@st.composite
def some(draw: st.DrawFn, /, **fields: st.SearchStrategy[Any]) -> Line:
    """Return some of these fields; the others are left out."""
    chosen = draw(st.sets(st.sampled_from(sorted(fields))))
    return {name: draw(fields[name]) for name in sorted(chosen)}


@st.composite
def member(draw: st.DrawFn, key: str, number: int) -> Line:
    """Return a member."""
    more = some(
        joined=times,
        role=st.sampled_from(["member", *ROLES]),
        roles=st.lists(st.sampled_from(ROLES), max_size=3, unique=True),
        email=st.just(f"person{number}@example.org"),
        confirmed=times,
        about=bodies,
        location=texts,
        active=st.booleans(),
        erased=times,
    )
    return {"type": "member", "id": key, "name": draw(st.sampled_from(["Ana", "ANA", "Bo Ä", ""])), **draw(more)}


@st.composite
def group(draw: st.DrawFn, key: str, people: list[str]) -> Line:
    """Return a group of some of these people."""
    entries = [
        person if draw(st.booleans()) else {"id": person, "since": draw(times)}
        for person in draw(st.lists(st.sampled_from(people), unique=True))
    ]
    name = draw(st.sampled_from(["Crew", "Circle"]))
    return {
        "type": "group",
        "id": key,
        "name": name,
        "members": entries,
        **draw(some(description=texts, created=times)),
    }


@st.composite
def space(draw: st.DrawFn, key: str, groups: list[str]) -> Line:
    """Return a space."""
    more = some(description=texts, posting=st.sampled_from(["readers", "staff"]), position=st.integers(-5, 5))
    doors = st.sampled_from([{}, {"visibility": "public"}, {"visibility": "members"}, {"visibility": "staff"}])
    circles = st.sampled_from(groups).map(lambda circle: {"visibility": "group", "group": circle}) if groups else doors
    named = {"type": "space", "id": key, "name": draw(st.sampled_from(["Mail", "Wind", "!"]))}
    return named | draw(more) | draw(st.one_of(doors, circles)) | draw(some(created=times))


def written(people: list[str]) -> st.SearchStrategy[Line]:
    """Return the fields that every contribution may have."""
    person = st.sampled_from([*people, None])
    optional = some(
        body=bodies,
        score=st.integers(-20, 90),
        language=st.sampled_from(["en", "pt-BR"]),
        edited=times,
        state=st.sampled_from(["published", "published", "deleted", "hidden"]),
        state_by=person,
        state_reason=texts,
        author_roles=st.lists(st.sampled_from(ROLES), max_size=2, unique=True),
    )
    needed = st.fixed_dictionaries({"author": person, "created": times})
    return st.builds(lambda first, second: {**first, **second}, needed, optional)


@st.composite
def thread(draw: st.DrawFn, key: str, people: list[str], spaces: list[Line]) -> Line:
    """Return a question, a discussion or an idea."""
    kind = draw(st.sampled_from(["question", "question", "discussion", "idea"]))
    places = st.sampled_from([line["id"] for line in spaces])
    line = {"type": kind, "id": key, "title": draw(st.one_of(words, texts)), **draw(written(people))}
    line |= draw(some(space=places, tags=tags, views=st.integers(0, 10**7)))
    if kind == "idea":
        line |= draw(some(status=st.sampled_from(["open", "Geplant!"]), status_changed=times))
    return line


@st.composite
def answers_to(draw: st.DrawFn, questions: list[str], people: list[str]) -> list[Line]:
    """Return answers, at most one of a question accepted and one official."""
    answers: list[Line] = []
    for number, question in enumerate(draw(st.lists(st.sampled_from(questions), max_size=6)) if questions else []):
        answer = {"type": "answer", "id": f"a{number}", "question": question, **draw(written(people))}
        for what in ("accepted", "official"):
            if not any(line["question"] == question and line.get(what) for line in answers) and draw(st.booleans()):
                chosen = some(**{f"{what}_at": times, f"{what}_by": st.sampled_from(people)})
                answer |= {what: True, **draw(chosen)}
        answers.append(answer)
    return answers


@st.composite
def comments_on(draw: st.DrawFn, hosts: list[str], people: list[str]) -> list[Line]:
    """Return a forest of comments."""
    comments: list[Line] = []
    for number in range(draw(st.integers(0, 8))):
        on = draw(st.sampled_from(hosts + [line["id"] for line in comments]))
        comments.append({"type": "comment", "id": f"c{number}", "on": on, **draw(written(people))})
    return comments


@st.composite
def reactions(draw: st.DrawFn, contributions: list[Line], people: list[str]) -> list[Line]:
    """Return votes, follows and revisions."""
    pairs = st.tuples(st.sampled_from([line["id"] for line in contributions]), st.sampled_from(people))
    lines: list[Line] = []
    for number, (on, by) in enumerate(draw(st.lists(pairs, max_size=8, unique=True))):
        vote = some(id=st.just(f"v{number}"), origin=texts.filter(lambda t: 0 < len(t) <= 20), valid=st.booleans())
        value = {"value": draw(st.sampled_from([1, -1])), "created": draw(times), **draw(some(reason=texts))}
        lines.append({"type": "vote", "on": on, "by": by, **draw(vote), **value})
    for on, by in draw(st.lists(pairs, max_size=3, unique=True)):
        lines.append({"type": "follow", "on": on, "by": by, **draw(some(since=times))})
    for on, _by in draw(st.lists(pairs, max_size=2, unique_by=lambda pair: pair[0])):
        for number in (1, 2):
            said = some(title=texts, body=bodies, tags=tags, editor=st.sampled_from(people), comment=texts)
            lines.append({"type": "revision", "on": on, "number": number, "created": draw(times), **draw(said)})
    return lines


@st.composite
def duplicates(draw: st.DrawFn, threads: list[str]) -> list[Line]:
    """Return links between threads."""
    if len(threads) < 2:
        return []
    pair = st.lists(st.sampled_from(threads), min_size=2, max_size=2, unique=True).map(tuple)
    return [
        {"type": "duplicate", "of": of, "is": repeats, "created": draw(times), **draw(some(id=st.just(f"d{number}")))}
        for number, (of, repeats) in enumerate(draw(st.lists(pair, max_size=3, unique=True)))
    ]
