"""LangChain into embedded Chroma, as its tutorials do it: FOLDER MODEL STORE -> seconds on standard output."""

import sys
import time
from pathlib import Path


def main(folder: str, model: str, store: str) -> None:
    """Ingest once."""
    from langchain_chroma import Chroma  # type: ignore[import-not-found]  # the peers' environment
    from langchain_core.documents import (  # type: ignore[import-not-found]  # the peers' environment
        Document,
    )
    from langchain_huggingface import (  # type: ignore[import-not-found]  # the peers' environment
        HuggingFaceEmbeddings,
    )
    from langchain_text_splitters import (  # type: ignore[import-not-found]  # the peers' environment
        RecursiveCharacterTextSplitter,
    )

    embeddings = HuggingFaceEmbeddings(model_name=model)
    embeddings.embed_query("warm")
    started = time.perf_counter()
    documents = [
        Document(page_content=path.read_text("utf-8"), metadata={"source": path.name})
        for path in sorted(Path(folder).rglob("*.md"))
    ]
    # About 220 tokens, as long as our own chunks.
    splitter = RecursiveCharacterTextSplitter(chunk_size=900, chunk_overlap=0)
    vectors = Chroma(embedding_function=embeddings, persist_directory=store)
    vectors.add_documents(splitter.split_documents(documents))
    sys.stdout.write(f"{time.perf_counter() - started}\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
