"""Run the ranked lists of one space: words, pages, pictures, meaning.

A list takes part only where it is competent (language, modality) and where its best score stands out
from a background; else its status says why it did not.
"""

from collections.abc import Callable, Sequence, Set

from knowledge import gate, places
from knowledge.alike.recognise import Recogniser
from knowledge.by_clip import ByClip
from knowledge.catalog import Catalog
from knowledge.derived import Derived
from knowledge.embed.endpoint import PREFIX as ELSEWHERE
from knowledge.errors import ModelMissing, StoreBroken
from knowledge.fuse import redirect
from knowledge.index import fts
from knowledge.index.frequency import Frequencies
from knowledge.index.shelf import Model, Shelf
from knowledge.language import trained
from knowledge.looking import DEPTH, Looking
from knowledge.nearest import Near, Nearest
from knowledge.ports import ImageEmbedder, TextEmbedder
from knowledge.records import Query
from knowledge.sample import Samples
from knowledge.terms import query_terms

DENSE_BEST_Z = 2.5
"""A list of meaning whose best entry lies lower than this only ranks: it takes no part."""

DENSE_Z = 1.0
"""Single entries below this z-score are left out. Once the best has passed, the faint ones tell the neighbouring
steps of one procedure apart: with 2.0 fewer Chinese screenshots were among the first five."""

PAGE_SHARE = 0.3
"""Least BM25 score of a page, as a share of the best chunk's: among few pages every one ranks high."""

AS_NEAR = 0.8
"""Share of the best z-score of the picture model that the very picture reaches: nothing is much more like it. A few
plain shapes agree, place by place, with the same shapes in other colours."""


