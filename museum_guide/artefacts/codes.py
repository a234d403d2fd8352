"""What opens an artefact: the code of a printed label, and the number with its check digit on the keypad."""

import secrets

# Without I, L, O and U, which are misread: Crockford, Base32, https://www.crockford.com/base32.html
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MISREAD = str.maketrans("OIL", "011")
CODE_LENGTH = 7
LARGEST_NUMBER = 9_999_999
# A totally anti-symmetric quasigroup of order 10: Damm, Total anti-symmetrische Quasigruppen, Marburg 2004.
DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_code() -> str:
    """Return a code that nobody can guess: 7 symbols, 35 bits."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def code_of(typed: str) -> str | None:
    """Return the code that somebody typed or a camera read, in any case and with misread letters; None for no code."""
    code = typed.strip().upper().translate(MISREAD)
    return code if len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) else None


def check_digit(number: int) -> int:
    """Return the digit behind a number, by the method of Damm: it tells every slip of one digit and every swap of two.

    572 has the check digit 4.
    """
    interim = 0
    for digit in str(number):
        interim = DAMM[interim][int(digit)]
    return interim


def keypad_number(number: int) -> str:
    """Return what a label prints for the keypad: a number with its check digit behind it."""
    return f"{number}{check_digit(number)}"


def number_typed(typed: str) -> int | None:
    """Return the number that somebody typed with its check digit; None where there was a slip."""
    digits = "".join(typed.split())
    if not (digits.isascii() and digits.isdecimal() and 2 <= len(digits) <= len(str(LARGEST_NUMBER)) + 1):
        return None
    number = int(digits[:-1])
    return number if keypad_number(number) == digits else None
