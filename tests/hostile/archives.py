"""ZIP files that lie about what they hold, and XML that grows when it is read."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def word(body: str, **members: bytes | str) -> bytes:
    """A Word file of one part; further members by their names."""
    document = (
        f'<w:document xmlns:w="{WORD}" xmlns:r="{OFFICE}"><w:body>{body}</w:body></w:document>'
    )
    return packed({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": document, **members})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def flat_bomb(megabytes: int = 600) -> bytes:
    """One member of zeros; deflate packs a thousand to one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<x/>")
        with archive.open("word/media/image1.png", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(bytes(1_000_000))
    return buffer.getvalue()


def many_entries(count: int = 12_000) -> bytes:
    return packed({"word/document.xml": "<x/>", **{f"word/x{n}.xml": "" for n in range(count)}})


def endless_directory() -> bytes:
    """An end record that claims a list of entries of four gigabytes."""
    content = bytearray(packed({"word/document.xml": "<x/>"}))
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<I", content, at + 12, 0xFFFFFFF0)
    return bytes(content)


def overlapping(entries: int = 250, size: int = 1_000_000) -> bytes:
    """Many entries that name one and the same packed kernel (Fifield, "A better zip bomb", 2019)."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = kernel.compress(bytes(size)) + kernel.flush()
    name = b"word/document.xml"
    checksum = zlib.crc32(bytes(size))
    fixed = (20, 0, 8, 0, 0, checksum, len(data), size, len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fixed) + name
    body = local + data
    central = b""
    for number in range(entries):
        unique = b"word/part%05d.xml" % number if number else name
        central += (
            struct.pack(
                "<4s6H3I5H2I",
                *(b"PK\x01\x02", 20, 20, 0, 8, 0, 0, checksum, len(data), size),
                *(len(unique), 0, 0, 0, 0, 0, 0),
            )
            + unique
        )
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, entries, entries, len(central), len(body), 0)
    return body + central + end


def lying_size() -> bytes:
    """A member that holds more than it declares, in both headers."""
    content = bytearray(packed({"word/document.xml": b"<x>" + b"a" * 5_000_000 + b"</x>"}))
    struct.pack_into("<I", content, 22, 10)
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 10)
    return bytes(content)


def laughs(encoding: str = "utf-8") -> bytes:
    """A billion laughs: nine entities, each ten of the one before."""
    names = "abcdefghi"
    entities = "".join(f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in pairwise(names))
    text = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "ha">{entities}]>'
        f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&i;")}</w:body></w:document>'
    )
    return packed({"word/document.xml": text.encode(encoding)})


def outside_entity(path: str) -> bytes:
    text = (
        f'<!DOCTYPE x [<!ENTITY key SYSTEM "file://{path}">]>'
        f'<w:document xmlns:w="{WORD}"><w:body>{paragraph("&key;")}</w:body></w:document>'
    )
    return packed({"word/document.xml": text})


def nested(depth: int = 8) -> bytes:
    """Archives within archives, of which each layer holds ten of the next."""
    inner = packed({"x.txt": bytes(1_000_000)})
    for _ in range(depth):
        inner = packed({f"word/embeddings/{n}.zip": inner for n in range(10)})
    return inner


def workbook(rows: str, **members: bytes | str) -> bytes:
    """A workbook of one sheet whose rows are given as XML."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    main = (
        f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    relation = (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    top = relation.replace("worksheet", "officeDocument", 1).replace(
        "worksheets/sheet1.xml", "xl/workbook.xml"
    )
    types = (
        f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/>'
        "</Types>"
    )
    # The size that it states is a lie, which must cost nothing either.
    sheet = f'<worksheet xmlns="{SHEET}"><dimension ref="A1:B9"/><sheetData>{rows}</sheetData></worksheet>'
    return packed(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": top,
            "xl/workbook.xml": main,
            "xl/_rels/workbook.xml.rels": relation,
            "xl/worksheets/sheet1.xml": sheet,
            **members,
        }
    )
