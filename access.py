"""The one table that says who may call which endpoint. An endpoint that is not here is refused."""

from accounts.guard import Access

ANYONE = Access.ANYONE
SIGNED_OUT = Access.SIGNED_OUT
MEMBER = Access.MEMBER
STAFF = Access.STAFF
MODERATOR = Access.MODERATOR
ADMINISTRATOR = Access.ADMINISTRATOR
TOKEN = Access.TOKEN

ACCESS: dict[str, Access] = {
    # Whoever may call an endpoint may still meet 404: rules and queries decide about the thing itself.
    "static": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE,
    "health.metrics": TOKEN,
    "assets.asset": ANYONE,
    "assets.favicon": ANYONE,
    "home.index": ANYONE,
    "search.search": ANYONE,
    # Reading the forum and the ideas.
    "community.questions": ANYONE,
    "community.question": ANYONE,
    "community.discussions": ANYONE,
    "community.discussion": ANYONE,
    "community.spaces": ANYONE,
    "community.space": ANYONE,
    "community.tags": ANYONE,
    "community.tag": ANYONE,
    "community.suggest_tags": ANYONE,
    "ideas.ideas": ANYONE,
    "ideas.idea": ANYONE,
    "contributions.permalink": ANYONE,
    "contributions.comments": ANYONE,
    "contributions.history": ANYONE,
    "contributions.revision": ANYONE,
    "written.by_member": ANYONE,
    # Taking part.
    "similarity.similar": MEMBER,
    "community.ask": MEMBER,
    "community.discuss": MEMBER,
    "community.answer": MEMBER,
    "community.share": MEMBER,
    "community.accept": MEMBER,
    "community.official": STAFF,
    "contributions.vote": MEMBER,
    "contributions.comment": MEMBER,
    "contributions.edit": MEMBER,
    "contributions.delete": MEMBER,
    "contributions.hide": MODERATOR,
    "contributions.restore": MEMBER,
    "contributions.revert": MEMBER,
    "contributions.follow": MEMBER,
    "contributions.preview": MEMBER,
    "contributions.save_draft": MEMBER,
    "contributions.discard_draft": MEMBER,
    "contributions.drafts": MEMBER,
    "contributions.notifications": MEMBER,
    "contributions.open_notification": MEMBER,
    "contributions.read_notifications": MEMBER,
    # Keeping the house.
    "spaces.new": ADMINISTRATOR,
    "spaces.edit": ADMINISTRATOR,
    "home.styleguide": STAFF,
    # Accounts: the way in and out, oneself, others, and what administrators keep.
    "security.login": SIGNED_OUT,
    "security.logout": ANYONE,
    "security.register": SIGNED_OUT,
    "security.mail_sent": ANYONE,
    "security.confirm_email": ANYONE,
    "security.forgot_password": ANYONE,
    "security.reset_password": ANYONE,
    "security.change_email_confirm": ANYONE,
    "accounts.account": MEMBER,
    "account.password": MEMBER,
    "account.email": MEMBER,
    "account.sessions": MEMBER,
    "account.end_session": MEMBER,
    "account.end_other_sessions": MEMBER,
    "accounts.members": ANYONE,
    "accounts.profile": ANYONE,
    "roles.roles": ADMINISTRATOR,
    "roles.disable": ADMINISTRATOR,
    "roles.enable": ADMINISTRATOR,
    "groups.groups": ADMINISTRATOR,
    "groups.group": ADMINISTRATOR,
    "groups.remove": ADMINISTRATOR,
}
