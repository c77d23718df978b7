"""What finds units fast: words in FTS5, text vectors in Chroma, picture vectors in FAISS.

All of it is a cache of the catalog and can be built anew from it.
"""
