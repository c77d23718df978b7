"""Run the lists of the picture model: words to pictures, a picture to pictures, a picture to captions.

Knows vectors and their background; no word and no pixel.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from knowledge import gate, places
from knowledge.catalog import Catalog
from knowledge.derived import Content
from knowledge.errors import ModelMissing
from knowledge.fuse import Ranked
from knowledge.index.shelf import Model
from knowledge.language import trained
from knowledge.looking import DEPTH, Looking
from knowledge.nearest import Near, Nearest
from knowledge.ports import ImageEmbedder, Vectors
from knowledge.records import Kind, Query
from knowledge.sample import Samples

CLIP_Z = 3.0
"""Single entries below this z-score are no better than chance and are left out."""

ALONE_Z, ALONE = 2.0, 3.0
"""Where no word speaks for anything, what the picture model finds is all that there is to show: entries above
the first of these z-scores pass, and count as the second at least (`knowledge.search.NEAR`)."""

TELLING = 10.0
"""Least BM25 score of the best match of a picture's writing, some three rare words, that tells more than its looks:
titles and labels of a few words stand in many pictures."""

CLEARER, WRITTEN = 1.25, 1.5
"""How many times as far as the best picture a text has to stand out, of which no word was asked for: among a few
hundred texts one comes that near by chance. The second: the same of what stands in or by a picture, which the
picture model sees itself."""

_BY_VECTOR = ("dense", "clip", "clip_image", "clip_text")
_PRIOR = (0.2, 0.04)


@dataclass(frozen=True)
class _Asked:
    """A query as the picture model sees it; nothing is embedded before it is compared."""

    query: Query
    clip: ImageEmbedder

    @cached_property
    def words(self) -> Vectors | None:
        """One row; None where the model does not read the language."""
        if not trained(self.query.text, self.clip.languages):
            return None
        return self.clip.embed_texts([self.query.text])

    @cached_property
    def picture(self) -> Vectors | None:
        """One row; None where nothing was shown."""
        shown = self.query.picture
        return self.clip.embed_pictures([shown.content]) if shown else None


class ByClip:
    """Runs them. Thread safe."""

    def __init__(
        self,
        catalog: Catalog,
        samples: Samples,
        nearest: Nearest,
        clips: Callable[[str], ImageEmbedder],
    ) -> None:
        """Take what gives the picture model of a space, or raises `ModelMissing`."""
        self._catalog = catalog
        self._samples = samples
        self._nearest = nearest
        self._clips = clips

    def run(self, space: str, query: Query, looking: Looking) -> None:
        """Add what the picture model finds in `space` to `looking`, or why it finds nothing."""
        names = ["clip"] if query.text.strip() else []
        names += ["clip_image", "clip_text"] if query.picture is not None else []
        if not names:
            return
        alone = all(_silent(one) for one in looking.lists)
        try:
            asked = _Asked(query, self._clips(space))
            best = max(self._run(space, name, asked, looking, alone) for name in names)
            if alone:
                self._outshine(space, looking, best)
        except ModelMissing as error:
            looking.status.update(dict.fromkeys(names, f"no weights: {error}"))

    def _run(self, space: str, name: str, asked: _Asked, looking: Looking, alone: bool) -> float:
        """Add one list; return its best z-score, 0 where it is empty."""
        content: Content = "caption" if name == "clip_text" else "picture"
        model = Model(content, asked.clip.name, asked.clip.dimensions)
        sample = self._samples.of(space, model)
        if not sample.keys:
            looking.status[name] = f"nothing: no {content} of this space is embedded"
            return 0.0
        vector = asked.words if name == "clip" else asked.picture
        if vector is None:
            looking.status[name] = "language: the picture model was not trained for it"
            return 0.0
        background = gate.Background.beneath(sample.vectors, vector, _PRIOR)
        near = Near(model, "text_key" if content == "caption" else "blob", sample, vector)
        found = [
            (row, background.z(cosine))
            for row, cosine in self._nearest.rows(space, near, looking.within, DEPTH)
        ]
        entries = [(row, z) for row, z in found if z >= (ALONE_Z if alone else CLIP_Z)]
        for row, z in entries:
            least = ALONE if alone else 0.0
            looking.z[row] = max(z, least, looking.z.get(row, 0.0))
        looking.add(name, entries, "gate: nothing is nearer than chance")
        return entries[0][1] if entries else 0.0

    def _outshine(self, space: str, looking: Looking, best: float) -> None:
        """Shut out what found less than the picture model, whose best z-score is `best`, where no word speaks.

        Ranks alone cannot tell: two weak lists that agree by chance would lead a strong one astray.
        """
        for ranked in list(looking.lists):
            row, score = ranked.entries[0]
            if ranked.name == "dense":
                clearer = WRITTEN if self._is_picture(space, row) else CLEARER
                outshone = score < clearer * best
            else:
                outshone = ranked.name == "ocr_bm25" and best > 0
            if outshone:
                looking.lists.remove(ranked)
                looking.status[ranked.name] = "gate: the picture model finds more"

    def _is_picture(self, space: str, row: int) -> bool:
        found = places.find(self._catalog.database.connection, space, [row], None)
        return row in found and found[row].kind is Kind.PICTURE


def _silent(ranked: Ranked) -> bool:
    """Tell whether a list, which is not empty, says nothing by words that are worth naming."""
    faint = ranked.name == "ocr_bm25" and ranked.entries[0][1] < TELLING
    return faint or ranked.name in _BY_VECTOR
