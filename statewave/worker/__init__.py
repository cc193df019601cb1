"""The worker: what must not run inside a transaction, in loops that claim, work and hand over."""

from statewave.worker.compiling import ModelLoop, own_name
from statewave.worker.embed import Embedder, EmbedLoop
from statewave.worker.jobs import CompileLoop, JobLoop
from statewave.worker.model import BadReply, Model, Prices, Unavailable
from statewave.worker.relay import RelayLoop
from statewave.worker.worker import Loop, Worker

__all__ = [
    "BadReply",
    "CompileLoop",
    "EmbedLoop",
    "Embedder",
    "JobLoop",
    "Loop",
    "Model",
    "ModelLoop",
    "Prices",
    "RelayLoop",
    "Unavailable",
    "Worker",
    "own_name",
]
