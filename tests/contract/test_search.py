"""What every search engine promises: finding."""

from datetime import UTC, datetime

import pytest

from core.search import SearchPort, parse_query
from tests.contract.search_cases import document, found, page

pytestmark = pytest.mark.once

SHELF = [
    document(1, "Configuring folders", "I am running Thunderbird on two machines.", tags=("imap", "set up"), score=5),
    document(2, "Sending fails", "The outgoing server at smtp.example.com refuses v4.1.2 with 0x80004005.",
             tags=("smtp",), author_name="Bruno Müller", state=frozenset({"solved", "answered"}),
             created=datetime(2023, 12, 31, 23, 59, tzinfo=UTC)),
    document(3, "", "Thunderbird runs on two machines; a résumé was lost.", kind="answer", thread=1, space=2,
             state=frozenset({"accepted", "official"}), score=-2, created=datetime(2024, 1, 1, tzinfo=UTC)),
    document(4, "An idea about wi-fi", "Let user_name be shown in C++ builds, and not in C# ones.", kind="idea",
             author_name="Ana Lima", state=frozenset({"unanswered"}), space=3,
             created=datetime(2024, 2, 29, tzinfo=UTC)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # stems
        ("configure", {1}),
        ("run machine", {1, 3}),
        ("RUNNING", {1, 3}),
        # phrases, in their order and not across parts of a document
        ('"running thunderbird"', {1}),
        ('"thunderbird running"', {3}),
        ('"two machines"', {1, 3}),
        ('"folders I am"', set()),
        ('"runs on two machines"', {3}),
        # exclusion
        ("thunderbird -configuring", {3}),
        ('machines -"am running"', {3}),
        ("thunderbird -[imap]", {3}),
        ("-author:ana is:question", {2}),
        # operators
        ("[imap]", {1}),
        ("tag:IMAP", {1}),
        ('tag:"set up" [imap]', {1}),
        ("[imap] [smtp]", set()),
        ('author:"Ana Silva"', {1, 3}),
        ("author:ana", {1, 3, 4}),
        ("author:muller", {2}),
        ("is:question", {1, 2}),
        ("is:answer", {3}),
        ("is:idea", {4}),
        ("is:solved", {2}),
        ("is:answered", {2}),
        ("is:unanswered", {4}),
        ("is:official", {3}),
        ("is:accepted", {3}),
        ("created:2024", {1, 3, 4}),
        ("created:2024-01", {3}),
        ("created:2024-01-01", {3}),
        ("created:>2024-01-01", {1, 4}),
        ("created:>=2024-01-01", {1, 3, 4}),
        ("created:<2024-01-01", {2}),
        ("created:2023-12..2024-01", {2, 3}),
        ("created:2024-02-29..", {1, 4}),
        ("score:>0", {1}),
        ("score:<0", {3}),
        ("score:-2..0", {2, 3, 4}),
        ("in:title configuring", {1}),
        ("in:title thunderbird", set()),
        ('in:title "sending fails"', {2}),
        ("thread:1", {1, 3}),
        ("thread:1 résumé", {3}),
        # names, numbers and joined words
        ("smtp.example.com", {2}),
        ("example", {2}),
        ("4.1.2", {2}),
        ("0x80004005", {2}),
        ("wifi", {4}),
        ("wi-fi", {4}),
        ("username", {4}),
        ("user name", {4}),
        ("C++", {4}),
        ("c#", {4}),
        ("two-machines", {1, 3}),
        # accents, in the text and in the question
        ("resume", {3}),
        ("müller", {2}),
        # words that are everywhere do not narrow a question, but count in a phrase
        ("is the thunderbird on", {1, 3}),
        ('"on two"', {1, 3}),
        ("zeppelin", set()),
        ("", set()),
        ("-thunderbird", set()),
        # signs that fold to nothing are not asked for
        ("\u0301", set()),
        ("\u0301 configuring", {1}),
        ('"\u0301 thunderbird" -\u0301', {1, 3}),
    ],
)
def test_what_a_query_finds(port: SearchPort, text: str, ids: set[int]) -> None:
    port.index(SHELF)
    assert found(port, text) == ids


# The words "full width" in letters of full width.
WIDE = "full width".translate({code: code + 0xFEE0 for code in range(0x61, 0x7B)})
SCRIPTS = [
    document(1, "メールの設定", "サンダーバードでメールを設定したいのですが、パスワードが違います。"),
    document(2, "邮件设置", "我想在新电脑上设置邮件客户端。"),
    document(3, "메일 설정", "새 컴퓨터에서 비밀번호를 변경하고 싶습니다."),
    document(4, "การตั้งค่าอีเมล", "ฉันต้องการตั้งรหัสผ่านใหม่"),
    document(5, WIDE + " ﾒｰﾙ", "हिन्दी में खोज"),
    document(6, "Häuser und Straßen", "Die Verbindungen brechen ab.", language="de-DE"),
    document(7, "Ёлка", "Настройки почты"),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("設定", {1}),
        ("メール", {1, 5}),
        ("メール設定", {1}),
        ('"メールを設定"', {1}),
        ('"設定メール"', set()),
        ("違", {1}),
        ("パスワード", {1}),
        ("がす", set()),
        ("邮件", {2}),
        ("设置邮件", {2}),
        ("件邮", set()),
        ("电", {2}),
        ("비밀번호", {3}),
        ("비밀", {3}),
        ("메일 설정", {3}),
        ("รหัสผ่าน", {4}),
        ("full width", {5}),
        ("ﾒｰﾙ", {1, 5}),
        ("खोज", {5}),
        ("häuser", {6}),
        ("hauser", {6}),
        ("STRASSEN", {6}),
        ("елка", {7}),
        ("почты", {7}),
    ],
)
def test_every_script_is_searched(port: SearchPort, text: str, ids: set[int]) -> None:
    port.index(SCRIPTS)
    assert found(port, text) == ids


