"""Whether the topics that the product finds are those that people named: labelled texts through its own commands."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from bench.community import ROOT
from bench.tables import show

# Measured before on two cores, vectors given: what BERTopic 0.17.4 does with its defaults (UMAP, HDBSCAN from 10 on),
# which need libraries that the product does not install.
DEFAULTS = {"route": "BERTopic's defaults (measured apart)", "topics": 366, "outliers": 0.121, "NMI": 0.734}
DEFAULTS |= {"ARI": 0.157, "processor s": 69.0}
PEOPLE = 500
LATER = 0.1


def labelled(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the labelled texts of a folder of community data: id to (text, label)."""
    found = {}
    for part in ("train", "test"):
        with (folder / f"community/topics/banking77_{part}.csv").open(encoding="utf-8") as file:
            found.update({row["id"]: (row["text"], row["label"]) for row in csv.DictReader(file)})
    return found


def lines(texts: dict[str, tuple[str, str]], keys: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield an archive in which members ask these texts; nothing in it tells the labels."""
    yield {"type": "space", "id": "bank", "name": "Bank", "visibility": "public"}
    for number in range(PEOPLE):
        yield {"type": "member", "id": f"m{number}", "name": f"Member {number}"}
    for number, key in enumerate(keys):
        day = {"created": f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}T00:00:00Z"}
        who = {"author": f"m{number % PEOPLE}", "space": "bank"}
        yield {"type": "question", "id": key, "title": texts[key][0], "body": "", **who, **day}


def atrium(home: Path, *arguments: str, seed: str = "0") -> Any:
    """Run a command of the product in a process of its own and return the document that it prints."""
    environment = {**os.environ, "ATRIUM_HOME": str(home), "PYTHONHASHSEED": seed}
    command = [sys.executable, "commandline.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout) if done.stdout.startswith(b"{") else None


def topics_in(home: Path, seed: str = "0") -> dict[str, str]:
    """Analyse everything anew and return the topic of each text; one that belongs to none has an empty one."""
    atrium(home, "analyse", "--whole", "--json", seed=seed)
    said = atrium(home, "insights", "topics", "--limit", "100000", "--json", seed=seed)
    found = dict.fromkeys(said["outliers"], "")
    found.update({key: row["topic"] for row in said["results"] for key in row["members"]})
    return found


def agreement(found: dict[str, str], texts: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Return how far topics agree with the labels: normalised mutual information, adjusted Rand index."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    keys = sorted(found)
    own, labels = [found[key] for key in keys], [texts[key][1] for key in keys]
    return {
        "topics": len(set(own) - {""}),
        "outliers": round(own.count("") / len(own), 3),
        "NMI": round(float(normalized_mutual_info_score(labels, own)), 3),
        "ARI": round(float(adjusted_rand_score(labels, own)), 3),
    }


def stay(before: dict[str, str], after: dict[str, str]) -> float:
    """Return which share of the topics holds, a tenth of text later, most of the texts that it held before."""
    groups: dict[str, list[str]] = {}
    for key, topic in before.items():
        groups.setdefault(topic, []).append(after.get(key, ""))
    kept = [found.count(topic) > len(found) / 2 for topic, found in groups.items() if topic]
    return round(sum(kept) / len(kept), 3)


@click.command()
@click.option("--data", envvar="ATRIUM_TEST_DATA", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--sample", default=0, help="Only so many of the texts, for a quick look.")
@click.option("--json", "as_json", is_flag=True)
def topics(data: Path, sample: int, as_json: bool) -> None:
    """Print how far the topics agree with labels, that they repeat, and how many last when a tenth of text comes."""
    texts = labelled(data)
    keys = sorted(texts)[:: max(1, len(texts) // sample) if sample else 1]
    later = keys[:: round(1 / LATER)]
    with tempfile.TemporaryDirectory() as folder:
        home, archive = Path(folder) / "home", Path(folder) / "bank.jsonl"
        atrium(home, "upgrade")
        runs = []
        for part, seed in ((sorted(set(keys) - set(later)), "1"), (keys, "2"), (keys, "3")):
            archive.write_text("".join(f"{json.dumps(line)}\n" for line in lines(texts, part)), encoding="utf-8")
            atrium(home, "import", str(archive), "--json")
            runs.append(topics_in(home, seed))
        figures = atrium(home, "analyse", "--whole", "--json")["run"]["figures"]["topics"]
    own = {"route": "**Atrium**", **agreement(runs[1], texts), "processor s": figures["processor_seconds"]}
    more = {"again, another process and hash seed": runs[1] == runs[2], "topics that last": stay(runs[0], runs[1])}
    show({"rows": [DEFAULTS, own], **more}, [DEFAULTS, own], as_json=as_json)
    if not as_json:
        click.echo("\n".join(f"{name}: {value}" for name, value in more.items()))
