"""What may be sent about accounts, by form and by program."""

import unicodedata
from typing import Annotated, Any

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationInfo

from accounts.names import Name
from accounts.passwords import LONGEST, problem_with
from core.forms import Schema
from core.translation import gettext as _

LONGEST_ADDRESS = 254


def check_address(value: Any) -> str:
    """Return an e-mail address in the form in which it is kept. Raises ValueError."""
    # What begins with "=?" would be read as an encoded word by some mail servers, and so as another address.
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS or "=?" in value:
        raise ValueError(_("Please give an e-mail address."))
    try:
        return address_key(validate_email(value.strip(), check_deliverability=False).normalized)
    except EmailNotValidError:
        raise ValueError(_("That does not look like an e-mail address.")) from None


def address_key(address: str) -> str:
    """Return the form in which two addresses count as the same: providers make no difference between cases."""
    return unicodedata.normalize("NFC", address.strip()).lower()


def one_line(value: Any) -> Any:
    """Put a text on one line, without control characters."""
    if not isinstance(value, str):
        return value
    return " ".join("".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in value).split())


def paragraphs(value: Any) -> Any:
    """Put line ends in order and take out control characters."""
    if not isinstance(value, str):
        return value
    unified = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in unified if letter in "\n\t" or unicodedata.category(letter) != "Cc")


def check_password(password: str, info: ValidationInfo) -> str:
    """Return a password that may be chosen; the fields read before it must not be what it is made of."""
    known = [str(value) for name, value in info.data.items() if name in {"name", "email"}]
    problem = problem_with(password, *known)
    if problem:
        raise ValueError(problem)
    return password


Address = Annotated[str, BeforeValidator(check_address)]
# A password that is only compared: nothing is taken off it, and it is not judged.
Secret = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=4 * LONGEST)]
NewPassword = Annotated[Secret, AfterValidator(check_password)]
Line = Annotated[str, BeforeValidator(one_line), Field(max_length=100)]


class Registration(Schema):
    """What someone gives who wants an account."""

    name: Name
    email: Address
    password: NewPassword


class PasswordReset(Schema):
    """A new password, chosen with a link from a mail."""

    password: NewPassword


class SignIn(Schema):
    """Who someone says they are."""

    email: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=LONGEST_ADDRESS)]
    password: Secret


class AddressOnly(Schema):
    """An address to which something shall be sent."""

    email: Address


class PasswordOnly(Schema):
    """A password, asked for again before something that matters."""

    password: Secret


class PasswordChange(Schema):
    """The present password and a new one."""

    current: Secret
    password: NewPassword


class AddressChange(Schema):
    """A new address, and the password as proof."""

    email: Address
    current: Secret


class Profile(Schema):
    """What a member's public page says."""

    name: Name
    location: Line = ""
    about: Annotated[str, BeforeValidator(paragraphs), Field(max_length=2000)] = ""


class GroupDraft(Schema):
    """A group."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=2, max_length=100)]
    description: Annotated[str, BeforeValidator(one_line), Field(max_length=300)] = ""


class Whom(Schema):
    """A member, by name or e-mail address."""

    who: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=LONGEST_ADDRESS)]


class TypedName(Schema):
    """A name, typed so that something does not happen by accident."""

    name: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=200)]
