"""The offline embedder: the model's own numbers, from its weights."""

import asyncio
import hashlib
import json
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from statewave.worker.embed import EmbedderError
from statewave.worker.minilm import PACKAGE, MiniLMEmbedder

WORDS = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "goat": 4, "house": 5, "red": 6}
SIZE = 24


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A model of the same kind, with two small layers of chance, and the sha256 of its weights."""
    chance = np.random.default_rng(1)
    shapes: dict[str, tuple[int, ...]] = {"embeddings.word_embeddings.weight": (len(WORDS), SIZE)}
    shapes["embeddings.position_embeddings.weight"] = (300, SIZE)
    shapes["embeddings.token_type_embeddings.weight"] = (2, SIZE)
    normal = ["embeddings.LayerNorm"]
    for layer in ("encoder.layer.0.", "encoder.layer.1."):
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):  # fmt: skip
            shapes |= {f"{layer}{name}.weight": (SIZE, SIZE), f"{layer}{name}.bias": (SIZE,)}
        shapes |= {f"{layer}intermediate.dense.weight": (4 * SIZE, SIZE), f"{layer}intermediate.dense.bias": (4 * SIZE,)}  # fmt: skip
        shapes |= {f"{layer}output.dense.weight": (SIZE, 4 * SIZE), f"{layer}output.dense.bias": (SIZE,)}  # fmt: skip
        normal += [f"{layer}attention.output.LayerNorm", f"{layer}output.LayerNorm"]
    for name in normal:
        shapes |= {f"{name}.weight": (SIZE,), f"{name}.bias": (SIZE,)}
    header, numbers = {}, b""
    for name, shape in shapes.items():
        tensor = chance.normal(size=shape).astype(np.float32).tobytes()
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(numbers), len(numbers) + len(tensor)]}  # fmt: skip
        numbers += tensor
    text = json.dumps(header).encode()
    stored = len(text).to_bytes(8, "little") + text + numbers
    tokenizer = Tokenizer(WordLevel(WORDS, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    model = tmp_path_factory.mktemp("model") / "model.zip"
    with zipfile.ZipFile(model, "w") as files:
        files.writestr("model.safetensors", stored)
        files.writestr("tokenizer.json", tokenizer.to_str())
    return model, hashlib.sha256(stored).hexdigest()


def test_a_text_has_one_vector_whatever_stands_beside_it(small: tuple[Path, str]) -> None:
    """Padding and order change nothing, and the order of the texts is kept."""
    embedder = MiniLMEmbedder(*small)
    texts = ["red goat", "goat red", "red " * 400, "house", "red house goat", ""] * 11
    together = np.array(embedder.vectors(texts))
    assert together.shape == (66, SIZE)
    alone = np.array([embedder.vectors([text])[0] for text in texts[:6]] * 11)
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert np.abs(together[0] - together[1]).max() > 1e-3


def test_other_weights_and_other_models_are_refused(small: tuple[Path, str]) -> None:
    model, digest = small
    with pytest.raises(EmbedderError, match="other weights"):
        MiniLMEmbedder(model)
    with pytest.raises(EmbedderError, match="not text-embedding-3-small"):
        asyncio.run(MiniLMEmbedder(model, digest).embed("text-embedding-3-small", 384, ["x"]))


def test_it_gives_the_numbers_that_the_models_authors_publish() -> None:
    assert find_spec(PACKAGE), "tests/tools.sh installs the model's package, which is missing"
    texts = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."]
    vectors = np.array(asyncio.run(MiniLMEmbedder().embed("all-MiniLM-L6-v2", 384, texts)))
    published = [[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]
    np.testing.assert_allclose(vectors @ vectors.T, published, atol=1e-4)
