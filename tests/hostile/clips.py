"""Clips made to hurt, and clips that are only unusual: drawn small, or patched where a header may lie.

The good ones are red first and blue after a while. Encoded by PyAV, which only tests and measurements use.
"""

import io
import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction

import av
import numpy as np

RED, BLUE, GREY = (200, 30, 30), (30, 30, 200), (128, 128, 128)
Colour = tuple[int, int, int]
Shown = Sequence[tuple[float, Colour]]
"""Times in seconds, each with the colour that is shown from then on."""

SIZE = (96, 64)
TICKS = 1_000

UPRIGHT = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
TURNED = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
"""Transformation matrices of a track (ISO/IEC 14496-12, 6.2.2); the second turns a quarter to the right."""


def evenly(seconds: float, changes: Shown, rate: float = 10.0) -> Shown:
    """Return what is shown `rate` times a second."""
    times = [number / rate for number in range(round(seconds * rate))]
    return [(at, [colour for since, colour in changes if since <= at][-1]) for at in times]


RED_THEN_BLUE = evenly(4, ((0, RED), (2, BLUE)))


def clip(*films: Shown, container: str = "mp4", sounding: bool = False) -> bytes:
    """Write a file with a video track for each of `films`, and one of silence where it is `sounding`."""
    held = io.BytesIO()
    with av.open(held, "w", format=container) as out:
        streams = []
        for _ in films:
            stream = out.add_stream("mpeg4" if container == "mp4" else "mjpeg", rate=10)
            stream.width, stream.height = SIZE
            stream.pix_fmt = "yuv420p" if container == "mp4" else "yuvj420p"
            stream.time_base = stream.codec_context.time_base = Fraction(1, TICKS)
            streams.append(stream)
        sound = out.add_stream("aac", rate=16_000) if sounding else None
        for stream, shown in zip(streams, films, strict=True):
            for at, colour in shown:
                frame = av.VideoFrame.from_ndarray(_half_striped(colour), format="rgb24")
                frame.pts, frame.time_base = round(at * TICKS), Fraction(1, TICKS)
                out.mux(stream.encode(frame))
            out.mux(stream.encode())
        if sound is not None:
            silence = av.AudioFrame.from_ndarray(
                np.zeros((1, 16_000), np.float32), format="fltp", layout="mono"
            )
            silence.sample_rate = 16_000
            out.mux([*sound.encode(silence), *sound.encode()])
    return held.getvalue()


def index_first(content: bytes) -> bytes:
    """Move the index of an MP4 ahead of its pictures, as for streaming; cut off, it is still readable."""
    at, media = content.index(b"moov") - 4, content.index(b"mdat") - 4
    index, shift = bytearray(content[at:]), len(content) - at
    found = index.find(b"stco")
    while found >= 0:
        count = int.from_bytes(index[found + 8 : found + 12])
        for place in range(found + 12, found + 12 + 4 * count, 4):
            moved = int.from_bytes(index[place : place + 4]) + shift
            index[place : place + 4] = moved.to_bytes(4)
        found = index.find(b"stco", found + 1)
    return content[:media] + bytes(index) + content[media:at]


def repeated(content: bytes, times: int, step_seconds: float) -> bytes:
    """Write the pictures of a clip again and again, one every so many seconds, without encoding them anew."""
    held = io.BytesIO()
    with av.open(io.BytesIO(content)) as source, av.open(held, "w", format="mp4") as out:
        into = out.add_stream_from_template(source.streams.video[0])
        packets = [
            (bytes(packet), packet.is_keyframe) for packet in source.demux(video=0) if packet.size
        ]
        for number in range(times):
            data, whole = packets[number % len(packets)]
            packet = av.Packet(data)
            packet.stream, packet.is_keyframe = into, whole
            packet.time_base = Fraction(1, TICKS)
            packet.pts = packet.dts = round(number * step_seconds * TICKS)
            out.mux(packet)
    return held.getvalue()


def huge(side: int, container: str = "mov") -> bytes:
    """Encode one picture of so many pixels a side."""
    held = io.BytesIO()
    with av.open(held, "w", format=container) as out:
        stream = out.add_stream("mjpeg", rate=10)
        stream.width = stream.height = side
        stream.pix_fmt = "yuvj420p"
        frame = av.VideoFrame(side, side, "yuvj420p")
        for plane in frame.planes:
            plane.update(bytes([128]) * plane.buffer_size)
        frame.pts = 0
        out.mux([*stream.encode(frame), *stream.encode()])
    return held.getvalue()


def patched(content: bytes, mark: bytes, at: int, value: bytes) -> bytes:
    """Write `value` so many bytes behind every `mark`."""
    assert mark in content
    written, found = bytearray(content), content.find(mark)
    while found >= 0:
        place = found + len(mark) + at
        written[place : place + len(value)] = value
        found = content.find(mark, found + 1)
    return bytes(written)


def box(name: str, body: bytes, size: int | None = None) -> bytes:
    """Write a box of an MP4, of a size that may be a lie."""
    return struct.pack(">I4s", len(body) + 8 if size is None else size, name.encode()) + body


def nested(name: str, depth: int) -> bytes:
    """Put a box into a box, so many times."""
    return b"".join(
        struct.pack(">I4s", 8 * (depth - level), name.encode()) for level in range(depth)
    )


def gif(size: tuple[int, int], frames: Iterable[tuple[int, int]]) -> bytes:
    """Write an animation of black pictures of these sizes."""
    head = b"GIF89a" + struct.pack("<HHBBB", *size, 0x80, 0, 0) + bytes(6)
    control = b"\x21\xf9\x04\x00\x0a\x00\x00\x00"
    shown = (
        control + b"\x2c" + struct.pack("<HHHHB", 0, 0, *one, 0) + b"\x02\x02\x44\x01\x00"
        for one in frames
    )
    return head + b"".join(shown) + b"\x3b"


def _half_striped(colour: Colour) -> np.ndarray:
    """Draw the colour with a white bar along the top, so that it can be seen which way is up."""
    pixels = np.full((SIZE[1], SIZE[0], 3), colour, np.uint8)
    pixels[: SIZE[1] // 4] = 250
    return pixels
