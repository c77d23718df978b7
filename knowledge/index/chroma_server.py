"""Keep text vectors behind a Chroma server (`chroma run`): the same collections as in a folder, elsewhere."""

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from knowledge.errors import StoreBroken
from knowledge.index.chroma import Change, ChromaIndex, collection_name, drop, quiet

if TYPE_CHECKING:
    import httpx
    from chromadb.api.client import Client

SERVER_SECONDS = 30.0
"""Longest wait for a server's answer; a batch of vectors takes a second."""


class ChromaServer:
    """The collections of a Chroma server (`chroma run`), for machines that share one."""

    def __init__(self, url: str) -> None:
        """Take the address, for example `http://127.0.0.1:8000`; nothing is asked of it before its first use."""
        self._url = url
        self._opened: Client | None = None

    @property
    def _client(self) -> "Client":
        if self._opened is None:
            import chromadb

            parts = urlsplit(self._url)
            secure = parts.scheme == "https"
            try:
                client = chromadb.HttpClient(
                    host=parts.hostname or "",
                    port=parts.port or (443 if secure else 80),
                    ssl=secure,
                    settings=quiet(),
                )
                self._opened = cast("Client", client)
                for session in self._sessions:
                    session.timeout = SERVER_SECONDS
            except ValueError as error:
                raise StoreBroken(
                    f"no Chroma server answers at {self._url!r}; start it with `chroma run`, or unset"
                    " GROUNDGLASS_CHROMA_URL to go without"
                ) from error
        return self._opened

    def index(self, space: str, model: str) -> ChromaIndex:
        """Open the collection of `space` for vectors of `model`."""
        return ChromaIndex(self._client, collection_name(space, model), Change(None))

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        drop(self._client, collection_name(space, model))

    def close(self) -> None:
        """Close the connections; a later use makes new ones."""
        if self._opened is not None:
            for session in self._sessions:
                session.close()
            self._opened.close()
            self._opened = None

    @property
    def _sessions(self) -> "list[httpx.Client]":
        # Chroma neither closes them nor gives them a time limit, and offers no other way to.
        servers = (self._client._server, self._client._admin_client._server)  # type: ignore[attr-defined]
        return [cast("httpx.Client", vars(server)["_session"]) for server in servers]
