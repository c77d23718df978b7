"""What comes through the door: upright, opaque, within limits, and nothing but pixels."""

import base64
import io
import struct

import pytest
from PIL import Image, ImageCms, ImageDraw, ImageFont

from knowledge.errors import TooLarge, Unreadable
from knowledge.records import Sight
from knowledge.vision.door import open_picture
from knowledge.vision.limits import Limits

LIMITS = Limits()
CAMERA = "SecretCam 3000"


def look(picture: Image.Image, kind: str = "PNG", **options: object) -> Sight:
    return open_picture(encoded(picture, kind, **options), LIMITS)


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def pixels(sight: Sight) -> Image.Image:
    return Image.open(io.BytesIO(sight.content))


def arrow() -> Image.Image:
    """A picture that differs from all of its turns and reflections."""
    picture = Image.new("RGB", (60, 40), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 20, 10), fill="red")
    draw.rectangle((40, 30, 59, 39), fill="blue")
    return picture


STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera stores an upright scene under each orientation."""


@pytest.mark.parametrize("orientation", STORED)
def test_every_orientation_gives_the_same_pixels(orientation: int) -> None:
    turn = STORED[orientation]
    stored = arrow() if turn is None else arrow().transpose(turn)
    exif = Image.Exif()
    exif[0x0112] = orientation
    sight = look(stored, exif=exif)
    assert pixels(sight).tobytes() == arrow().tobytes()
    assert (sight.width, sight.height) == (60, 40)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_comments_are_left_outside(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    content = encoded(arrow(), kind, exif=exif, comment=CAMERA, xmp=CAMERA.encode())
    assert CAMERA.encode() in content
    clean = open_picture(content, LIMITS)
    assert CAMERA.encode() not in clean.content
    assert not pixels(clean).getexif()
    assert set(pixels(clean).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK", "YCbCr"])
def test_every_mode_shows_the_same_grey(mode: str) -> None:
    if mode == "I;16":
        picture = Image.new("I;16", (30, 20), 0xFFFF)
    else:
        picture = Image.new("RGB", (30, 20), "white").convert(mode)
    sight = look(picture, "JPEG" if mode in ("CMYK", "YCbCr") else "PNG")
    shown = pixels(sight)
    assert shown.mode == "RGB"
    assert shown.getpixel((15, 10)) == (255, 255, 255)


@pytest.mark.parametrize(("ink", "paper"), [("black", (255, 255, 255)), ("white", (0, 0, 0))])
def test_transparent_text_is_laid_on_what_it_contrasts_with(
    ink: str, paper: tuple[int, int, int]
) -> None:
    picture = Image.new("RGBA", (200, 60))
    ImageDraw.Draw(picture).text((10, 10), "Hello", fill=ink, font=ImageFont.load_default(30))
    assert pixels(look(picture)).getpixel((199, 59)) == paper


def test_colours_are_brought_to_srgb() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Red and blue primaries change places.
    swapped = srgb.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    red = Image.new("RGB", (20, 20), "red")
    assert pixels(look(red, icc_profile=swapped)).getpixel((9, 9)) == (0, 0, 255)
    for profile in (srgb, b"no profile", b""):
        assert pixels(look(red, icc_profile=profile)).getpixel((9, 9)) == (255, 0, 0)


def test_large_pictures_shrink_to_the_longest_side() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        sight = look(Image.new("RGB", (3000, 1500), "olive"), kind)
        assert 0.85 * 2048 <= sight.width <= 2048
        assert abs(sight.width / sight.height - 2) < 0.01
        assert pixels(sight).size == (sight.width, sight.height)


def test_screens_stay_sharp_and_photos_small() -> None:
    screen = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(screen).text((10, 10), "Disk full", fill="red", font=ImageFont.load_default(20))
    sharp = look(screen)
    assert sharp.media_type == "image/png"
    assert pixels(sharp).tobytes() == screen.tobytes()
    photo = look(Image.effect_noise((400, 200), 60).convert("RGB"))
    assert photo.media_type == "image/jpeg"


def test_an_animation_is_seen_by_its_first_frame() -> None:
    frames = [Image.new("RGB", (30, 20), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        sight = look(frames[0], kind, save_all=True, append_images=frames[1:])
        assert sight.frames == 3
        red, green, blue = pixels(sight).resize((1, 1)).tobytes()
        assert red > 200 > 60 > max(green, blue)


def test_limits_are_the_callers_to_choose() -> None:
    small = Limits(file_bytes=10_000, pixels=1_000, frames=2)
    with pytest.raises(TooLarge, match="30 x 40 pixels"):
        open_picture(encoded(Image.new("L", (30, 40)), "PNG"), small)
    with pytest.raises(TooLarge, match="MB"):
        open_picture(encoded(Image.effect_noise((300, 200), 90), "PNG"), small)


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAA"
    "AAAAAAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAAJIAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34"
    "+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmu"
    "bgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAA"
    "QAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAAJptZGF0AAAAjigBr1iT/wdJL//5zu//"
    "yo9IfYledG4t+dBmL0/if7hsoDIYcHqFND58YGa9Gt4dLJ1+AMGNoCoJlfACsROTGTVBFDH/TIuZuipvjDa3/XSc"
    "TrsZquC6GGHl5zTHv899F1+jT03rzGMY39nmVmKkJd/PzAWnYxK3aownQCAaDUF7jtNpENitSlKd8jFI52A="
)
"""96 x 64 pixels, the left half red. No library here writes HEIC; pillow-heif, whose encoder is GPL, did."""


def test_heic_is_opened_like_any_other_picture() -> None:
    sight = open_picture(HEIC, LIMITS)
    shown = pixels(sight)
    assert (sight.width, sight.height, sight.media_type) == (96, 64, "image/png")
    red, white = shown.getpixel((10, 30)), shown.getpixel((90, 30))
    assert red[0] > 240 > 20 > max(red[1:])
    assert min(white) > 240


def test_heic_that_claims_too_many_pixels_is_refused_unopened() -> None:
    size = HEIC.index(b"ispe") + 8
    large = HEIC[:size] + struct.pack(">II", 50_000, 50_000) + HEIC[size + 8 :]
    with pytest.raises(TooLarge, match="50000 x 50000 pixels"):
        open_picture(large, LIMITS)


@pytest.mark.parametrize("length", [20, 100, 300, 400, 500])
def test_heic_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(Unreadable, match="; s"):
        open_picture(HEIC[:length], LIMITS)
