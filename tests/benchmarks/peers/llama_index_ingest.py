"""LlamaIndex into its own store, as its tutorials do it: FOLDER MODEL STORE -> seconds on standard output."""

import sys
import time


def main(folder: str, model: str, store: str) -> None:
    """Ingest once."""
    from llama_index.core import (  # type: ignore[import-not-found]  # the peers' environment
        SimpleDirectoryReader,
        VectorStoreIndex,
    )
    from llama_index.core.node_parser import (  # type: ignore[import-not-found]  # the peers' environment
        SentenceSplitter,
    )
    from llama_index.embeddings.huggingface import (  # type: ignore[import-not-found]  # the peers' environment
        HuggingFaceEmbedding,
    )
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(model)
    embedding = HuggingFaceEmbedding(model_name=model)
    embedding.get_query_embedding("warm")
    started = time.perf_counter()
    reader = SimpleDirectoryReader(folder, recursive=True, required_exts=[".md"])
    index = VectorStoreIndex.from_documents(
        reader.load_data(),
        embed_model=embedding,
        # Its own tokenizer would be downloaded; MiniLM's gives chunks as long as ours.
        transformations=[
            SentenceSplitter(chunk_size=220, chunk_overlap=0, tokenizer=tokenizer.tokenize)
        ],
    )
    index.storage_context.persist(store)
    sys.stdout.write(f"{time.perf_counter() - started}\n")


if __name__ == "__main__":
    main(*sys.argv[1:4])
