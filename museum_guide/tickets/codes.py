"""The codes on tickets: ten random symbols and one that shows slips of the pen, and the digests kept of them."""

import hashlib
import hmac
import re
import secrets

from core.signing import signing_keys

# Crockford's base 32 leaves out I, L, O and U; whoever types them means 1, 1, 0 or nothing.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
RANDOM = 10
FOLDED = str.maketrans("OIL", "011")
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.]+")
PURPOSE = b"atrium ticket code\0"


def new_code() -> str:
    """Return a fresh code of eleven symbols: 50 random bits, less the few whose check would be read as another."""
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
        symbol = check_symbol(drawn)
        if symbol in ALPHABET:
            return drawn + symbol


def check_symbol(text: str) -> str:
    """Return the check symbol of digits and capital letters: ISO/IEC 7064, mod 37,36 (a hybrid system).

    It catches every single wrong symbol and nearly every swap of neighbours. Check value: A12425GABC1234002 gives M,
    the symbol under which the Global Release Identifier of that number is known.
    """
    kept = 36
    for symbol in text:
        kept = (kept + VALUES.index(symbol)) % 36 or 36
        kept = kept * 2 % 37
    return VALUES[(37 - kept) % 36]


def read_code(written: str) -> str | None:
    """Return a code as it was made from whatever somebody typed; None where a symbol must be wrong or missing."""
    text = SEPARATORS.sub("", written).upper().translate(FOLDED)
    if len(text) != RANDOM + 1 or set(text) - set(ALPHABET):
        return None
    return text if check_symbol(text[:-1]) == text[-1] else None


def grouped(code: str) -> str:
    """Write a code as it is printed: XXXXX-XXXXX-X."""
    return f"{code[:5]}-{code[5:10]}-{code[10:]}"


def digest_of(code: str) -> str:
    """Return what is kept of a code: a digest that nobody can make without the key of the site."""
    return _digest(code, signing_keys()[-1])


def digests_of(code: str) -> list[str]:
    """Return what may have been kept of a code, under the present key and under older ones."""
    return [_digest(code, key) for key in signing_keys()]


def _digest(code: str, key: str) -> str:
    return hmac.new(key.encode(), PURPOSE + code.encode(), hashlib.sha256).hexdigest()
