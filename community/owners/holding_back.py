"""Who is held back from the starter pack: as good as random, and the same whenever it is asked."""

import hashlib

from community.owners.models import Arm

# A quarter: enough to compare with, while most buyers get what is meant to help them.
HELD_BACK = 0.25


def arm_of(salt: str, member_id: int) -> Arm:
    """Return the arm of a member in the trial of a product, from the product's secret random salt.

    The first 64 bits of SHA-256 over salt and id, as a fraction of 2**64, are uniform; below HELD_BACK is the control.
    Check value: salt "salt" and member 1 give 0.4517, so the pack.
    """
    digest = hashlib.sha256(f"{salt}:{member_id}".encode()).digest()
    fraction = int.from_bytes(digest[:8], "big") / 2**64
    return Arm.CONTROL if fraction < HELD_BACK else Arm.PACK
