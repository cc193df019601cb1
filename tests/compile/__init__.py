"""What the built-in compiler finds in what people say.

Two samples of labelled sentences, a line each: ``{category, speaker, at, text, claims}``, where a claim
is ``{key, value}`` in the words of the text, with ``from`` or ``on`` where these are a certain day, and
``retracts`` where it ends and nothing takes its place. A line without claims is a trap. Rules are
written with ``development.jsonl`` in sight; ``heldout.jsonl`` was written apart from them, before the
rules of today, and is for measuring alone.
"""
