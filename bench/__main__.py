"""The benchmarks by name: `python -m bench pages --cache FOLDER`."""

import importlib
import signal
import sys
from types import FrameType

NAMES = (
    "community",
    "pages",
    "importing",
    "process",
    "crash",
    "news",
    "similar",
    "hints",
    "same_ideas",
    "ideas",
    "spam",
    "visits",
    "dwell",
)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Leave as after Ctrl-C, so that no server stays behind."""
    sys.exit(143)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m bench {{{'|'.join(NAMES)}}} [--help]")
    getattr(importlib.import_module(f"bench.{sys.argv[1]}"), sys.argv[1])(
        sys.argv[2:], prog_name=f"bench {sys.argv[1]}"
    )
