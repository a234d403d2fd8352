"""Codes that prove a purchase: read from a list, kept as digests under the site's key, never as they are."""

import csv
import hashlib
import hmac
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from accounts.viewers import Viewer
from community.owners.events import CodesLoaded
from community.owners.models import PurchaseCode
from community.products.registering import may_keep_products
from contributions.policies import require
from contributions.products.models import Product
from core.clock import now
from core.database import db, once
from core.events import publish
from core.signing import signing_keys
from core.translation import gettext as _

SHORTEST, LONGEST = 6, 64
MOST_CODES = 20_000
MOST_ERRORS = 50
AT_ONCE = 500
HEADINGS = {"CODE", "SERIAL", "SERIALNUMBER"}


@dataclass
class CodeReport:
    """What became of a list of codes: how many are new, how many were there, and what is wrong by line."""

    new: int = 0
    known: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def normal_code(text: str) -> str:
    """Return a code as it is compared: capitals and digits alone, so that hyphens and spaces do not matter."""
    return re.sub(r"[\W_]+", "", text).upper()


def digests_of(product_id: int, code: str) -> list[str]:
    """Return the digests under which a code may be kept, the one of the present key first."""
    said = f"purchase code {product_id} {normal_code(code)}".encode()
    keys = reversed(signing_keys())
    return [hmac.new(key.encode(), said, hashlib.sha256).hexdigest() for key in keys]


def load_codes(actor: Viewer, product: Product, text: str) -> CodeReport:
    """Load codes from lines of CSV; where any line is wrong, nothing is loaded. Raises Refused."""
    require(may_keep_products(actor))
    report, codes = CodeReport(), dict[str, int]()
    for line, cell in _cells(text):
        code = normal_code(cell)
        problem = _problem(code, codes)
        if problem:
            report.errors.append((line, problem))
        codes.setdefault(code, line)
    if report.errors or len(codes) > MOST_CODES:
        too_many = _("At most %(count)s codes at once.", count=MOST_CODES)
        report.errors = report.errors[:MOST_ERRORS] or [(MOST_CODES + 1, too_many)]
        return report
    report.new = _store(product, list(codes))
    report.known = len(codes) - report.new
    publish(CodesLoaded(actor_id=actor.id, product_id=product.id, count=report.new))
    return report


def code_row(product: Product, code: str) -> int | None:
    """Return the row of a code of a product, or None."""
    known = PurchaseCode.digest.in_(digests_of(product.id, code))
    return db.session.scalar(select(PurchaseCode.id).where(PurchaseCode.product_id == product.id, known))


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first cell of every line that is not empty, with its number; headings are left out."""
    reader = csv.reader(io.StringIO(text))
    for row in reader:
        cell = row[0].strip() if row else ""
        if cell and not (reader.line_num == 1 and normal_code(cell) in HEADINGS):
            yield reader.line_num, cell


def _problem(code: str, before: dict[str, int]) -> str:
    if not SHORTEST <= len(code) <= LONGEST:
        return _("A code has %(least)s to %(most)s letters and digits.", least=SHORTEST, most=LONGEST)
    if not code.isascii():
        return _("A code has the letters A to Z and digits alone.")
    if code in before:
        return _("This code stands in line %(line)s already.", line=before[code])
    return ""


def _store(product: Product, codes: list[str]) -> int:
    at, new = now(), 0
    for start in range(0, len(codes), AT_ONCE):
        digests = {code: digests_of(product.id, code) for code in codes[start : start + AT_ONCE]}
        every = [digest for some in digests.values() for digest in some]
        there = set(db.session.scalars(select(PurchaseCode.digest).where(PurchaseCode.digest.in_(every))))
        rows = [
            {"product_id": product.id, "digest": some[0], "loaded_at": at}
            for some in digests.values()
            if not there & set(some)
        ]
        if rows:
            stored = once(PurchaseCode).values(rows).returning(PurchaseCode.id)
            new += len(db.session.scalars(stored).all())
    return new
