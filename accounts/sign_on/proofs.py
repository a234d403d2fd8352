"""What a provider has proved about somebody, and how a browser keeps it for some minutes while its user decides."""

from dataclasses import asdict, dataclass

from flask import session

from accounts.sign_on.providers import Provider
from core.clock import now

KEPT = "sign on proof"
SECONDS = 600


@dataclass(frozen=True)
class Proof:
    """Who somebody is to a provider. `email` is only there where the provider has made sure of it."""

    issuer: str
    subject: str
    email: str | None = None
    name: str = ""
    # What a claim about roles says, and whether the provider asked for more than one factor.
    groups: tuple[str, ...] = ()
    factors: bool = False


def keep(proof: Proof, target: str) -> None:
    """Let the signed cookie of the current browser hold a proof."""
    session[KEPT] = {"proof": asdict(proof), "next": target, "at": int(now().timestamp())}


def kept(provider: Provider) -> tuple[Proof, str] | None:
    """Return the proof that the current browser holds, with where it wanted to go; None once it is too old."""
    found = session.get(KEPT)
    if not isinstance(found, dict) or int(now().timestamp()) - found["at"] > SECONDS:
        return None
    proof = Proof(**{**found["proof"], "groups": tuple(found["proof"]["groups"])})
    return (proof, found["next"]) if proof.issuer == provider.issuer else None


def forget() -> None:
    """Let the current browser hold no proof."""
    session.pop(KEPT, None)
