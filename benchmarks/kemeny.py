"""Exact Kemeny orders: our dynamic programme against two peers, in one run.

    python benchmarks/kemeny.py

Peers: scoring every order (7 and 8 items), and the usual integer programme solved by HiGHS
through scipy. All must reach the same score. Prints seconds and ratios.
The peers find one best order; ours counts them all and the places each item takes in them.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import coo_array

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_support.methods import ranking
from course_support.methods.rankings import Rankings, pairwise


def electorate(items: int, people: int, seed: int = 6) -> Rankings:
    """Return rankings with no order in common: the hard case for every exact method."""
    rng = np.random.default_rng(seed)
    merit = rng.random(size=(people, items))
    return ranking.read(merit.argsort(axis=1).argsort(axis=1) + 1)


def every_order(wins: np.ndarray) -> int:
    """Score every order."""
    n = len(wins)
    rows = wins.tolist()
    return max(
        sum(rows[a][b] for a, b in itertools.combinations(order, 2))
        for order in itertools.permutations(range(n))
    )


def integer_programme(wins: np.ndarray) -> int:
    """Solve the linear ordering problem with HiGHS (one 0/1 variable a pair)."""
    n = len(wins)
    pairs = list(itertools.combinations(range(n), 2))
    at = {pair: i for i, pair in enumerate(pairs)}
    triples = list(itertools.combinations(range(n), 3))
    rows = np.repeat(np.arange(len(triples)), 3)
    columns = [at[pair] for a, b, c in triples for pair in ((a, b), (b, c), (a, c))]
    signs = np.tile([1, 1, -1], len(triples))
    cycles = coo_array((signs, (rows, columns)), shape=(len(triples), len(pairs))).tocsr()
    gain = np.array([wins[a, b] - wins[b, a] for a, b in pairs], dtype=float)
    solved = milp(
        -gain,
        constraints=LinearConstraint(cycles, 0, 1),
        integrality=np.ones(len(pairs)),
        bounds=(0, 1),
    )
    return round(-solved.fun) + sum(int(wins[b, a]) for a, b in pairs)


def timed(call: Callable[[], int], repeats: int = 3) -> tuple[float, int]:
    """Return the best time of some runs, in seconds, and the answer."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = call()
        times.append(time.perf_counter() - start)
    return min(times), answer


def main() -> None:
    """Print one line a size."""
    print(f"{'items':>5} {'people':>6} {'ours, s':>9} {'peer, s':>9} {'ratio':>8}  peer")
    for items, people, peer in [
        (8, 500, every_order),
        (8, 500, integer_programme),
        (12, 500, integer_programme),
        (15, 500, integer_programme),
    ]:
        given = electorate(items, people)
        ours, score = timed(lambda given=given: ranking.kemeny(given).score)
        theirs, check = timed(lambda given=given, peer=peer: peer(pairwise(given)))
        assert score == check, f"scores differ: {score} and {check}"
        name = peer.__name__.replace("_", " ")
        print(f"{items:5} {people:6} {ours:9.4f} {theirs:9.4f} {theirs / ours:7.1f}x  {name}")
    for items in (18, 20):
        given = electorate(items, 500)
        ours, _ = timed(lambda given=given: ranking.kemeny(given).score, repeats=1)
        print(f"{items:5} {500:6} {ours:9.4f} {'–':>9} {'–':>8}")


if __name__ == "__main__":
    main()
