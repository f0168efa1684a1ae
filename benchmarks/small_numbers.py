"""Odds of payment and the search for the deciding bid: ours against peers, in one run.

    python benchmarks/small_numbers.py

Peers: scipy.stats.poisson_binom for the exact distribution of successes among unlike people,
and a plain loop that evaluates every reduced set of bids through the full result object.
Both must give the same answer; scipy takes each person singly, ours a group at a time.
Prints seconds and ratios.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import stats

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from course_support.methods.outcomes import Group, payment_odds, payment_terms, success_distribution
from course_support.methods.tendering import Bids, evaluate, losing_bids_that_change_the_winner


def best_of(times: int, act: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found)


def odds(people: int) -> None:
    """Compare the exact distribution over two unlike halves with scipy's."""
    groups = [Group("a", people // 2, 0.35), Group("b", people - people // 2, 0.55)]
    chances = [g.chance for g in groups for _ in range(g.people)]
    places = np.arange(people + 1)
    assert np.allclose(
        success_distribution(groups), stats.poisson_binom(chances).pmf(places), atol=1e-9
    )
    ours = best_of(5, lambda: success_distribution(groups))
    peer = best_of(5, lambda: stats.poisson_binom(chances).pmf(places))
    terms = payment_terms(400_000, 0.3, 40, 60)
    whole = best_of(5, lambda: payment_odds(terms, groups, groups))
    print(f"{people} people: distribution {ours:.5f} s, scipy {peer:.5f} s ({peer / ours:.1f} ×);"
          f" the whole result {whole:.5f} s")  # fmt: skip


def paradox(bidders: int) -> None:
    """Compare the search with a loop over full evaluations, without the added bid."""
    rng = np.random.default_rng(6)
    bids = Bids.of(
        [f"bid {n}" for n in range(bidders)],
        rng.uniform(80, 160, bidders),
        rng.uniform(50, 95, bidders),
    )
    winner = evaluate(bids, "lowest_over_bid", 40).winner

    def loop() -> list[tuple[str, ...]]:
        losers = [name for name in bids.bidders if name != winner]
        for size in (1, 2, 3):
            found = [
                out
                for out in combinations(losers, size)
                if evaluate(bids.without(*out), "lowest_over_bid", 40).winner != winner
            ]
            if found:
                return found
        return []

    ours = losing_bids_that_change_the_winner(bids, "lowest_over_bid", 40, steps=2)
    assert [change.without for change in ours.changes] == loop()
    mine = best_of(
        3, lambda: losing_bids_that_change_the_winner(bids, "lowest_over_bid", 40, steps=2)
    )
    peer = best_of(3, loop)
    full = best_of(3, lambda: losing_bids_that_change_the_winner(bids, "lowest_over_bid", 40))
    print(f"{bidders} bids: search {mine:.4f} s, plain loop {peer:.4f} s ({peer / mine:.1f} ×);"
          f" with one more bid tried at 120 prices {full:.4f} s")  # fmt: skip


def main() -> None:
    """Run both comparisons."""
    for people in (20, 200, 1000):
        odds(people)
    for bidders in (4, 8, 12):
        paradox(bidders)


if __name__ == "__main__":
    main()
