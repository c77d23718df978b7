"""The records that travel between the steps of this package.

    Source -> Parsed(Block...) -> Unit -> (embedding) -> Hit

All are frozen; coordinates are fractions of the page or picture, so a record never depends on
the resolution at which something was drawn. One file a topic; all of them are imported from here.
"""

from knowledge.records.document import Block, Document, Kind, Parsed, Place, Unit
from knowledge.records.learning import Progress, Quota, Report
from knowledge.records.search import Found, Hit, Query, Scope, Vote
from knowledge.records.sight import Box, Code, Sight, TextLine

__all__ = [
    "Block",
    "Box",
    "Code",
    "Document",
    "Found",
    "Hit",
    "Kind",
    "Parsed",
    "Place",
    "Progress",
    "Query",
    "Quota",
    "Report",
    "Scope",
    "Sight",
    "TextLine",
    "Unit",
    "Vote",
]
