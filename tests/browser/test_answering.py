"""What goes on around a question: answers, comments, votes, accepting, editing, following, and taking back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.serving import Site
from tests.browser.visiting import answer_of, said, scripted, words
from tests.people import Person

pytestmark = [pytest.mark.once, pytest.mark.browser]


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_an_answer_a_remark_and_thanks(
    visit: Callable[..., Page], community: Site, question: int, asker: Person, helper: Person, phone: bool
) -> None:
    helping = visit(community, helper, phone=phone)
    helping.goto(f"/questions/{question}")
    words(helping).fill("The **sun** bends the case.")
    helping.get_by_role("button", name="Post your answer").click()
    expect(answer_of(helping, helper.name).locator("strong")).to_have_text("sun")

    community.work()
    asking = visit(community, asker, phone=phone)
    asking.goto("/notifications")
    asking.locator(".news-item", has_text=helper.name).first.click()
    answer = answer_of(asking, helper.name)
    answer.get_by_role("link", name="Comment").click()
    words(asking).fill("I shall draw the curtain.")
    asking.get_by_role("button", name="Post it").click()
    expect(answer.locator(".comment")).to_contain_text("I shall draw the curtain.")
    answer.get_by_role("button", name="Accept").click()
    expect(answer.locator(".plate-accepted")).to_be_visible()
    expect(asking.locator(".thread-meta .badge")).to_have_text("Solved")


def test_a_vote_counts_and_can_be_taken_back(
    visit: Callable[..., Page], community: Site, question: int, answer: int, asker: Person, helper: Person
) -> None:
    page = visit(community, asker)
    page.goto(f"/questions/{question}")
    scripted(page, "vote")
    vote = answer_of(page, helper.name).locator(".vote")
    useful = vote.get_by_role("button", name="This helps")
    useless = vote.get_by_role("button", name="This does not help")
    for button, score, pressed in [(useful, "1", "true"), (useless, "-1", "true"), (useless, "0", "false")]:
        button.click()
        expect(vote.locator(".vote-count")).to_have_text(score)
        expect(button).to_have_attribute("aria-pressed", pressed)
    useful.click()
    expect(vote.locator(".vote-count")).to_have_text("1")
    page.reload()
    expect(useful).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".question .vote").get_by_role("button").first).to_be_disabled()


def test_new_words_and_the_old_ones(visit: Callable[..., Page], community: Site, question: int, asker: Person) -> None:
    page = visit(community, asker)
    page.goto(f"/questions/{question}")
    page.locator(".question").get_by_role("link", name="Edit").click()
    text = words(page)
    text.fill(text.input_value().replace("at noon", "at dusk"))
    page.get_by_label("What you changed").fill("I looked at the clock")
    page.get_by_role("button", name="Save the changes").click()
    expect(page.locator(".question .prose")).to_contain_text("at dusk")
    expect(page.locator(".question .post-edited")).to_be_visible()

    page.locator(".question").get_by_role("link", name="History").click()
    expect(page.get_by_text("I looked at the clock")).to_be_visible()
    page.get_by_role("link", name="Version 2").click()
    expect(page.locator(".redline del")).to_contain_text("noon")
    expect(page.locator(".redline ins")).to_contain_text("dusk")
    page.get_by_role("link", name="Version 1").click()
    scripted(page, "confirm")
    page.get_by_role("button", name="Go back to this version").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(page.locator(".question .prose")).to_contain_text("at noon")


def test_following_brings_news(visit: Callable[..., Page], community: Site, question: int, helper: Person) -> None:
    follower = visit(community, community.person("Yara Costa"))
    follower.goto(f"/questions/{question}")
    follower.get_by_role("button", name="Follow", exact=True).click()
    expect(follower.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")

    helping = visit(community, helper)
    helping.goto(f"/questions/{question}")
    words(helping).fill("It is the radiator, every time.")
    helping.get_by_role("button", name="Post your answer").click()
    expect(answer_of(helping, helper.name)).to_be_visible()
    community.work()

    follower.goto("/")
    follower.get_by_role("link", name="Notifications, 1 unread").click()
    follower.get_by_role("button", name="It is the radiator").click()
    expect(answer_of(follower, helper.name)).to_be_visible()
    expect(follower.get_by_role("link", name="Notifications", exact=True)).to_be_visible()


def test_taking_back_and_putting_back(
    visit: Callable[..., Page], community: Site, question: int, answer: int, helper: Person
) -> None:
    page, reader = visit(community, helper), visit(community)
    page.goto(f"/questions/{question}")
    scripted(page, "confirm")
    deletion = answer_of(page, helper.name).get_by_role("button", name="Delete")
    deletion.click()
    page.get_by_role("dialog").get_by_role("button", name="No, keep it").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    deletion.click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(said(page)).to_contain_text("taken off the page")
    reader.goto(f"/questions/{question}")
    expect(answer_of(reader, helper.name)).to_have_count(0)

    answer_of(page, helper.name).get_by_role("button", name="Restore").click()
    expect(said(page)).to_contain_text("back where it was")
    reader.reload()
    expect(answer_of(reader, helper.name)).to_be_visible()


def test_what_is_begun_under_a_question_is_kept(
    visit: Callable[..., Page], community: Site, question: int, helper: Person
) -> None:
    page = visit(community, helper)
    page.goto(f"/questions/{question}")
    scripted(page, "draft")
    words(page).fill("Half a thought")
    expect(page.locator("[data-save-note]")).to_contain_text("Saved")
    page.reload()
    expect(words(page)).to_have_value("Half a thought")
    page.goto("/drafts")
    scripted(page, "confirm")
    page.locator(".draft", has_text="Half a thought").get_by_role("button", name="Discard").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, go on").click()
    expect(page.get_by_text("Half a thought")).to_have_count(0)
