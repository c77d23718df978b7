"""The parameters of a call, however they travelled: query, form, multipart or JSON.

Every value may arrive as its own type or as text; the readers here accept both.
"""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.records import Json

MAX_BODY = 55 * 1024 * 1024
"""Bytes of one call: the largest upload (50 MB) and room for the rest."""
_WHOLE = re.compile(r"-?[0-9]{1,18}\Z")
MAX_FIELD = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a request. Name and type are the sender's claims."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parameters:
    """The values of one call and the files that came with it."""

    values: Mapping[str, object] = field(default_factory=dict)
    uploads: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """Tell whether a value was given, empty or not."""
        return self.values.get(name) is not None

    def text(self, name: str) -> str:
        """Return a text, empty where none was given."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else orjson.dumps(value).decode()

    def maybe_integer(self, name: str) -> int | None:
        """Return a whole number, or None where none was given."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        return self._whole(value, name)

    @staticmethod
    def _whole(value: object, name: str) -> int:
        text = str(int(value) if isinstance(value, bool) else value)
        if not _WHOLE.match(text):
            raise bad_request(f"invalid {name} specified")
        return int(text)

    def integer(self, name: str, default: int = 0) -> int:
        """Return a whole number, or `default`."""
        value = self.maybe_integer(name)
        return default if value is None else value

    def integers(self, name: str) -> list[int]:
        """Return a JSON array of whole numbers, empty where none was given."""
        return [self._whole(item, name) for item in self.items(name)]

    def number(self, name: str) -> float:
        """Return a number, 0 where none was given."""
        value = self.values.get(name)
        try:
            return float(str(value)) if value not in (None, "") else 0.0
        except ValueError:
            raise bad_request(f"invalid {name} specified") from None

    def flag(self, name: str) -> bool:
        """Return a truth value, False where none was given."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes", "t", "y")

    def parsed(self, name: str, what: str) -> object:
        """Return a JSON value, None where none was given; `what` names it in the refusal."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value
        try:
            parsed: object = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {what} JSON object") from None
        return parsed

    def record(self, name: str, what: str) -> Json | None:
        """Return a JSON object, None where none was given."""
        value = self.parsed(name, what)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {what} JSON object: object expected")
        return value

    def records(self, name: str, what: str) -> list[Json]:
        """Return a JSON array of objects, empty where none was given."""
        value = self.parsed(name, what)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise bad_request(f"can't parse {what}: expected an Array of Objects")
        return value

    def items(self, name: str) -> list[object]:
        """Return a JSON array, empty where none was given."""
        value = self.parsed(name, name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value

    def upload(self, name: str) -> Upload | None:
        """Return the file sent under a name, directly or by `attach://`."""
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            name = value.removeprefix("attach://")
        found = self.uploads.get(name)
        return found[0] if found else None

    def logged(self) -> Json:
        """Return the values with every file replaced by its name and size."""
        files = {
            name: [{"name": upload.name, "size": len(upload.content)} for upload in uploads]
            for name, uploads in self.uploads.items()
        }
        return {**self.values, **files}


async def read(request: Request, max_body: int = MAX_BODY) -> Parameters:
    """Read all parameters of a request; the body wins over the query."""
    values: dict[str, object] = dict(parse_qsl(request.url.query, keep_blank_values=True))
    if request.method == "GET":
        return Parameters(values)
    if int(request.headers.get("content-length") or 0) > max_body:
        # A client that is still writing would see a broken pipe instead of the refusal.
        async for _ in request.stream():
            pass
        raise ApiError(413, "Request Entity Too Large")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _read_multipart(request, values)
    body = await request.body()
    if kind == "application/json":
        return Parameters(values | _json_object(body))
    return Parameters(
        values | dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    )


def _json_object(body: bytes) -> dict[str, object]:
    try:
        parsed = orjson.loads(body or b"{}")
    except orjson.JSONDecodeError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(parsed, dict):
        raise bad_request("can't parse JSON object: object expected")
    return parsed


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    try:
        form = await request.form(max_part_size=MAX_FIELD)
    except HTTPException as error:
        raise bad_request(f"can't parse the form: {error.detail}") from None
    try:
        yield form
    finally:
        await form.close()


async def _read_multipart(request: Request, values: dict[str, object]) -> Parameters:
    uploads: dict[str, tuple[Upload, ...]] = {}
    repeated: dict[str, tuple[str, ...]] = {}
    async with _form(request) as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                upload = Upload(value.filename or "", value.content_type or "", await value.read())
                uploads[name] = (*uploads.get(name, ()), upload)
            else:
                repeated[name] = (*repeated.get(name, ()), value)
    for name, given in repeated.items():
        values[name] = given[0] if len(given) == 1 else list(given)
    return Parameters(values, uploads)
