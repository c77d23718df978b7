"""What happens to a screenshot on its way: nothing, a slight turn, or a photo of the screen.

Knows pixels and a random generator that is given.
"""

from random import Random

import numpy as np
from PIL import Image, ImageFilter

Colour = tuple[int, int, int]


def straight(image: Image.Image, rng: Random, paper: Colour) -> Image.Image:
    """Leave a screenshot as it is."""
    return image


def turned(image: Image.Image, rng: Random, paper: Colour) -> Image.Image:
    """Turn it a little, as a scan or a hasty photo is."""
    angle = rng.choice((-1, 1)) * rng.uniform(0.4, 2.0)
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=paper)


def photographed(image: Image.Image, rng: Random, paper: Colour) -> Image.Image:
    """Take a picture of the screen: seen from the side, a little soft, uneven light, noise."""
    big = image.resize(
        (round(image.width * 1.4), round(image.height * 1.4)), Image.Resampling.LANCZOS
    )
    wide, high = big.size
    lean = [rng.uniform(0, 0.02) * side for side in (wide, high) * 4]
    corners = (
        -lean[0],
        -lean[1],
        -lean[2],
        high + lean[3],
        wide + lean[4],
        high + lean[5],
        wide + lean[6],
        -lean[7],
    )
    seen = big.transform(
        big.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=paper
    )
    soft = seen.filter(ImageFilter.GaussianBlur(0.5))
    pixels = np.asarray(soft, np.float32)
    chance = np.random.default_rng(rng.getrandbits(32))
    light = np.linspace(0.88, 1.04, wide, dtype=np.float32)[None, :, None]
    pixels = pixels * light + chance.normal(0, 3, pixels.shape).astype(np.float32)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


BENDS = (straight, straight, straight, turned, photographed)
