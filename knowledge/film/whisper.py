"""Turn a recording into words with their times, by faster-whisper and weights in a folder.

Wraps faster-whisper, which is not installed with this package; run in a confined process.
"""

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import ModelMissing

if TYPE_CHECKING:
    from faster_whisper import (  # type: ignore[import-not-found]  # installed by who wants it
        WhisperModel,
    )


def write_down(folder: str, content: bytes) -> list[tuple[float, str]]:
    """Return (seconds, words), in order; raise `ModelMissing` where library or weights are absent."""
    segments, _ = _model(folder).transcribe(io.BytesIO(content), vad_filter=True)
    told = ((segment.start, " ".join(segment.text.split())) for segment in segments)
    return [(float(start), text) for start, text in told if text]


@cache
def _model(folder: str) -> "WhisperModel":
    if not (Path(folder) / "model.bin").is_file():
        raise ModelMissing(
            f"{folder!r} holds no CTranslate2 weights of Whisper (model.bin); "
            "set GROUNDGLASS_WHISPER to a folder that does"
        )
    try:
        from faster_whisper import WhisperModel
    except ImportError:
        raise ModelMissing(
            "faster-whisper is not installed; `pip install faster-whisper`, or leave GROUNDGLASS_WHISPER empty"
        ) from None
    return WhisperModel(folder, device="auto", compute_type="default", local_files_only=True)