class Lists:
    """Runs lists. Thread safe; embedders are loaded by the first query that needs them."""

    def __init__(
        self,
        catalog: Catalog,
        derived: Derived,
        shelf: Shelf,
        texts: Callable[[str], TextEmbedder],
        clips: Callable[[str], ImageEmbedder],
    ) -> None:
        """Take what gives the embedders of a space, or raises `ModelMissing`."""
        self._catalog = catalog
        self._derived = derived
        self._nearest = Nearest(catalog, derived, shelf)
        self._texts = texts
        self._samples = Samples(catalog, derived)
        self._by_clip = ByClip(catalog, self._samples, self._nearest, clips)
        self._frequencies = Frequencies(catalog)
        self._recogniser = Recogniser(catalog, derived)

    def run(self, space: str, query: Query) -> Looking:
        """Run every list of `space` that can say something about `query`."""
        looking = Looking(places.within(space, query))
        if self._catalog.generation(space) == 0:
            return looking
        self._by_words(space, query, looking)
        if query.text.strip():
            try:
                embedder = self._texts(space)
                if query.stays and embedder.name.startswith(ELSEWHERE):
                    looking.status["dense"] = "stays: the text model is behind an address"
                else:
                    self._by_meaning(space, embedder, query.text, looking)
            except ModelMissing as error:
                looking.status["dense"] = f"no weights: {error}"
            except StoreBroken as error:
                looking.status["dense"] = f"no index: {error}"
        self._by_clip.run(space, query, looking)
        if query.picture is not None:
            self._by_same_picture(space, query, looking)
        return looking

    def _by_words(self, space: str, query: Query, looking: Looking) -> None:
        connection, within = self._catalog.database.connection, looking.within
        looking.asked, chosen = self._weigh(space, query.text)
        found = fts.search(connection, fts.table(space, "words"), chosen, DEPTH, within)
        looking.add("bm25", found, "no word of the question is in the documents")
        pages_within = places.pages_within(space, query)
        table = fts.table(space, "pages")
        pages = fts.search(connection, table, chosen, DEPTH, pages_within)
        votes = self._page_votes(space, pages, found, looking)
        looking.add("bm25_page", votes, "no page holds its words")
        if self._frequencies.current(space):
            table = fts.table(space, "pictures")
            shown = fts.search(connection, table, chosen, DEPTH, within)
            looking.add("bm25_picture", shown, "no picture is described by its words")
        if query.picture is not None:
            looking.read, chosen = self._weigh(space, query.picture.text)
            found = fts.search(connection, fts.table(space, "words"), chosen, DEPTH, within)
            looking.add("ocr_bm25", found, "no word of the picture is in the documents")

    def _weigh(self, space: str, text: str) -> tuple[gate.Weighted, tuple[str, ...]]:
        """Weigh the words of `text`, and choose the forms to look up."""
        words = query_terms(text)
        forms = dict.fromkeys(form for word in words for form in word.forms)
        rarity = self._frequencies.of(space, list(forms))
        weighted = gate.Weighted.of(words, rarity.inverse, rarity.unknown)
        return weighted, fts.proposing(rarity.holding)

    def _page_votes(
        self,
        space: str,
        pages: Sequence[tuple[int, float]],
        found: Sequence[tuple[int, float]],
        looking: Looking,
    ) -> list[tuple[int, float]]:
        """Let a page vote for its best chunk, so that both count for one hit."""
        best = found[0][1] if found else 0.0
        pages = [(page, score) for page, score in pages if score >= PAGE_SHARE * best]
        if not pages:
            return []
        order = {row: rank for rank, (row, _) in enumerate(found)}
        inside = places.on_pages(
            self._catalog.database.connection, space, [row for row, _ in pages], looking.within
        )
        targets = {
            page: min(rows, key=lambda row: order.get(row, DEPTH)) for page, rows in inside.items()
        }
        return redirect(pages, targets)

    def _by_meaning(self, space: str, embedder: TextEmbedder, text: str, looking: Looking) -> None:
        if not trained(text, embedder.languages):
            looking.status["dense"] = "language: the text model was not trained for it"
            return
        model = Model("text", embedder.name, embedder.dimensions)
        sample = self._samples.of(space, model)
        if not sample.keys:
            looking.status["dense"] = "nothing: no text of this space is embedded"
            return
        near = Near(model, "text_key", sample, embedder.embed([text]))
        background = gate.Background.of(sample.vectors, near.vector, embedder.unrelated(text))
        found = [
            (row, background.z(cosine))
            for row, cosine in self._nearest.rows(space, near, looking.within, DEPTH)
        ]
        passes = bool(found) and found[0][1] >= DENSE_BEST_Z
        entries = [(row, z) for row, z in found if passes and z >= DENSE_Z]
        looking.z.update(entries)
        looking.add("dense", entries, "gate: nothing is nearer than chance")

    def _by_same_picture(self, space: str, query: Query, looking: Looking) -> None:
        if query.picture is None:
            return
        seen = self._recogniser.recognise(space, query.picture)
        same = _as_near(seen.same, looking)
        if not same and looking.status.get("clip_image") == "ran":
            looking.status["same_picture"] = (
                "gate: only alike, which the picture model tells better"
            )
            return
        connection = self._catalog.database.connection
        rows = [row for row, _ in (*seen.pictures, *seen.sections)]
        kept = places.find(connection, space, rows, looking.within)
        looking.same.update(same)
        looking.match.update(seen.boxes)
        pictures = [one for one in seen.pictures if one[0] in kept]
        looking.add("same_picture", pictures, "this picture is in no document")
        sections = [one for one in seen.sections if one[0] in kept]
        looking.add("picture_section", sections, "no text stands beside this picture")


def _as_near(rows: Set[int], looking: Looking) -> Set[int]:
    """Return those of `rows` that the picture model, where it ran, finds about as near as anything."""
    found = [ranked.entries for ranked in looking.lists if ranked.name == "clip_image"]
    if not found:
        return rows
    entries, z = found[0], dict(found[0])
    # Beyond the end of a full list lies what is no nearer than its last.
    rest = entries[-1][1] if len(entries) >= DEPTH else 0.0
    return {row for row in rows if z.get(row, rest) >= AS_NEAR * entries[0][1]}
