"""Telegram's file calls at the wire, below python-telegram-bot."""

from telegram.request import BaseRequest, RequestData


class FileServer(BaseRequest):
    """Telegram's file server. `files` are bytes by file id, or what it answers instead."""

    def __init__(self) -> None:
        self.files: dict[str, bytes | tuple[int, str]] = {}
        self.broken: list[str] = []
        self.calls: list[str] = []

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *_: object,
        **__: object,
    ) -> tuple[int, bytes]:
        if "/getFile" in url:
            assert request_data is not None
            file_id = str(request_data.json_parameters["file_id"])
            self.calls.append(f"getFile {file_id}")
            return self._about(file_id)
        file_id = url.rsplit("/", 1)[1]
        self.calls.append(f"download {file_id}")
        if file_id in self.broken:
            self.broken.remove(file_id)
            raise ConnectionResetError(f"connection to {url} was reset")
        content = self.files[file_id]
        if isinstance(content, tuple):
            return 404, b'{"ok":false,"error_code":404,"description":"Not Found"}'
        return 200, content

    def _about(self, file_id: str) -> tuple[int, bytes]:
        content = self.files[file_id]
        if isinstance(content, tuple) and content[0] == 400:
            answer = f'{{"ok":false,"error_code":400,"description":"{content[1]}"}}'
            return 400, answer.encode()
        size = len(content) if isinstance(content, bytes) else content[0]
        answer = (
            f'{{"ok":true,"result":{{"file_id":"{file_id}","file_unique_id":"u{file_id}",'
            f'"file_size":{size},"file_path":"photos/{file_id}"}}}}'
        )
        return 200, answer.encode()
