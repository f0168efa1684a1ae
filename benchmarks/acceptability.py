"""Rank acceptability: ours against loops over pymcdm and scikit-criteria, in one run.

    python benchmarks/acceptability.py

100,000 draws × 10 options × 10 criteria. The peers run on a part of the same weights and are
scaled up (they are linear in the draws); both must give the same first places on that part.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import skcriteria
from pymcdm.methods import WSM
from skcriteria.agg.simple import WeightedSumModel

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_support.methods import acceptability

DRAWS, OPTIONS, CRITERIA = 100_000, 10, 10
PYMCDM_PART, SKCRITERIA_PART = 5_000, 500


def keep(matrix: np.ndarray, *_: object, **__: object) -> np.ndarray:
    """Leave scores as they are: they are on one scale already."""
    return matrix


def pymcdm_loop(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return who comes first at each set of weights."""
    method, types = WSM(normalization_function=keep), np.ones(values.shape[1])
    return np.array([int(np.argmax(method(values, w, types))) for w in weights])


def skcriteria_loop(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return who comes first at each set of weights."""
    method, objectives = WeightedSumModel(), [max] * values.shape[1]
    found = []
    for w in weights:
        matrix = skcriteria.mkdm(values, objectives, weights=w)
        found.append(int(np.argmin(method.evaluate(matrix).rank_)))
    return np.array(found)


def main() -> None:
    """Print seconds for ours and, scaled to the same draws, for each peer."""
    values = np.random.default_rng(6).uniform(1, 100, (OPTIONS, CRITERIA))
    scores = pd.DataFrame(values, index=[f"Option {i}" for i in range(OPTIONS)])
    times = []
    for _ in range(5):
        start = time.perf_counter()
        acceptability.rank_acceptability(scores, draws=DRAWS)
        times.append(time.perf_counter() - start)
    ours = min(times)
    print(f"ours: {ours:.3f} s (median {np.median(times):.3f}, limit 0.5) for {DRAWS:,} draws")
    weights = acceptability.draw_weights(CRITERIA, PYMCDM_PART, np.random.default_rng(1))
    for name, loop, part in [
        ("pymcdm", pymcdm_loop, PYMCDM_PART),
        ("scikit-criteria", skcriteria_loop, SKCRITERIA_PART),
    ]:
        start = time.perf_counter()
        winners = loop(values, weights[:part])
        theirs = (time.perf_counter() - start) * DRAWS / part
        shares, _ = acceptability.count_ranks(values, weights[:part])
        check = np.bincount(winners, minlength=OPTIONS) / part
        assert np.allclose(shares[:, 0], check), f"{name} disagrees"
        print(f"{name}: {theirs:.1f} s scaled from {part:,} draws, ratio {theirs / ours:.0f}x")


if __name__ == "__main__":
    main()
