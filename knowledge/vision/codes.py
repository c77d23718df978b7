"""Turn a clean picture into the machine-readable codes in it: QR codes and their kin, and barcodes of goods.

Run in a confined process. Wraps zxing-cpp. Opens no address that a code holds.
"""

import io

import numpy as np
import zxingcpp
from PIL import Image

from knowledge.records import Box, Code

_FORMAT = zxingcpp.BarcodeFormat
FORMATS = (
    *(_FORMAT.QRCode, _FORMAT.MicroQRCode, _FORMAT.RMQRCode, _FORMAT.DataMatrix),
    *(_FORMAT.Aztec, _FORMAT.PDF417, _FORMAT.EAN13, _FORMAT.EAN8, _FORMAT.UPCA, _FORMAT.Code128),
)
"""Those with a check of their own; the others find codes in columns of print."""

MOST_CODES = 20
"""A sheet of labels holds more, and nobody asks about all of them."""

MOST_CHARACTERS = 4_296
"""What the largest QR code holds (ISO/IEC 18004, version 40-L)."""


def read(picture: bytes) -> tuple[Code, ...]:
    """Return the codes of an encoded picture that went through `knowledge.vision.door`."""
    with Image.open(io.BytesIO(picture), formats=("PNG", "JPEG")) as opened:
        grey = np.asarray(opened.convert("L"))
    found = zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormats(FORMATS))
    height, width = grey.shape
    return tuple(
        Code(one.text[:MOST_CHARACTERS], str(one.format), _box(one.position, width, height))
        for one in found[:MOST_CODES]
        if one.valid and one.text.strip()
    )


def _box(position: zxingcpp.Position, width: int, height: int) -> Box:
    corners = (
        position.top_left,
        position.top_right,
        position.bottom_left,
        position.bottom_right,
    )
    across = [min(1.0, max(0.0, corner.x / width)) for corner in corners]
    down = [min(1.0, max(0.0, corner.y / height)) for corner in corners]
    return Box(min(across), min(down), max(across), max(down))
