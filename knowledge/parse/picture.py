"""Turn a picture file that is learned by itself into a document of one figure."""

from pathlib import PurePosixPath

from knowledge.parse.pictures import tidy
from knowledge.records import Block, Parsed


def parse(content: bytes, path: str, name: str) -> Parsed:
    """Wrap the bytes as found; they are opened where all pictures are."""
    block = Block(text="", picture=content, picture_name=PurePosixPath(tidy(path)).name)
    return Parsed(title=name, blocks=(block,))
