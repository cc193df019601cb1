"""A text's meaning as 256 numbers: the mean of its tokens' wordllama vectors."""

import importlib.util
import json
import mmap
import pathlib

import numpy
import tokenizers

NORM = 1024  # a halfvec holds every integer up to 2048 exactly
CHUNK = 400  # characters encoded at once: the encoder takes longer a word for a long text
NO_CUT = frozenset(" <>\u2581")  # beside these a space may be part of a longer token
ROWS = 4096  # table rows widened to float64 at once: 8 MB
KNOWN = 10_000  # words kept with their tokens before they are forgotten: some 2 MB
LONGEST = 32  # characters of a word that is kept
MAPPED = 2000  # tokens read before the table's pages are given back: at most 8 MB


def load() -> dict[str, object]:
    """The tokenizer, and the table of float16 vectors mapped from its file.

    Importing wordllama would cost half a second, configure logging and copy the table to memory.
    """
    package = importlib.util.find_spec("wordllama")
    if package is None or package.origin is None:
        raise ImportError("wordllama is not installed in the server's Python")
    folder = pathlib.Path(package.origin).parent
    tokenizer = tokenizers.Tokenizer.from_file(
        str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json")
    )
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if hasattr(tokenizer.model, "_resize_cache"):
        tokenizer.model._resize_cache(0)  # it would keep up to 10,000 texts
    with (folder / "weights" / "l2_supercat_256.safetensors").open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(mapped[:8], "little")
    entry = json.loads(mapped[8:start])["embedding.weight"]
    first, end = entry["data_offsets"]
    values = numpy.frombuffer(mapped, "<f2", (end - first) // 2, start + first)
    numbers = [str(n) for n in (*range(NORM + 1), *range(-NORM, 0))]  # numbers[-1] is "-1"
    return {
        "tokenizer": tokenizer,
        "table": values.reshape(entry["shape"]),
        "mapped": mapped,
        "numbers": numbers,
        "words": {},
        "read": 0,
    }


def chunks(text: str) -> list[str]:
    """The text cut at single spaces, where no token crosses: the same tokens, sooner."""
    parts, start = [], 0
    place = text.find(" ", CHUNK)
    while 0 < place < len(text) - 1:
        if text[place - 1] in NO_CUT or text[place + 1] in NO_CUT:
            place = text.find(" ", place + 1)
            continue
        parts.append(text[start:place])
        start = place + 1
        place = text.find(" ", start + CHUNK)
    parts.append(text[start:])
    return parts


def ids_of(text: str, models: dict[str, object]) -> list[int]:
    """The text's tokens. Where it may be cut at every space, most words are met again: `models`
    keeps theirs."""
    encode = models["tokenizer"].encode
    spaced = f" {text} "
    if "  " in spaced or any(mark in text for mark in "<>\u2581"):
        parts = chunks(text)
        return [id for part in parts for id in encode(part, add_special_tokens=False).ids]
    known = models["words"]
    if len(known) > KNOWN:
        known.clear()
    ids: list[int] = []
    for word in text.split(" "):
        found = known.get(word)
        if found is None:
            found = encode(word, add_special_tokens=False).ids
            if len(word) <= LONGEST:
                known[word] = found
        ids += found
    return ids


def total(table: numpy.ndarray, ids: list[int]) -> numpy.ndarray:
    """The sum of the table's rows for these tokens, exact in float64, so in any order the same."""
    if len(ids) <= ROWS:
        return table[ids].sum(axis=0, dtype=numpy.float64)
    rows, counts = numpy.unique(ids, return_counts=True)
    result = numpy.zeros(table.shape[1])
    for at in range(0, len(rows), ROWS):
        part = table[rows[at : at + ROWS]] * counts[at : at + ROWS, None].astype(numpy.float64)
        result += part.sum(axis=0)
    return result


def vectors(texts: list[str], models: dict[str, object]) -> list[str | None]:
    """The vector of each text as a pgvector literal of 256 integers, of length about 1024.

    None where a text has no token, or its vector no direction. `models` keeps the model.
    """
    if not models:
        models.update(load())
    table, number = models["table"], models["numbers"].__getitem__
    literals: list[str | None] = []
    for text in texts:
        ids = ids_of(text, models)
        models["read"] += len(ids)
        mean = total(table, ids)
        norm = float(numpy.sqrt((mean * mean).sum()))
        vector = numpy.rint(mean * (NORM / norm)).astype(int).tolist() if norm else ()
        literals.append(f"[{','.join(map(number, vector))}]" if norm else None)
    if models["read"] > MAPPED:
        models["mapped"].madvise(mmap.MADV_DONTNEED)  # .1 ms; the file cache keeps the pages
        models["read"] = 0
    return literals
