"""How fast and how well pictures are read and scaled, against the defaults of RapidOCR and Pillow, in one run.

    python -m tests.benchmarks.ocr [DATA] [--quick]

Fifteen drawn screenshots (see `screens`), each read by both on one thread; processor time is compared, since other
work on the machine stretches every clock. Errors are of letters, digits and marks, spaces left out. Then pages turned
by quarters, pictures of many sizes for the memory they leave behind, and a drawn 12-megapixel photo. DATA is a folder
of pictures whose reading is shown. Exits 1 when a limit is missed; `--quick` takes every third screenshot.
"""

import argparse
import io
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from rapidocr import RapidOCR
from rapidocr.utils.output import RapidOCROutput

from bot.evaluate.ocr import Errors, compared
from knowledge.vision.door import upright
from knowledge.vision.eyes import Eyes
from knowledge.vision.ocr import Reader
from tests.benchmarks.screens import Screen, screens

FASTER, LEAST_ERRORS = 4.0, 0.003
TURNED_ERRORS = 0.01
MOST_MEGABYTES = 700
SCALING, PSNR = 0.4, 42.0
MODEL_SIDE = 1568

Read = Callable[[Screen], Sequence[str]]


@dataclass
class Bench:
    """Prints figures, and remembers whether each held."""

    missed: bool = False

    def judge(self, held: bool, text: str) -> None:
        """Print one figure."""
        self.missed = self.missed or not held
        sys.stdout.write(f"{'holds ' if held else 'MISSED'} {text}\n")
        sys.stdout.flush()


def reading(bench: Bench, drawn: Sequence[Screen], ours: Reader) -> None:
    """Read all by both; what is compiled for a first picture counts for neither."""
    theirs = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def default(screen: Screen) -> Sequence[str]:
        with Image.open(io.BytesIO(screen.picture)) as opened:
            found = theirs(np.ascontiguousarray(np.asarray(opened.convert("RGB"))[:, :, ::-1]))
        return found.txts or () if isinstance(found, RapidOCROutput) else ()

    def own(screen: Screen) -> Sequence[str]:
        return [line.text for line in ours.read(screen.picture)]

    took: dict[str, float] = {}
    errors: dict[str, Errors] = {}
    for name, read in (("RapidOCR's defaults", default), ("ours", own)):
        for screen in drawn:
            # Shapes are prepared when they are first seen, for both.
            read(screen)
            before = time.process_time()
            lines = read(screen)
            took[name] = took.get(name, 0.0) + time.process_time() - before
            found = compared("".join(screen.lines), "".join(lines))
            errors[name] = errors.get(name, Errors()) + found
        seconds = took[name] / len(drawn)
        sys.stdout.write(f"       {name}: {seconds:.2f} s of processor a picture, {errors[name]}\n")
        sys.stdout.flush()
    ratio = took["RapidOCR's defaults"] / took["ours"]
    bench.judge(ratio >= FASTER, f"{ratio:.1f}x faster than the defaults (at least {FASTER:g}x)")
    rate = errors["ours"].rate
    bench.judge(
        rate <= LEAST_ERRORS, f"{rate:.2%} of characters wrong (at most {LEAST_ERRORS:.1%})"
    )


def turned(bench: Bench, drawn: Sequence[Screen], ours: Reader) -> None:
    """Read pages on their side and head."""
    for quarters in (1, 2, 3):
        errors = Errors()
        for screen in drawn:
            with Image.open(io.BytesIO(screen.picture)) as opened:
                held = io.BytesIO()
                opened.rotate(90 * quarters, expand=True).save(held, "PNG")
            lines = [line.text for line in ours.read(held.getvalue())]
            errors += compared("".join(screen.lines), "".join(lines))
        bench.judge(errors.rate <= TURNED_ERRORS, f"turned by {90 * quarters} degrees: {errors}")


def memory(bench: Bench, ours: Reader, count: int) -> None:
    """Read pictures of many sizes, photos and screenshots; the engine keeps what it prepared for each shape."""
    chance = np.random.default_rng(0)
    for _ in range(count):
        width, height = (int(side) for side in chance.integers(200, 2048, 2))
        noise = Image.fromarray(chance.integers(0, 255, (24, 32, 3), np.uint8))
        held = io.BytesIO()
        noise.resize((width, height), Image.Resampling.BICUBIC).save(held, "PNG")
        ours.read(held.getvalue())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    text = (
        f"{peak:.0f} MB at most after {count} pictures of {count} sizes (at most {MOST_MEGABYTES})"
    )
    bench.judge(peak <= MOST_MEGABYTES, text)


def scaling(bench: Bench) -> None:
    """Scale a 12-megapixel JPEG as it comes from a camera."""
    content = photo()

    def plain() -> Image.Image:
        with Image.open(io.BytesIO(content)) as opened:
            scale = MODEL_SIDE / max(opened.size)
            size = (round(opened.width * scale), round(opened.height * scale))
            return opened.convert("RGB").resize(size, Image.Resampling.LANCZOS)

    def own() -> Image.Image:
        with Image.open(io.BytesIO(content)) as opened:
            return upright(opened, MODEL_SIDE)

    took = {plain: 9.0, own: 9.0}
    for _ in range(5):
        for scale in took:
            before = time.process_time()
            scale()
            took[scale] = min(took[scale], time.process_time() - before)
    ratio = took[own] / took[plain]
    one, other = (np.asarray(scale(), np.float64) for scale in (plain, own))
    error = float(np.mean((one - other) ** 2))
    psnr = 10 * np.log10(255**2 / error)
    bench.judge(
        ratio <= SCALING,
        f"12 MP JPEG to {MODEL_SIDE}: {ratio:.2f} of Pillow's time (at most {SCALING})",
    )
    bench.judge(psnr >= PSNR, f"{psnr:.1f} dB against it (at least {PSNR:g})")


def photo() -> bytes:
    """Draw a photo: soft light, texture down to the pixel, and hard edges."""
    chance = np.random.default_rng(1)
    size = (4000, 3000)
    whole = np.full((size[1], size[0], 3), 120.0, np.float32)
    for cells, weight in ((8, 60.0), (64, 20.0), (500, 8.0), (4000, 5.0)):
        for colour in range(3):
            noise = chance.normal(0, 1, (cells * 3 // 4, cells)).astype(np.float32)
            scaled = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
            whole[..., colour] += weight * np.asarray(scaled)
    for left, top, side in chance.integers(100, 2400, (40, 3)):
        whole[top : top + side // 8, left : left + side // 6] *= 0.6
    held = io.BytesIO()
    Image.fromarray(np.clip(whole, 0, 255).astype(np.uint8)).save(held, "JPEG", quality=92)
    return held.getvalue()


def shown(folder: Path) -> None:
    """Show what is read in the pictures of a folder, as a person would see it."""
    eyes = Eyes()
    try:
        for path in sorted(folder.iterdir()):
            lines = eyes.look(path.read_bytes()).lines
            text = " / ".join(line.text for line in lines)
            sys.stdout.write(f"       {path.name}: {len(lines)} lines: {text[:160]}\n")
    finally:
        eyes.close()


def main() -> int:
    """Read, turn, fill the memory, scale, show."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    bench, ours = Bench(), Reader(1)
    drawn = screens()[:: 3 if given.quick else 1]
    # The peak is of the whole process: what else is measured here would count.
    memory(bench, ours, 20 if given.quick else 60)
    turned(bench, drawn[::5], ours)
    reading(bench, drawn, ours)
    scaling(bench)
    if given.data is not None:
        shown(given.data)
    return int(bench.missed)


if __name__ == "__main__":
    sys.exit(main())
