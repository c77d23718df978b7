"""Let Pillow open HEIC pictures, which iPhones take.

Knows pi-heif (BSD-3-Clause, with libheif and libde265 under LGPL-3.0): it decodes only. Its sister
pillow-heif brings the x265 encoder, which is GPL.
"""

import pi_heif  # type: ignore[import-untyped]  # ships no types


def register() -> None:
    """Make `HEIF` known; once is enough, and again does no harm."""
    # Half-decoded tiles and other items of the file have no reader here.
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
