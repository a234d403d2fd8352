"""What a sound is and how long it lasts, read from its own bytes: MP3, Ogg (Opus, Vorbis) and WAV."""

import io
import wave
from typing import NamedTuple

# Kilobits a second of MPEG audio, layer III: ISO/IEC 11172-3 for version 1, ISO/IEC 13818-3 for 2 and 2.5.
BITRATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BITRATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
RATES = (44100, 48000, 32000)
# The bits of a frame's header that say which version of MPEG it is: by what the rate is divided.
VERSIONS = {3: 1, 2: 2, 0: 4}
OPUS_RATE = 48000


class Length(NamedTuple):
    """What a sound is, and its seconds."""

    media_type: str
    seconds: float


def length_of(content: bytes) -> Length | None:
    """Return what a sound is and how long it lasts; None for what is no sound that phones play."""
    if content.startswith(b"OggS"):
        return _ogg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return _wav(content)
    return _mp3(content)


def _wav(content: bytes) -> Length | None:
    try:
        with wave.open(io.BytesIO(content)) as sound:
            seconds = sound.getnframes() / (sound.getframerate() or 1)
    except (wave.Error, EOFError):
        return None
    return Length("audio/wav", seconds) if seconds > 0 else None


def _ogg(content: bytes) -> Length | None:
    """Read the last page's position, in samples: RFC 3533, and RFC 7845 for Opus."""
    last = content.rfind(b"OggS")
    samples = int.from_bytes(content[last + 6 : last + 14], "little", signed=True)
    opus, vorbis = content.find(b"OpusHead", 0, 400), content.find(b"\x01vorbis", 0, 400)
    if opus >= 0:
        samples -= int.from_bytes(content[opus + 10 : opus + 12], "little")
        rate = OPUS_RATE
    else:
        rate = int.from_bytes(content[vorbis + 12 : vorbis + 16], "little") if vorbis >= 0 else 0
    return Length("audio/ogg", samples / rate) if rate and samples > 0 else None


def _mp3(content: bytes) -> Length | None:
    at, seconds, frames = _after_tag(content), 0.0, 0
    while (frame := _frame(content, at)) is not None:
        length, lasts = frame
        at, seconds, frames = at + length, seconds + lasts, frames + 1
    return Length("audio/mpeg", seconds) if frames > 1 else None


def _after_tag(content: bytes) -> int:
    """Return where the sound begins behind the words that may stand before it (ID3v2), seven bits to a byte."""
    if not content.startswith(b"ID3"):
        return 0
    size = 0
    for byte in content[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _frame(content: bytes, at: int) -> tuple[int, float] | None:
    """Return the bytes and the seconds of the frame that begins at a place; None where there is none."""
    head = content[at : at + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return None
    divided = VERSIONS.get(head[1] >> 3 & 3)
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 3
    if divided is None or not 0 < bitrate < 15 or rate == 3:
        return None
    kilobits = (BITRATES_1 if divided == 1 else BITRATES_2)[bitrate]
    samples, hertz = 1152 if divided == 1 else 576, RATES[rate] // divided
    return samples // 8 * kilobits * 1000 // hertz + (head[2] >> 1 & 1), samples / hertz
