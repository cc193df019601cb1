"""The worker: what must not run inside a transaction, in loops that claim, work and hand over."""

from statewave.worker.compiling import CompileLoop
from statewave.worker.model import BadReply, Model, Prices, Unavailable
from statewave.worker.worker import Loop, Worker

__all__ = ["BadReply", "CompileLoop", "Loop", "Model", "Prices", "Unavailable", "Worker"]
