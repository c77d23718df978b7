"""Keep text vectors behind a Chroma server (`chroma run`): the same collections as in a folder, elsewhere."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from knowledge.errors import StoreBroken
from knowledge.index.change import Change
from knowledge.index.chroma import ChromaIndex, collection_name, drop, quiet
from knowledge.ports import Vectors

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.api.client import Client

SERVER_SECONDS = 30.0
"""Longest wait for a server's answer; a batch of vectors takes a second."""


@contextmanager
def _answering(url: str) -> Iterator[None]:
    """Say in one sentence that the server does not answer, or fails."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    except (httpx.HTTPError, ChromaError) as error:
        raise StoreBroken(
            f"the Chroma server at {url!r} does not answer ({type(error).__name__}); start it with"
            " `RAYON_NUM_THREADS=1 chroma run`, or unset GROUNDGLASS_CHROMA_URL to go without"
        ) from error


class ServedIndex(ChromaIndex):
    """A collection behind a server, which may be gone at any moment: then each call raises `StoreBroken`."""

    def __init__(self, client: "ClientAPI", name: str, url: str) -> None:
        """Open the collection `name`, or make it; `url` is where its server is looked for."""
        self._url = url
        with _answering(url):
            super().__init__(client, name, Change(None))

    def ids(self) -> set[str]:
        """List the live ids."""
        with _answering(self._url):
            return super().ids()

    def replace(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Insert, or overwrite where the id is known."""
        with _answering(self._url):
            super().replace(ids, vectors)

    def remove(self, ids: Sequence[str]) -> None:
        """Forget `ids`; unknown ones are no error."""
        with _answering(self._url):
            super().remove(ids)

    def search(
        self, query: Vectors, limit: int, among: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Return (id, cosine) of the nearest to the one row of `query`, best first."""
        with _answering(self._url):
            return super().search(query, limit, among)

    def count(self) -> int:
        """Count the live vectors."""
        with _answering(self._url):
            return super().count()


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
        return ServedIndex(self._client, collection_name(space, model), self._url)

    def drop(self, space: str, model: str) -> None:
        """Remove the collection of `space`, if there is one."""
        with _answering(self._url):
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
