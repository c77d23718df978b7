"""Give the bytes of a stored file over HTTP, with ranges for players.

Strangers' bytes come from the page's own address: nothing that a browser would run is shown inline.
"""

import mimetypes
import re
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.sandbox.files import StoredFile

SHOWN_INLINE = frozenset(
    (
        *("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm"),
        *("audio/ogg", "audio/mpeg", "application/ogg", "video/quicktime"),
    )
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_OGG_SUFFIXES = (".oga", ".ogg", ".opus")


def file_response(request: Request, stored: StoredFile) -> Response:
    """Make the response that carries a file, or the asked part of it."""
    media_type = mimetypes.guess_type(stored.path)[0] or ""
    if stored.path.endswith(_OGG_SUFFIXES):
        media_type = "audio/ogg"
    inline = media_type in SHOWN_INLINE
    name = quote(stored.path.rpartition("/")[2])
    headers = {
        "accept-ranges": "bytes",
        "cache-control": "private, max-age=3600",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{name}",
    }
    media_type = media_type if inline else "application/octet-stream"
    match = _RANGE.match(request.headers.get("range", ""))
    if match is None or not any(match.groups()):
        return Response(stored.content, headers=headers, media_type=media_type)
    begin, end = _bounds(match, stored.size)
    if begin >= end:
        return Response(status_code=416, headers={"content-range": f"bytes */{stored.size}"})
    headers["content-range"] = f"bytes {begin}-{end - 1}/{stored.size}"
    return Response(stored.content[begin:end], 206, headers, media_type)


def _bounds(match: re.Match[str], size: int) -> tuple[int, int]:
    first, last = match.groups()
    if not first:
        return max(size - int(last), 0), size
    return int(first), min(int(last) + 1, size) if last else size
