"""Everybody hears of everything exactly once, though the worker is killed again and again: the small run of `bench news`."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]


def test_each_receiver_hears_exactly_once() -> None:
    command = [sys.executable, "-m", "bench", "news", "--events", "40", "--kills", "2", "--json"]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    verdict = json.loads(ran.stdout or "{}")
    assert ran.returncode == 0, (verdict, ran.stderr[-2000:])
    assert verdict["kills"] == 2
    assert set(verdict["notifications"].values()) == {40}
    assert sorted(verdict["mails"].values()) == [0, 40, 40, 40, 40]
