"""Sums of money: whole numbers of the minor unit of a currency, and how people write and read them."""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency, get_currency_precision
from babel.numbers import is_currency as known_to_babel

from core.translation import babel_locale
from core.translation import gettext as _

LARGEST = 10**15
WRITTEN = re.compile(r"-?\d{1,13}(?:[.,]\d{1,4})?\Z")
CODE = re.compile(r"[A-Z]{3}\Z")


def is_currency(code: str) -> bool:
    """Whether three letters are a currency (ISO 4217)."""
    return bool(CODE.match(code)) and known_to_babel(code)


def currency(value: Any) -> Any:
    """Read the three letters of a currency (ISO 4217). Raises ValueError."""
    code = value.strip().upper() if isinstance(value, str) else ""
    if not is_currency(code):
        raise ValueError(_("Give the three letters of a currency, such as EUR or INR."))
    return code


def minor_units(written: str, code: str) -> int:
    """Read an amount such as 1234.50 or 1234,50 as minor units of a currency: 123450 for EUR. Raises ValueError."""
    text = written.strip().replace(" ", "").replace(",", ".")
    precision = get_currency_precision(code)
    if not WRITTEN.match(text):
        raise ValueError(_("Write the amount in figures, with a point before the decimals: 1234.50"))
    scaled = Decimal(text).scaleb(precision)
    if scaled != int(scaled):
        raise ValueError(_("This currency has %(places)s decimals.", places=precision))
    return int(scaled)


def shown(amount: int, code: str) -> str:
    """Write minor units of a currency for the reader: 123450 of EUR is €1,234.50."""
    value = Decimal(amount).scaleb(-get_currency_precision(code))
    return str(format_currency(value, code, locale=babel_locale()))


def plain(amount: int, code: str) -> str:
    """Write minor units for a program: 123450 of EUR is 1234.50."""
    return str(Decimal(amount).scaleb(-get_currency_precision(code)))
