"""Read the tracks of an MP4 film: where each sample lies, when it is shown, whether others need it.

Everything is bounded by the bytes that are there, whatever the header claims (ISO/IEC 14496-12). Decodes
nothing; run in a confined process.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

MOST_BOXES = 10_000
MOST_TRACKS = 16

NESTED = ("mdia", "minf", "stbl", "")
"""The boxes of a track that lie in each other and hold what is needed."""
TABLES = ("stsd", "stts", "stsc", "stsz")


@dataclass(frozen=True, slots=True)
class Track:
    """One track. The arrays have one entry a sample, in the order of decoding."""

    kind: str
    """`vide`, `soun` or another handler."""
    codec: str
    width: int
    height: int
    ticks: int
    """A second, in the units of `times`."""
    boxes: dict[str, bytes]
    """The boxes that a copy takes over as they are, with their heads."""
    offsets: Numbers
    sizes: Numbers
    times: Numbers
    """When it is shown, from the first one on."""
    order: Numbers
    """When it is decoded."""
    sync: NDArray[np.bool_]

    @property
    def seconds(self) -> float:
        """The time from the first sample to the end of the last."""
        if len(self.times) == 0:
            return 0.0
        steps = np.diff(np.sort(self.times))
        last = float(np.median(steps)) if len(steps) else 0.0
        return float(self.times.max() + last) / self.ticks


def tracks(content: bytes) -> tuple[Track, ...]:
    """Return the tracks that can be read; none where this is no MP4, or one written in fragments."""
    found: list[Track] = []
    for name, start, end in _boxes(content, 0, len(content)):
        if name != "moov":
            continue
        for inner, at, stop in _boxes(content, start, end):
            if inner == "mvex":
                return ()
            if inner == "trak" and len(found) < MOST_TRACKS:
                track = _track(content, at, stop)
                if track is not None:
                    found.append(track)
    return tuple(found)


def _boxes(content: bytes, at: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield name, start and end of the body of each box between two places."""
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, head = int.from_bytes(content[at : at + 4]), 8
        name = content[at + 4 : at + 8].decode("latin-1")
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16]), 16
        stop = end if size == 0 else at + size
        if stop < at + head or stop > end:
            return
        yield name, at + head, stop
        at = stop


def _track(content: bytes, start: int, end: int) -> Track | None:
    kept: dict[str, bytes] = {}
    _collect(content, start, end, kept)
    sizes = _sizes(kept.get("stsz", b"")[8:], len(content))
    # Players take no ticks a second for one.
    ticks = _ticks(kept.get("mdhd", b"")[8:]) or 1
    if len(sizes) == 0 or not all(name in kept for name in TABLES):
        return None
    chunks = _chunks(kept)
    offsets = _offsets(kept["stsc"][8:], chunks, sizes)
    count = len(offsets)
    sizes = sizes[:count]
    order, times, sync = _when(kept, count)
    # Of a film that was cut off the rest can be shown; decoders crash on places beyond the end.
    inside = (offsets >= 0) & (offsets <= len(content) - sizes)
    times = times[inside]
    entry = kept["stsd"][16:]
    kind = kept.get("hdlr", b"").ljust(24)[16:20].decode("latin-1")
    visual = kind == "vide" and len(entry) >= 36
    return Track(
        kind=kind,
        codec=entry[4:8].decode("latin-1"),
        width=int.from_bytes(entry[32:34]) if visual else 0,
        height=int.from_bytes(entry[34:36]) if visual else 0,
        ticks=ticks,
        boxes=kept,
        offsets=offsets[inside],
        sizes=sizes[inside],
        times=times - (times.min() if len(times) else 0),
        order=order[inside],
        sync=sync[inside],
    )


def _when(kept: dict[str, bytes], count: int) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Return when each sample is decoded and shown, and whether it needs no other."""
    order = np.concatenate(([0], np.cumsum(_runs(kept["stts"][8:], count))))[:count]
    shift = _runs(kept["ctts"][8:], count) if "ctts" in kept else np.zeros(count, np.int64)
    sync = np.ones(count, np.bool_)
    if "stss" in kept:
        numbers = np.frombuffer(_rows(kept["stss"][8:], 4), ">u4").astype(np.int64) - 1
        sync[:] = False
        sync[numbers[(numbers >= 0) & (numbers < count)]] = True
    return order, order + shift, sync


def _collect(
    content: bytes, start: int, end: int, kept: dict[str, bytes], inside: Sequence[str] = NESTED
) -> None:
    for name, at, stop in _boxes(content, start, end):
        if name == inside[0]:
            _collect(content, at, stop, kept, inside[1:])
        elif name not in kept:
            kept[name] = (stop - at + 8).to_bytes(4) + name.encode("latin-1") + content[at:stop]


def _ticks(body: bytes) -> int:
    at = 20 if body[:1] == b"\x01" else 12
    return int.from_bytes(body[at : at + 4])


def _rows(body: bytes, width: int) -> bytes:
    """Return the rows of a table, as many as are claimed and as are there."""
    rows = body[8:]
    count = min(int.from_bytes(body[4:8]), len(rows) // width)
    return rows[: count * width]


def _sizes(body: bytes, most: int) -> Numbers:
    same, count = int.from_bytes(body[4:8]), int.from_bytes(body[8:12])
    if same:
        return np.full(min(count, most // same), same, np.int64)
    rows = body[12:]
    count = min(count, len(rows) // 4)
    return np.frombuffer(rows[: 4 * count], ">u4").astype(np.int64)


def _chunks(kept: dict[str, bytes]) -> Numbers:
    if "co64" in kept:
        # Above 2^63 lies no byte of any file.
        return np.frombuffer(_rows(kept["co64"][8:], 8), ">i8").astype(np.int64)
    return np.frombuffer(_rows(kept.get("stco", b"")[8:], 4), ">u4").astype(np.int64)


def _offsets(body: bytes, chunks: Numbers, sizes: Numbers) -> Numbers:
    """Lay the samples out over their chunks."""
    rows = np.frombuffer(_rows(body, 12), ">u4").astype(np.int64).reshape(-1, 3)
    if len(rows) == 0 or len(chunks) == 0:
        return np.zeros(0, np.int64)
    firsts = np.clip(rows[:, 0] - 1, 0, len(chunks))
    spans = np.maximum(np.diff(np.append(firsts, len(chunks))), 0)
    each = np.repeat(rows[:, 1], spans)[: len(chunks)]
    ends = np.minimum(np.cumsum(np.minimum(each, len(sizes))), len(sizes))
    counts = np.diff(np.concatenate(([0], ends)))
    chunk = np.repeat(np.arange(len(counts)), counts)
    before = np.cumsum(sizes) - sizes
    first = np.concatenate(([0], ends))[:-1]
    at = chunks[chunk] + before[: len(chunk)]
    return np.asarray(at - before[np.minimum(first, len(sizes) - 1)][chunk])


def _runs(body: bytes, count: int) -> Numbers:
    """Write out a table of (how many, value), for `count` samples; what is missing is 0."""
    rows = np.frombuffer(_rows(body, 8), ">u4").reshape(-1, 2)
    ends = np.minimum(np.cumsum(np.minimum(rows[:, 0].astype(np.int64), count)), count)
    values = rows[:, 1].astype(np.int32).astype(np.int64)
    written = np.repeat(values, np.diff(np.concatenate(([0], ends))))
    return np.concatenate((written, np.zeros(count - len(written), np.int64)))
