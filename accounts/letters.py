"""What mails about accounts say. No letter repeats a name or a text that a stranger could have typed."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select

from accounts.links import address_of, make_link
from accounts.models import AccountMail, Member
from core.database import db
from core.settings import Settings
from core.translation import gettext as _


@dataclass(frozen=True)
class Letter:
    """A mail in plain words: subject, paragraphs, and one link with its label."""

    subject: str
    paragraphs: tuple[str, ...]
    label: str = ""
    url: str = ""

    def bodies(self) -> tuple[str, str]:
        """Return the mail as text and as HTML."""
        words = {"letter": self, "site_url": _settings().base_url}
        template = current_app.jinja_env.get_template
        return template("mail/letter.txt").render(words), template("mail/letter.html").render(words)


def receiver_of(row: AccountMail) -> Member | None:
    """Return whoever reads a waiting mail, as far as they are known: its member, or whose address it goes to."""
    return db.session.get(Member, row.member_id) if row.member_id else _owner_of(row.address)


def letter_for(row: AccountMail) -> Letter | None:
    """Write the letter of a waiting mail; None where there is nobody to tell."""
    member = db.session.get(Member, row.member_id) if row.member_id else None
    writers = {
        "confirm": lambda: _confirm(row.address, member),
        "help": lambda: _help(row.address),
        "change-email": lambda: _change_email(row.address, member),
        "email-change-asked": _email_change_asked,
        "email-changed": _email_changed,
        "password-changed": _password_changed,
        "takeout-ready": _takeout_ready,
        "erasure-asked": _erasure_asked,
        "factor-changed": _factor_changed,
        "guest-asked": _guest_asked,
        "panel-invited": _panel_invited,
        "panel-leaked": _panel_leaked,
        "webhook-stopped": _webhook_stopped,
    }
    return writers[row.purpose]()


def _confirm(address: str, member: Member | None) -> Letter | None:
    if _owner_of(address) is not None:
        return _known_already()
    if member is None or not member.is_pending:
        return None
    return Letter(
        _("Confirm your address for %(site)s", site=_site()),
        (
            _("Somebody, probably you, asked for an account at %(site)s with this address.", site=_site()),
            _("Open this link and enter the password you chose. It is good for two days."),
            _("If it was not you, you need not do anything."),
        ),
        _("Confirm my address"),
        make_link(member, "confirm"),
    )


def _known_already() -> Letter:
    return Letter(
        _("You have an account at %(site)s already", site=_site()),
        (
            _("Somebody, perhaps you, just tried to open an account at %(site)s with this address.", site=_site()),
            _("You have one already. Sign in with it, or choose a new password if you forgot the old one."),
            _("If it was not you, you need not do anything."),
        ),
        _("Choose a new password"),
        address_of("security.forgot_password"),
    )


def _help(address: str) -> Letter | None:
    owner = _owner_of(address)
    if owner is None:
        return _confirm(address, _newest_registration(address))
    if not owner.active or owner.erased_at is not None:
        return None
    return Letter(
        _("Choose a new password for %(site)s", site=_site()),
        (
            _("Somebody, probably you, asked for a new password at %(site)s.", site=_site()),
            _("Open this link to choose one. It is good for one hour, and works once."),
            _("If it was not you, you need not do anything: your password stays as it is."),
        ),
        _("Choose a new password"),
        make_link(owner, "reset"),
    )


def _change_email(address: str, member: Member | None) -> Letter | None:
    if member is None or member.pending_email != address:
        return None
    if _owner_of(address) is not None:
        return _known_already()
    return Letter(
        _("Confirm your new address for %(site)s", site=_site()),
        (
            _("You asked %(site)s to use this address from now on.", site=_site()),
            _("Open this link to confirm it. It is good for two hours."),
            _("If it was not you, you need not do anything."),
        ),
        _("Use this address"),
        make_link(member, "change-email"),
    )


def _email_change_asked() -> Letter:
    return _notice(
        _("A new address was asked for at %(site)s", site=_site()),
        _("Somebody signed in as you asked to change the e-mail address of your account at %(site)s.", site=_site()),
    )


def _email_changed() -> Letter:
    return _notice(
        _("Your address at %(site)s was changed", site=_site()),
        _("The e-mail address of your account at %(site)s was changed. This one is no longer used.", site=_site()),
    )


def _password_changed() -> Letter:
    return _notice(
        _("Your password at %(site)s was changed", site=_site()),
        _("The password of your account at %(site)s was changed, and all other sessions were ended.", site=_site()),
    )


def _takeout_ready() -> Letter:
    return Letter(
        _("The copy of your data at %(site)s is ready", site=_site()),
        (
            _("You asked %(site)s for a copy of everything that is yours. It waits in your account.", site=_site()),
            _("It is kept for seven days. If you did not ask for it, choose a new password now."),
        ),
        _("Open my account"),
        address_of("personal.data"),
    )


def _erasure_asked() -> Letter:
    return Letter(
        _("Your account at %(site)s will be erased", site=_site()),
        (
            _("Somebody signed in as you asked %(site)s to erase your account and everything about you.", site=_site()),
            _("Until the day that your account names, you can call it off there. Afterwards nobody can bring it back."),
        ),
        _("See the day, or call it off"),
        address_of("personal.data"),
    )


def _guest_asked() -> Letter:
    return Letter(
        _("Would you be guest staff at %(site)s?", site=_site()),
        (
            _("The people who run %(site)s ask you to act for them under some topics, for a time.", site=_site()),
            _("The page says which topics, until when and why, and what comes with it. You agree or decline there."),
        ),
        _("Read it and decide"),
        address_of("guests.terms"),
    )


def _panel_invited() -> Letter:
    return Letter(
        _("Would you try something new at %(site)s?", site=_site()),
        (
            _("The people who run %(site)s invite you to a panel that tries what is not public yet.", site=_site()),
            _("The page says what it is for and on which terms. You accept or decline there."),
        ),
        _("Read it and decide"),
        address_of("beta.own"),
    )


def _panel_leaked() -> Letter:
    return Letter(
        _("A leak was reported at %(site)s", site=_site()),
        (
            _("A panellist saw something of a beta panel where it does not belong."),
            _("The page of the panel at %(site)s says where.", site=_site()),
        ),
        _("See my panels"),
        address_of("beta_panels.panels"),
    )


def _factor_changed() -> Letter:
    return _notice(
        _("The way you sign in at %(site)s was changed", site=_site()),
        _("A second factor or a passkey of your account at %(site)s was added or removed.", site=_site()),
    )


def _webhook_stopped() -> Letter:
    return Letter(
        _("A webhook at %(site)s was stopped", site=_site()),
        (
            _("Nobody took what a webhook of yours at %(site)s sent, so it was stopped.", site=_site()),
            _("See there what was tried, and start it again once its receiver is well."),
        ),
        _("See my webhooks"),
        address_of("webhooks.webhooks"),
    )


def _notice(subject: str, told: str) -> Letter:
    closing = _("If it was not you, choose a new password now and write to the people who run the site.")
    return Letter(subject, (told, closing), _("Choose a new password"), address_of("security.forgot_password"))


def _owner_of(address: str) -> Member | None:
    return db.session.scalars(select(Member).where(Member.email == address)).one_or_none()


def _newest_registration(address: str) -> Member | None:
    waiting = select(Member).where(Member.pending_email == address, Member.is_pending)
    return db.session.scalars(waiting.order_by(Member.joined_at.desc(), Member.id.desc()).limit(1)).one_or_none()


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _site() -> str:
    return " ".join(_settings().site_name.split())
