"""Write a copy of a Matroska or WebM film that holds its first sound track alone (RFC 8794, RFC 9559).

Walks the elements without decoding them, bounded by the bytes that are there. Lacing and codecs stay as they are.
"""

from collections.abc import Iterator

SEGMENT, INFO, TRACKS, ENTRY, CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675
NUMBER, TYPE, TIME, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = 0xD7, 0x83, 0xE7, 0xA3, 0xA0, 0xA1
SOUND = 2
"""TrackType of audio."""

MOST_ELEMENTS = 2_000_000


def sound_track(content: bytes) -> bytes | None:
    """Return the copy, None where nothing can be heard."""
    elements = list(_elements(content, 0, len(content)))
    if not elements:
        return None
    # The EBML header comes first.
    head_end = elements[0][3]
    for number, _, start, end in elements:
        if number == SEGMENT:
            body = _segment(content, start, end)
            unknown = b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"
            return content[:head_end] + unknown + body if body else None
    return None


def _segment(content: bytes, start: int, end: int) -> bytes | None:
    out: list[bytes] = []
    track: int | None = None
    blocks = 0
    for number, at, body, stop in _elements(content, start, end):
        if number == INFO:
            out.append(content[at:stop])
        elif number == TRACKS:
            for entry, first, inner, last in _elements(content, body, stop):
                fields = {n: content[b:e] for n, _, b, e in _elements(content, inner, last)}
                if entry == ENTRY and track is None and _number(fields.get(TYPE, b"")) == SOUND:
                    track = _number(fields.get(NUMBER, b""))
                    out.append(_element(TRACKS, content[first:last]))
        elif number == CLUSTER and track is not None:
            kept, count = _cluster(content, body, stop, track)
            blocks += count
            out.append(_element(CLUSTER, kept))
    return b"".join(out) if blocks else None


def _cluster(content: bytes, start: int, end: int, track: int) -> tuple[bytes, int]:
    kept: list[bytes] = []
    count = 0
    for number, at, body, stop in _elements(content, start, end):
        if number == TIME:
            kept.append(content[at:stop])
        elif number == SIMPLE_BLOCK and _vint(content, body, stop) == track:
            kept.append(content[at:stop])
            count += 1
        elif number == BLOCK_GROUP:
            inner = [b for n, _, b, _ in _elements(content, body, stop) if n == BLOCK]
            if inner and _vint(content, inner[0], stop) == track:
                kept.append(content[at:stop])
                count += 1
    return b"".join(kept), count


def _elements(content: bytes, at: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield number, start, start of the body and end of each element."""
    for _ in range(MOST_ELEMENTS):
        if at >= end or content[at] == 0:
            return
        wide = 9 - content[at].bit_length()
        size_at = at + wide
        if size_at >= end or content[size_at] == 0:
            return
        long = 9 - content[size_at].bit_length()
        body = size_at + long
        size = _vint(content, size_at, end)
        number = int.from_bytes(content[at:size_at])
        # A size of all ones is unknown: a stream that was never finished, to the end of what is there.
        stop = end if size == (1 << (7 * long)) - 1 else body + size
        if body > end or stop > end:
            stop = end
        if body > end:
            return
        if number == CLUSTER and stop == end:
            stop = _next_cluster(content, body, end)
        yield number, at, body, stop
        at = stop


def _next_cluster(content: bytes, body: int, end: int) -> int:
    found = content.find(CLUSTER.to_bytes(4), body, end)
    return found if found >= 0 else end


def _vint(content: bytes, at: int, end: int) -> int:
    """Read a number of variable length without its length mark."""
    if at >= end or content[at] == 0:
        return -1
    wide = 9 - content[at].bit_length()
    return int.from_bytes(content[at : at + wide]) & ((1 << (7 * wide)) - 1)


def _number(body: bytes) -> int:
    return int.from_bytes(body[:8])


def _element(number: int, body: bytes) -> bytes:
    wide = (number.bit_length() + 7) // 8
    return number.to_bytes(wide) + (0x0100000000000000 | len(body)).to_bytes(8) + body
