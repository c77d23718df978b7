"""Fetch the weights of a model that was asked for by name; the one place that downloads.

Progress is shown by the library that fetches. Everything else in this package works offline.
"""

from knowledge.embed import weights
from knowledge.errors import ModelMissing


def pull(clip: str) -> None:
    """Bring the model `clip` (as in `OpenClip`, or a repository of Hugging Face) to this machine.

    Raises `ModelMissing` if it cannot.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    if clip.startswith("local-dir:"):
        weights.locate(clip)
        return
    try:
        if clip.startswith("hf-hub:"):
            snapshot_download(clip.removeprefix("hf-hub:"))
        elif _is_built_in(clip):
            _pull_built_in(clip)
        else:
            # No pickles, whatever else lies beside them.
            snapshot_download(
                clip, allow_patterns=["*.safetensors", "*.json", "*.jinja", "*.txt", "*.model"]
            )
    except (OSError, HfHubHTTPError, LocalEntryNotFoundError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        raise ModelMissing(
            f"{clip!r} could not be fetched ({reason}); check the name and the network"
        ) from error


def _is_built_in(name: str) -> bool:
    """Tell a name of open_clip (`architecture/tag`) from one of Hugging Face (`owner/model`)."""
    import open_clip

    architecture = name.partition("/")[0]
    return "/" not in name or architecture in open_clip.list_models()


def _pull_built_in(clip: str) -> None:
    from open_clip import (
        download_pretrained,
        get_pretrained_cfg,
        list_pretrained_tags_by_model,
    )

    model, _, tag = clip.partition("/")
    tags = list_pretrained_tags_by_model(model)
    if tag not in tags:
        known = f"one of {', '.join(tags)}" if tags else "a model that open_clip lists"
        raise ModelMissing(f"open_clip has no {clip!r}; after the slash name {known}")
    download_pretrained(get_pretrained_cfg(model, tag))
