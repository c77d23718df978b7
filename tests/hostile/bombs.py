"""Small files that claim, or unpack to, a great deal."""

import functools
import io
import struct
import zlib

from PIL import Image


def png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width: int, height: int, rows: bytes, depth: int = 8, colour: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", header),
            png_chunk(b"IDAT", zlib.compress(rows, 9)),
            png_chunk(b"IEND", b""),
        )
    )


@functools.cache
def large_png(side: int) -> bytes:
    """One colour: 13,000 x 13,000 pixels in some 490 KB, 500 MB when opened."""
    return png(side, side, bytes((1 + 3 * side) * side), colour=2)


def lying_png() -> bytes:
    """A header of 50,000 x 50,000 pixels and next to nothing behind it."""
    return png(50_000, 50_000, b"\0")


def webp_animation(side: int = 4000, frames: int = 60) -> bytes:
    """An animation of one colour: 2 KB that unpack to 3 GB.

    Put together chunk by chunk: one frame that Pillow encodes, repeated.
    """
    frame = io.BytesIO()
    Image.new("RGB", (16, 16), "navy").save(frame, "WEBP", lossless=True)
    picture = frame.getvalue()[12:]
    size = struct.pack("<I", side - 1)[:3]
    small = struct.pack("<I", 15)[:3]
    canvas = b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + size + size
    loop = b"ANIM" + struct.pack("<I", 6) + b"\0" * 6
    body = b"\0" * 6 + small + small + b"\x0a\0\0\0" + picture
    animation = b"ANMF" + struct.pack("<I", len(body)) + body
    content = b"WEBP" + canvas + loop + animation * frames
    return b"RIFF" + struct.pack("<I", len(content)) + content


def long_gif(frames: int) -> bytes:
    """One tiny frame again and again."""
    one = io.BytesIO()
    Image.new("P", (1, 1)).save(one, "GIF")
    content = one.getvalue()
    start = content.index(b",\0\0\0\0")
    return content[:start] + content[start:-1] * frames + b";"


def deep_html(depth: int) -> bytes:
    return b"<html><body>" + b"<div>" * depth + b"text"


def many_pages(count: int) -> bytes:
    """A PDF whose page tree names one page over and over."""
    kids = b"3 0 R " * count
    parts = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (count, kids),
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\n",
    )
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\n%%EOF"


def claimed_pages(count: int) -> bytes:
    """A PDF that claims `count` pages and has one."""
    return many_pages(1).replace(b"/Count 1", b"/Count %d" % count)


def page_tree_loop() -> bytes:
    """A page tree that names itself as its child, before a page that can be read."""
    return (
        many_pages(1)
        .replace(b"/Kids[3 0 R ]", b"/Kids[2 0 R 3 0 R ]")
        .replace(b"/Count 1", b"/Count 2")
    )


def xref_loop() -> bytes:
    """A cross-reference table whose predecessor is itself."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    start = len(body)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 3/Prev %d>>\n" % start
    return body + table + b"startxref\n%d\n%%%%EOF" % start


def form_loop() -> bytes:
    """A page that shows a form that shows itself."""
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 99 99]/Resources<</XObject<</F 4 0 R>>>>"
    parts = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 5 0 R"
        b"/Resources<</XObject<</F 4 0 R>>>>>>endobj\n",
        b"4 0 obj<<" + form + b"/Length 11>>stream\n/F Do /F Do\nendstream endobj\n",
        b"5 0 obj<</Length 5>>stream\n/F Do\nendstream endobj\n",
    )
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\n%%EOF"


def inflated_page() -> bytes:
    """A page of 40 KB whose commands unpack to 40 MB."""
    packed = zlib.compress(b"0 0 m 9 9 l S " * 3_000_000, 9)
    parts = (
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n",
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>endobj\n",
        b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % len(packed)
        + packed
        + b"\nendstream endobj\n",
    )
    return b"%PDF-1.4\n" + b"".join(parts) + b"trailer<</Root 1 0 R>>\n%%EOF"
