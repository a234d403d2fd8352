"""The benchmarks by name: `python -m bench pages --cache FOLDER`."""

import importlib
import sys

NAMES = ("community", "pages", "importing", "process", "crash")

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in NAMES:
        sys.exit(f"usage: python -m bench {{{'|'.join(NAMES)}}} [--help]")
    getattr(importlib.import_module(f"bench.{sys.argv[1]}"), sys.argv[1])(
        sys.argv[2:], prog_name=f"bench {sys.argv[1]}"
    )
