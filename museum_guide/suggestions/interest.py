"""How much a look at an artefact says about a taste: its length beside what is usual there, on a log scale."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# Smith and Smith 2001, 150 looks at paintings: median 17 s, mean 27.2 s; a log-normal with these two has this spread.
USUAL = math.log(17)
SPREAD = 0.97
# So many looks of its own weigh as much as what is usual in the gallery around it.
PATIENCE = 10
WORDS_A_MINUTE = 200
PASSED_SECONDS = 3.0
# A beat is 10 s: who left without a word looked half a beat longer on average.
HALF_A_BEAT = 5.0
# That somebody stopped at all says a little.
STOPPED = 0.3
PASSED = -0.2
AWAY = -0.6
LEAST, MOST = -0.5, 3.0
DEPTHS: Mapping[str, float] = {"story": 0.3, "scholar": 0.5}
LISTENED = 0.5
FAVOURITE = 1.0


class Look(NamedTuple):
    """One look at an artefact: active or listening seconds, the depth that was opened, whether the sound was heard out.

    `ended` is false where nothing was heard of the end of it.
    """

    artefact: int
    seconds: float
    depth: str = "label"
    listened: bool = False
    favourite: bool = False
    ended: bool = True


def seconds_needed(words: int, audio_seconds: float) -> float:
    """Return how long the content of an artefact takes: 200 words a minute, or its sound where that takes longer."""
    return max(60 * words / WORDS_A_MINUTE, audio_seconds)


def shrunk(mean: float, count: int, towards: float, patience: float = PATIENCE) -> float:
    """Return a mean pulled towards another as if that had been seen `patience` times: (n m + 10 M) / (n + 10).

    Check value: 2 looks with a mean of 4.0, towards 2.8, give 3.0.
    """
    return (count * mean + patience * towards) / (count + patience)


def usual_logs(
    artefacts: Sequence[tuple[int, int, float]], looks: Mapping[int, Sequence[float]]
) -> tuple[dict[int, float], float]:
    """Return the usual log of a dwell at each artefact of one museum, and the spread of those logs.

    `artefacts` are (key, room or -1, seconds needed), `looks` seconds by artefact. An artefact is pulled towards its
    room, a room towards its museum; where nobody has looked yet, an artefact towards the time that its content takes.
    """
    logs = {key: [math.log(max(one, 1.0)) for one in looks.get(key, ())] for key, _room, _needed in artefacts}
    everything = [one for found in logs.values() for one in found]
    museum = shrunk(_mean(everything), len(everything), USUAL)
    rooms: dict[int, list[float]] = {}
    for key, room, _needed in artefacts:
        rooms.setdefault(room, []).extend(logs[key])
    usual = {}
    for key, room, needed in artefacts:
        around = shrunk(_mean(rooms[room]), len(rooms[room]), museum)
        prior = around if everything else math.log(needed) if needed > PASSED_SECONDS else USUAL
        usual[key] = shrunk(_mean(logs[key]), len(logs[key]), prior)
    apart = [(one - usual[key]) ** 2 for key, found in logs.items() for one in found]
    return usual, math.sqrt(shrunk(_mean(apart), len(apart), SPREAD**2))


def _mean(numbers: Sequence[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.0


def weight(look: Look, usual: float, spread: float) -> float:
    """Return what a look says of its artefact, between -0.5 and 3: its length in spreads above the usual, and deeds.

    Who passed within 3 s disliked nothing for certain. Check value: a look of the usual length weighs 0.3.
    """
    deeds = DEPTHS.get(look.depth, 0.0) + LISTENED * look.listened + FAVOURITE * look.favourite
    seconds = look.seconds + (0.0 if look.ended else HALF_A_BEAT)
    if seconds < PASSED_SECONDS:
        return PASSED + deeds
    above = (math.log(max(seconds, 1.0)) - usual) / spread
    return min(MOST, max(LEAST, STOPPED + above) + deeds)
