"""How fast codes may be tried: slower with every miss of a phone, and slower for new phones while many miss.

Nobody is ever locked out, for a whole museum may share one address with whoever guesses: 50 random bits do that work,
and this keeps guessing from being cheap. A phone is known by a signed stamp in the form that it was given, so without
a cookie; a form that carries none counts as one with all others of its network.
"""

import hashlib
import secrets
import time

from flask import current_app, request
from itsdangerous import BadSignature

from core.clock import now
from core.errors import Throttled
from core.limits import Limits, network_of
from core.signing import signer
from core.translation import gettext as _

PURPOSE = "atrium ticket form"
# A phone may miss so often at once; every further miss doubles how long it waits, up to the longest.
FREE, LONGEST = 5, 300
# Misses of everybody in ten minutes, from which on forms must have stood open for a second per so many misses.
CALM, PER_SECOND, SLOWEST = 100, 50, 30
HOUR, WINDOW = 3600, 600
EVERYBODY = "ticket/misses"


def fresh_form() -> str:
    """Return the stamp of a form that a phone is given now."""
    return str(signer(PURPOSE).dumps([secrets.token_urlsafe(9), int(now().timestamp())]))


def wait_your_turn(form: str) -> None:
    """Let a phone try a code. Raises Throttled where it has to wait first."""
    limits = _limits()
    if not limits.on:
        return
    phone, opened = _read(form)
    kept = _key("wait", phone)
    left = limits.storage.get_expiry(kept) - time.time() if limits.storage.get(kept) else 0.0
    left = max(left, patience(limits.storage.get(EVERYBODY)) - (now().timestamp() - opened))
    if left > 0:
        seconds = max(1, round(left))
        raise Throttled(_("Please wait %(seconds)s seconds, then send the code again.", seconds=seconds), seconds)


def missed(form: str) -> None:
    """Count a code that started no visit."""
    limits = _limits()
    if not limits.on:
        return
    phone, _opened = _read(form)
    limits.storage.incr(EVERYBODY, WINDOW)
    misses = limits.storage.incr(_key("misses", phone), HOUR)
    if misses >= FREE:
        limits.storage.clear(_key("wait", phone))
        limits.storage.incr(_key("wait", phone), min(LONGEST, 2 ** min(misses - FREE, 20)))


def patience(misses: int) -> int:
    """Return for how many seconds a form must have stood open, by how many codes missed in the last ten minutes."""
    return min(SLOWEST, max(0, misses - CALM) // PER_SECOND)


def _read(form: str) -> tuple[str, float]:
    """Return which phone a form was given to, and when; one without a good stamp was opened just now."""
    try:
        stamp, opened = signer(PURPOSE).loads(form)
    except (BadSignature, ValueError, TypeError):
        return network_of(request.remote_addr), now().timestamp()
    return str(stamp), float(opened)


def _key(kind: str, phone: str) -> str:
    # It may name a network, so only a digest of it is kept.
    return f"ticket/{kind}/{hashlib.blake2b(phone.encode(), digest_size=16).hexdigest()}"


def _limits() -> Limits:
    limits: Limits = current_app.extensions["limits"]
    return limits
