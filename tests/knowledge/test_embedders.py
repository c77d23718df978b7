"""One contract for every text embedder, and what each says where it is not there."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import numpy as np
import pytest

from knowledge import KnowledgeBase
from knowledge.embed.by_name import by_name
from knowledge.embed.by_script import ByScript
from knowledge.errors import ModelMissing
from knowledge.ports import TextEmbedder
from knowledge.records import Query, Scope
from knowledge.vision.eyes import Eyes
from tests.knowledge.fakes import WordEmbedder, write
from tests.knowledge.test_packed import HERE


@dataclass
class Endpoint:
    """What a fake endpoint was asked, and what it answers."""

    url: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    broken: bool = False


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    known, words = Endpoint(), WordEmbedder()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known.asked.append({"path": self.path, **asked})
            rows = words.embed(asked["input"]) * 3
            if known.broken:
                rows = rows[:-1]
            data = [{"index": at, "embedding": row.tolist()} for at, row in enumerate(rows)]
            body = json.dumps({"data": data, "model": asked["model"]}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *values: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    known.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a sentence-transformers folder: a BERT of two layers with random weights."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertModel

    folder = tmp_path_factory.mktemp("tiny-bert")
    letters = [sign for one in "abcdefghijklmnopqrstuvwxyz0123456789" for sign in (one, f"##{one}")]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "router", "modem", *letters]
    (folder / "vocab.txt").write_text("\n".join(words))
    BertWordPieceTokenizer(str(folder / "vocab.txt")).save(str(folder / "tokenizer.json"))
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder)
    write(
        folder,
        {
            "modules.json": json.dumps(
                [
                    {"type": f"sentence_transformers.models.{step}", "path": ""}
                    for step in ("Transformer", "Pooling", "Normalize")
                ]
            ),
            "1_Pooling/config.json": json.dumps({"pooling_mode_mean_tokens": True}),
            "sentence_bert_config.json": json.dumps({"max_seq_length": 48}),
        },
    )
    return folder


@pytest.fixture(params=["bundled", "folder", "endpoint", "words", "by script"])
def each(
    request: pytest.FixtureRequest, models: Path, tiny_bert: Path, endpoint: Endpoint
) -> TextEmbedder:
    make = by_name(models, "key", endpoint.url)
    if request.param == "words":
        return WordEmbedder()
    if request.param == "by script":
        return ByScript(make(""), make(f"local-dir:{tiny_bert}"))
    named = {"bundled": "", "folder": f"local-dir:{tiny_bert}", "endpoint": "openai:small"}
    return make(named[request.param])


TEXTS = ["restart the router", "", "the receipt", "word " * 400, "restart the router"]


def test_every_embedder_gives_rows_of_length_one_in_order(each: TextEmbedder) -> None:
    rows = each.embed(TEXTS)
    assert rows.shape == (len(TEXTS), each.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert rows[0] == pytest.approx(rows[4], abs=1e-2)
    for at in (0, 2, 3):
        # Alone or in a batch, padded or not, a text has the same vector.
        assert float(each.embed([TEXTS[at]])[0] @ rows[at]) > 0.999
    assert each.embed([]).shape == (0, each.dimensions)


def test_every_embedder_counts_tokens_and_names_itself_and_its_scripts(
    each: TextEmbedder,
) -> None:
    assert 0 < each.count("router") <= each.count("router modem router")
    assert each.count("word " * 1000) >= 1000
    assert each.name
    assert "latin" in each.languages


def test_an_endpoint_is_asked_by_name_and_in_batches(endpoint: Endpoint, models: Path) -> None:
    made = by_name(models, "key", endpoint.url)("openai:small")
    assert made.name == "openai:small"
    assert endpoint.asked == []
    made.embed([f"text {n}" for n in range(150)])
    assert {(one["path"], one["model"]) for one in endpoint.asked} == {("/v1/embeddings", "small")}
    assert [len(str(one["input"]).split(",")) for one in endpoint.asked] == [64, 64, 22]
    endpoint.broken = True
    with pytest.raises(ModelMissing, match="OPENAI_BASE_URL"):
        made.embed(["one", "two"])


@pytest.mark.parametrize(
    "name", ["unheard-of", "openai:", "local-dir:/nowhere", "all-MiniLM-L6-v2@00000000"]
)
def test_a_model_that_is_not_here_is_missing_with_a_remedy(name: str, models: Path) -> None:
    with pytest.raises(ModelMissing, match=r"set GROUNDGLASS_EMBEDDER|name a folder|put the old"):
        by_name(models)(name)


def test_a_folder_with_other_weights_is_another_model(tiny_bert: Path, models: Path) -> None:
    made = by_name(models)(f"local-dir:{tiny_bert}")
    assert by_name(models)(made.name).name == made.name
    with pytest.raises(ModelMissing, match="weights"):
        by_name(models)(made.name[:-1] + "x")


def test_a_name_may_hold_an_at_sign(
    tiny_bert: Path, models: Path, endpoint: Endpoint, tmp_path: Path
) -> None:
    folder = shutil.copytree(tiny_bert, tmp_path / "me@work" / "bert")
    make = by_name(models, "key", endpoint.url)
    made = make(f"local-dir:{folder}")
    assert make(made.name).name == made.name
    theirs = make("openai:@cf/baai/bge-m3")
    theirs.embed(["router"])
    assert endpoint.asked[-1]["model"] == "@cf/baai/bge-m3"
    assert make(theirs.name).name == theirs.name


@pytest.mark.parametrize("broken", ["config.json", "modules.json", "sentence_bert_config.json"])
@pytest.mark.parametrize("content", ["", "[1]", "7"])
def test_a_folder_of_broken_settings_holds_no_model(
    tiny_bert: Path, models: Path, tmp_path: Path, broken: str, content: str
) -> None:
    folder = shutil.copytree(tiny_bert, tmp_path / "bert")
    (folder / broken).write_text(content)
    with pytest.raises(ModelMissing, match="name a folder"):
        by_name(models)(f"local-dir:{folder}")


def test_an_endpoint_is_given_no_secret_and_nothing_of_a_question_that_stays(
    endpoint: Endpoint, models: Path, tmp_path: Path, eyes: Eyes
) -> None:
    made = by_name(models, "key", endpoint.url)("openai:small")
    base = KnowledgeBase(tmp_path / "home", eyes, embedder=made)
    folder = write(tmp_path / "docs", {"a.md": "# Router\n\nThe modem password: Blue-Horse-77.\n"})
    try:
        assert not base.learn([folder], "team").failed
        base.search(Query("router modem, password: Green-Cow-88"), Scope(("team",)))
        assert endpoint.asked
        assert "Blue-Horse" not in str(endpoint.asked)
        assert "Green-Cow" not in str(endpoint.asked)
        before = len(endpoint.asked)
        found = base.search(Query("which router is it?", stays=True), Scope(("team",)))
        assert [hit.unit.document for hit in found.hits] == ["a.md"]
        assert found.lists["dense"].startswith("stays")
        assert len(endpoint.asked) == before
    finally:
        base.close()


def test_each_text_is_embedded_by_the_model_of_its_script(models: Path, endpoint: Endpoint) -> None:
    make = by_name(models, "key", endpoint.url)
    bundled, other = make(""), make("openai:small")
    both = ByScript(bundled, other)
    texts = [
        "restart the router",
        "重启路由器",
        "turn the modem off and on",
        "перезапустите роутер",
    ]
    rows = both.embed(texts)
    english = bundled.embed([texts[0], texts[2]])
    assert rows[0] @ rows[2] == pytest.approx(float(english[0] @ english[1]), abs=1e-3)
    assert [str(one["input"]) for one in endpoint.asked][-1] == str([texts[1], texts[3]])
    # What different models say cannot be compared, and is not.
    assert [float(rows[0] @ rows[at]) for at in (1, 3)] == [0.0, 0.0]
    assert both.languages == bundled.languages | other.languages


@pytest.mark.skipif(not HERE, reason="the package of the multilingual model is not here")
def test_a_pair_of_models_is_made_by_its_name(models: Path) -> None:
    both = by_name(models)("all-MiniLM-L6-v2+multilingual-e5-small")
    assert by_name(models)(both.name).name == both.name
    assert {"latin", "han", "cyrillic"} <= both.languages
    with pytest.raises(ModelMissing, match="weights"):
        by_name(models)(f"{both.name[:-1]}x")
