"""Money as people type and read it; kept as whole minor units of its currency."""

import re
from decimal import Decimal

from babel import numbers

from core.translation import babel_locale
from core.translation import gettext as _

MOST = 10**15
AMOUNT = re.compile(r"\d{1,15}([.,]\d{1,3})?\Z")
CURRENCY = re.compile(r"[A-Z]{3}\Z")


def is_currency(code: str) -> bool:
    """Whether a currency of this code exists, as far as is known here."""
    return bool(CURRENCY.match(code)) and numbers.is_currency(code)


def minor_units(text: str, currency: str) -> int:
    """Read an amount such as `1200` or `12.50` as minor units: 1250 for 12.50 EUR. Raises ValueError."""
    digits = numbers.get_currency_precision(currency)
    if not AMOUNT.match(text):
        raise ValueError(_("Write the amount in digits, such as 1200 or 12.50."))
    amount = Decimal(text.replace(",", ".")).scaleb(digits)
    if amount != int(amount) or amount > MOST:
        raise ValueError(_("Write the amount with at most %(digits)s digits behind the point.", digits=digits))
    return int(amount)


def in_words(minor: int, currency: str) -> str:
    """Write an amount in the reader's language: `CHF 12.50`."""
    digits = numbers.get_currency_precision(currency)
    amount = Decimal(minor).scaleb(-digits)
    return str(numbers.format_currency(amount, currency, locale=babel_locale()))


def as_typed(minor: int, currency: str) -> str:
    """Write an amount as a form takes it: `12.50`."""
    return str(Decimal(minor).scaleb(-numbers.get_currency_precision(currency)))
