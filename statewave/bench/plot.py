"""Figures as pictures: PNG, SVG or PDF by the file's name. Needs the extra ``bench``."""

from pathlib import Path
from typing import Any


def _axes(title: str, x: str, y: str) -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ValueError("a plot needs matplotlib: pip install 'statewave-pg[bench]'") from error
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    axes.set(title=title, xlabel=x, ylabel=y)
    axes.grid(alpha=0.3)
    return axes


def _save(axes: Any, path: Path) -> None:
    axes.legend()
    axes.figure.savefig(path, dpi=150)


def recall(found: dict[int, dict[str, Any]], path: Path) -> None:
    """Recall over the budget, all questions and each category."""
    axes = _axes("Evidence recall", "token budget", "recall")
    budgets = list(found)
    places = range(len(budgets))
    axes.plot(places, [found[b]["recall"] for b in budgets], "o-k", linewidth=2, label="all")
    for category in found[budgets[0]]["by category"]:
        axes.plot(
            places, [found[b]["by category"][category] for b in budgets], ".--", label=category
        )
    axes.set_xticks(places, [str(b) for b in budgets])
    axes.set_ylim(0, 1)
    _save(axes, path)


def latency(found: dict[str, Any], path: Path) -> None:
    """p50, p95 and p99 of the bare query and of each budget."""
    axes = _axes(f"retrieve, {found['memories']} memories", "", "ms")
    rows = {"bare": found["bare"]} | {str(b): ms for b, ms in found["retrieve"].items()}
    for number, name in enumerate(("p50", "p95", "p99")):
        places = [place + 0.25 * (number - 1) for place in range(len(rows))]
        axes.bar(places, [ms[name] for ms in rows.values()], width=0.25, label=name)
    axes.set_xticks(
        range(len(rows)), [name if name == "bare" else f"{name} tokens" for name in rows]
    )
    _save(axes, path)


def rates(found: dict[str, Any], path: Path) -> None:
    """Episodes a second over the size of the subject that is written."""
    axes = _axes("record_batch, one subject", "episodes", "episodes/s")
    each = found["episodes"] / len(found["episodes/s by tenth"])
    rates = found["episodes/s by tenth"]
    axes.plot(
        [each * (n + 1) for n in range(len(rates))], rates, "o-", label="with tokens and vectors"
    )
    axes.set_ylim(0)
    _save(axes, path)
