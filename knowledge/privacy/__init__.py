"""Private data in texts and pictures: found, taken out before anything leaves the host, and put back."""

from knowledge.privacy.announced import announces
from knowledge.privacy.find import find
from knowledge.privacy.marks import Marks
from knowledge.privacy.seen import in_picture
from knowledge.privacy.span import Kind, Span
from knowledge.privacy.unread import unread

__all__ = ["Kind", "Marks", "Span", "announces", "find", "in_picture", "unread"]
