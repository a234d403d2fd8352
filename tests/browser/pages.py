"""Every page of the house, in every state that looks different, with the role of whoever opens it."""

from dataclasses import dataclass

SIGNED_OUT, MEMBER, STAFF, MODERATOR, ADMINISTRATOR = "signed out", "member", "staff", "moderator", "administrator"


@dataclass(frozen=True)
class Shown:
    """A page as one reader sees it. `sends` is a form on it: sent empty, it shows the page with the errors."""

    endpoint: str
    path: str
    reader: str = SIGNED_OUT
    status: int = 200
    sends: str = ""
    empty: bool = False

    def __str__(self) -> str:
        words = [self.path[:60], self.reader, "sent" if self.sends else "", "empty site" if self.empty else ""]
        return ", ".join(filter(None, words))


FORM = "main form[method=post]"
READING = [
    Shown("home.index", "/"),
    Shown("home.index", "/", MEMBER),
    Shown("home.index", "/", ADMINISTRATOR),
    Shown("panels.arrange", "/account/panels", MEMBER),
    Shown("panels.arrange", "/account/panels", MODERATOR),
    Shown("community.questions", "/questions"),
    Shown("community.questions", "/questions?order=unanswered", MODERATOR),
    Shown("community.questions", "/questions?page=nonsense", status=400),
    Shown("community.question", "/questions/{question}"),
    Shown("community.question", "/questions/{asked}"),
    Shown("community.question", "/questions/{asked}", MEMBER),
    Shown("community.question", "/questions/{asked}", MODERATOR),
    Shown("community.question", "/questions/{asked}", STAFF),
    Shown("community.question", "/questions/{removed}", MEMBER),
    Shown("community.question", "/questions/{removed}", status=404),
    Shown("community.question", "/questions/{quiet}"),
    Shown("community.discussions", "/discussions", MEMBER),
    Shown("community.discussion", "/discussions/{discussion}", MEMBER),
    Shown("ideas.ideas", "/ideas"),
    Shown("ideas.idea", "/ideas/{idea}"),
    Shown("ideas.idea", "/ideas/{idea}", MEMBER),
    Shown("community.spaces", "/spaces", ADMINISTRATOR),
    Shown("community.space", "/spaces/{space}"),
    Shown("community.space", "/spaces/{closed_space}", ADMINISTRATOR),
    Shown("community.tags", "/tags"),
    Shown("community.tags", "/tags?q=nothingofthekind"),
    Shown("community.tag", "/tags/siting"),
    Shown("search.search", "/search"),
    Shown("search.search", "/search?q=rain+gauge"),
    Shown("search.search", "/search?q=barometr"),
    Shown("search.search", "/search?q=zqxjkvbw"),
    Shown("search.search", "/search?q=created:whenever"),
    Shown("search.search", f"/search?q={'rain+' * 100}", status=422),
    Shown("contributions.comments", "/contributions/{best}/comments"),
    Shown("contributions.comments", "/contributions/{best}/comments", MEMBER),
    Shown("contributions.comments", "/contributions/{hidden}/comments", MODERATOR),
    Shown("contributions.history", "/contributions/{asked}/history"),
    Shown("contributions.history", "/contributions/{quiet}/history"),
    Shown("contributions.revision", "/contributions/{asked}/history/2", MEMBER),
    Shown("contributions.revision", "/contributions/{best}/history/2"),
    Shown("accounts.members", "/members"),
    Shown("accounts.members", "/members?name=Zzyzx"),
    Shown("accounts.profile", "/members/{author}"),
    Shown("accounts.profile", "/members/{author}", MEMBER),
    Shown("accounts.profile", "/members/{author}", ADMINISTRATOR),
    Shown("accounts.profile", "/members/{gone}", status=410),
    Shown("written.by_member", "/members/{author}/contributions"),
]
WRITING = [
    Shown("community.ask", "/questions/ask", MEMBER),
    Shown("community.ask", "/questions/ask", STAFF, 422, FORM),
    Shown("community.discuss", "/discussions/new", MEMBER),
    Shown("community.discuss", "/discussions/new", STAFF, 422, FORM),
    Shown("community.answer", "/questions/{quiet}", STAFF, 422, "#answer form"),
    Shown("contributions.comment", "/contributions/{best}/comment", MEMBER),
    Shown("contributions.comment", "/contributions/{discussion}/comment", MEMBER, 422, FORM),
    Shown("contributions.edit", "/contributions/{asked}/edit", MEMBER),
    Shown("contributions.edit", "/contributions/{best}/edit", MODERATOR),
    Shown("contributions.drafts", "/drafts", MEMBER),
    Shown("contributions.drafts", "/drafts", MODERATOR),
    Shown("contributions.notifications", "/notifications", MEMBER),
    Shown("contributions.notifications", "/notifications", ADMINISTRATOR),
]
ACCOUNTS = [
    Shown("security.login", "/login"),
    Shown("security.login", "/login", status=422, sends=FORM),
    Shown("security.register", "/register"),
    Shown("security.register", "/register", status=422, sends=FORM),
    Shown("security.mail_sent", "/mail-sent"),
    Shown("security.confirm_email", "{confirm}"),
    Shown("security.confirm_email", "{confirm}", status=422, sends=FORM),
    Shown("security.confirm_email", "/confirm/nonsense", status=410),
    Shown("security.forgot_password", "/reset"),
    Shown("security.forgot_password", "/reset", status=422, sends=FORM),
    Shown("security.reset_password", "{reset}"),
    Shown("security.reset_password", "{reset}", status=422, sends=FORM),
    Shown("security.change_email_confirm", "{change_email}"),
    Shown("accounts.account", "/account", MEMBER),
    Shown("account.email", "/account/email", MEMBER),
    Shown("account.email", "/account/email", MEMBER, 422, FORM),
    Shown("account.password", "/account/password", MEMBER),
    Shown("account.password", "/account/password", MEMBER, 422, FORM),
    Shown("account.sessions", "/account/sessions", MEMBER),
    Shown("news.choices", "/account/mail", MEMBER),
    Shown("news.choices", "/account/mail", STAFF),
    Shown("news.unsubscribe", "{unsubscribe}"),
    Shown("news.unsubscribe", "{unsubscribe}", sends=FORM),
    Shown("news.unsubscribe", "/unsubscribe/nonsense", status=404),
    Shown("security.second", "/login/second"),
    Shown("factors.safety", "/account/safety", MEMBER),
    Shown("factors.app", "/account/safety/app", MEMBER),
    Shown("personal.data", "/account/data", MEMBER),
    Shown("personal.copy", "/account/data/copy/nonsense", MEMBER, 404),
    Shown("personal.leave", "/account/leave", MEMBER),
    Shown("personal.leave", "/account/leave", MEMBER, 422, FORM),
    Shown("personal.prove", "/account/prove", MEMBER),
    Shown("personal.prove", "/account/prove", MEMBER, 422, FORM),
    Shown("papers.paper", "/papers/terms", status=404),
    Shown("papers.agreements", "/account/agreements", MEMBER),
]
KEEPING = [
    Shown("moderation.queue", "/moderation", MODERATOR),
    Shown("moderation.queue", "/moderation?show=held&order=newest", ADMINISTRATOR),
    Shown("moderation.queue", "/moderation", MEMBER, 403),
    Shown("audit.log", "/moderation/log", MODERATOR),
    Shown("audit.log", "/moderation/log?act=lifted", ADMINISTRATOR),
    Shown("flags.flag", "/contributions/{question}/flag", MEMBER),
    Shown("flags.flag", "/contributions/{question}/flag", STAFF, 422, FORM),
    Shown("sanctions.sanctions", "/members/{author}/sanctions", MODERATOR),
    Shown("sanctions.sanctions", "/members/{author}/sanctions", ADMINISTRATOR, 422, FORM),
    Shown("home.styleguide", "/styleguide", STAFF),
    Shown("home.styleguide", "/styleguide", MEMBER, 403),
    Shown("offers.offers", "/offers", MEMBER),
    Shown("dialogue.dialogue", "/threads/{asked}/dialogue", MEMBER),
    Shown("dialogue.dialogue", "/threads/{quiet}/dialogue", STAFF),
    Shown("dialogue.dialogue", "/threads/{discussion}/dialogue", MODERATOR),
    Shown("queues.queue", "/staff/queues", STAFF),
    Shown("queues.queue", "/staff/queues?list=no-staff&hours=24", STAFF),
    Shown("queues.queue", "/staff/queues?tag=nothingofthekind", STAFF),
    Shown("times.times", "/staff/times?months=all", STAFF),
    Shown("times.times", "/staff/times?tag=nothingofthekind", STAFF),
    Shown("times.rows", "/staff/times/rows?months=all", STAFF),
    Shown("times.rows", "/staff/times/rows?who=staff&bucket=0&tag=nothingofthekind", STAFF),
    Shown("spaces.new", "/spaces/new", ADMINISTRATOR),
    Shown("spaces.new", "/spaces/new", ADMINISTRATOR, 422, FORM),
    Shown("spaces.edit", "/spaces/{closed_space}/edit", ADMINISTRATOR),
    Shown("roles.roles", "/members/{author}/roles", ADMINISTRATOR),
    Shown("roles.erase", "/members/{author}/erase", ADMINISTRATOR),
    Shown("papers.publish", "/papers", ADMINISTRATOR),
    Shown("papers.publish", "/papers", ADMINISTRATOR, 422, FORM),
    Shown("groups.groups", "/groups", ADMINISTRATOR),
    Shown("groups.groups", "/groups", ADMINISTRATOR, 422, FORM),
    Shown("groups.group", "/groups/{group}", ADMINISTRATOR),
    Shown("groups.group", "/groups/{group}", ADMINISTRATOR, 422, "main form.stack-l"),
]
ELSEWHERE = [Shown("", "/no-such-room", status=404), Shown("security.logout", "/logout", status=405)]
EMPTY = [
    *(Shown(shown.endpoint, shown.path, empty=True) for shown in READING if shown.path in {"/", "/questions", "/tags"}),
    Shown("community.discussions", "/discussions", empty=True),
    Shown("ideas.ideas", "/ideas", empty=True),
    Shown("community.spaces", "/spaces", empty=True),
    Shown("search.search", "/search?q=rain", empty=True),
    Shown("accounts.profile", "/members/1", empty=True),
    Shown("written.by_member", "/members/1/contributions", empty=True),
    Shown("home.index", "/", ADMINISTRATOR, empty=True),
    Shown("community.ask", "/questions/ask", ADMINISTRATOR, empty=True),
    Shown("groups.groups", "/groups", ADMINISTRATOR, empty=True),
]
PAGES = list(dict.fromkeys([*READING, *WRITING, *ACCOUNTS, *KEEPING, *ELSEWHERE, *EMPTY]))

# What answers a GET with something that is no page, and why.
NO_PAGES = {
    "security.provider": "leads to a provider",
    "security.provider_back": "seen on the way back from a provider, in a journey of its own",
    "security.provider_new": "the same",
    "factors.connect": "the same",
    "static": "files",
    "assets.asset": "files",
    "assets.favicon": "a file",
    "health.healthz": "for machines",
    "health.readyz": "for machines",
    "health.metrics": "for machines",
    "community.suggest_tags": "JSON",
    "contributions.permalink": "leads to a page",
    "publishing.feed": "XML",
    "publishing.index": "XML",
    "publishing.part": "XML",
    "publishing.robots": "for machines",
    "old_addresses.lead": "leads to a page",
}