def test_a_reader_finds_by_the_word_forms_of_their_language(port: SearchPort) -> None:
    port.index(SCRIPTS)
    query = parse_query("Häusern", language="de")
    assert [hit.id for hit in port.search(query, None).hits] == [6]


def test_a_word_in_the_title_counts_more_and_so_does_an_accepted_answer(port: SearchPort) -> None:
    port.index(
        [
            document(1, "Printing", "The profile cannot be printed today."),
            document(2, "Profile", "It cannot be printed today, at all."),
            document(3, "Printing", "The profile cannot be printed today.", state=frozenset({"accepted"})),
        ]
    )
    assert [hit.id for hit in page(port, "profile").hits] == [2, 3, 1]


def test_without_words_the_newest_come_first(port: SearchPort) -> None:
    days = [3, 1, 2]
    port.index(document(day, created=datetime(2024, 1, day, tzinfo=UTC), tags=("a",)) for day in days)
    assert [hit.id for hit in page(port, "[a]").hits] == [3, 2, 1]


def test_hits_say_what_they_are(port: SearchPort) -> None:
    port.index(SHELF)
    (hit,) = page(port, "résumé").hits
    assert (hit.id, hit.kind, hit.thread) == (3, "answer", 1)
    assert hit.score > 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thundrebird", "thunderbird"),
        ("Thunderbrid", "thunderbird"),
        ("hunderbird machnes", "thunderbird machines"),
        ("[imap] conffiguring", "[imap] configuring"),
        ("foldrs", "folders"),
    ],
)
def test_a_mistyped_word_finds_its_neighbour_and_says_so(port: SearchPort, typed: str, meant: str) -> None:
    port.index(SHELF)
    answer = page(port, typed)
    assert 1 in {hit.id for hit in answer.hits}
    assert (answer.suggestion, answer.searched.text) == (meant, meant)


@pytest.mark.parametrize("text", ["thunderbird", '"thundrebird"', "zeppelins", "[imop]", "xy"])
def test_nothing_is_suggested_where_nothing_is_near_or_all_is_well(port: SearchPort, text: str) -> None:
    port.index(SHELF)
    assert page(port, text).suggestion is None


def test_a_mistyped_word_that_somebody_wrote_is_corrected_where_nothing_else_is_found(port: SearchPort) -> None:
    port.index(document(n, "Thunderbird", "crashes") for n in range(1, 41))
    port.index([document(99, "Thundrbird", "is slow")])
    assert found(port, "thundrbird") == {99}
    answer = page(port, "thundrbird crashes")
    assert answer.suggestion == "thunderbird crashes"
    assert (answer.total, answer.relaxed) == (40, False)
    rest = page(port, "thundrbird crashes", limit=30, after=page(port, "thundrbird crashes", limit=30).after)
    assert len(rest.hits) == 10


def test_where_nothing_holds_every_word_most_of_them_will_do(port: SearchPort) -> None:
    port.index(SHELF)
    answer = page(port, "thunderbird machines zeppelin")
    assert answer.relaxed
    assert {hit.id for hit in answer.hits} == {1, 3}
    assert not page(port, '"thunderbird zeppelin" machines').hits


def test_spaces_limit_before_the_page_is_cut(port: SearchPort) -> None:
    port.index(document(n, "Printing", space=n % 2) for n in range(1, 41))
    answer = page(port, "printing", spaces={1}, limit=10)
    assert answer.total == 20
    assert answer.total_is_exact
    assert len(answer.hits) == 10
    assert all(hit.id % 2 for hit in answer.hits)
    assert found(port, "printing", spaces=set()) == set()
    assert found(port, "[x]", spaces={1}) == set()


def test_a_word_from_a_closed_space_is_neither_suggested_nor_known(port: SearchPort) -> None:
    port.index([document(1, "Zephyrion", space=9), document(2, "Zephyrus", space=1)])
    assert page(port, "zephyrian", spaces={1}).suggestion is None
    assert page(port, "zephyrian", spaces={9}).suggestion == "zephyrion"
    # A word that only others may read is as unknown as any other, so that its neighbour is found instead.
    port.index([document(3, "Printing", space=1), document(4, "Prinking", space=9)])
    assert page(port, "prinking", spaces={1}).suggestion == "printing"


def test_a_space_named_in_the_query_narrows_what_the_reader_may_see(port: SearchPort) -> None:
    port.index([document(1, "Printing", space=1), document(2, "Printing", space=2)])
    query = parse_query('printing space:"Help Desk"')
    assert not port.search(query, None).hits
    known = query.with_spaces({"help desk": 1, "other": [2, 3]})
    assert [hit.id for hit in port.search(known, None).hits] == [1]
    assert [hit.id for hit in port.search(known, {1, 2}).hits] == [1]
    assert not port.search(known, {2}).hits
