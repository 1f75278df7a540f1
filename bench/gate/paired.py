"""Is the candidate slower than the baseline beyond its budget? Statistics of paired runs.

Both programs run in turns; a pair gives x = log(candidate / baseline) of a cell's median times. What loads the machine
for minutes loads both sides of a pair and cancels. Of x nothing is assumed but independent pairs, so the bound is that
of the sign test: the k-th smallest of n values is a lower bound of their median with error at most P(Bin(n, 1/2) < k).

A cell fails in two steps, each with data of its own, because hundreds of cells are asked at once:
1. screening: some pairs of every cell; suspects are those whose median ratio is beyond the budget at all;
2. confirmation: fresh pairs of the suspects alone; a suspect fails if the lower bound at error `error / suspects`
   (Bonferroni) is beyond the budget. So a run without any regression fails with probability `error` at most,
   whatever the noise looks like.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

ERROR = 0.01  # chance that a run without a regression fails


def lower_bound(values: Sequence[float], error: float) -> float:
    """A lower bound of the median that is wrong with probability `error` at most; -inf if there are too few values."""
    ordered, tail, k = sorted(values), 0.0, 0
    while k < len(ordered):
        tail += math.comb(len(ordered), k) / 2.0 ** len(ordered)
        if tail > error:
            break
        k += 1
    return ordered[k - 1] if k > 0 else -math.inf


def fewest_pairs(error: float) -> int:
    """The fewest pairs whose least value is such a bound."""
    return max(1, math.ceil(-math.log2(error)))


def pairs_to_confirm(suspects: int, error: float = ERROR) -> int:
    """Twice as many and some, so that a few pairs in which the baseline was stalled do not hide a regression."""
    return 2 * fewest_pairs(error / max(1, suspects)) + 4


@dataclass(frozen=True)
class Finding:
    cell: tuple  # workload, size, dtype, threads
    ratio: float  # candidate / baseline, median of the pairs
    bound: float  # lower bound of that
    budget: float  # the ratio that is allowed
    pairs: int

    @property
    def fails(self) -> bool:
        return self.bound > self.budget

    def __str__(self) -> str:
        name = "{} {} {} {}t".format(*self.cell)
        return (
            f"{name}: {100 * (self.ratio - 1):+.1f} %, at least {100 * (self.bound - 1):+.1f} %, "
            f"budget {100 * (self.budget - 1):+.1f} %, {self.pairs} pairs"
        )


def judge(cell: tuple, ratios: Sequence[float], budget: float, error: float) -> Finding:
    logs = [math.log(r) for r in ratios]
    return Finding(cell, math.exp(statistics.median(logs)), math.exp(lower_bound(logs, error)), budget, len(logs))


def suspects(screened: dict[tuple, Sequence[float]], budgets: dict[tuple, float]) -> list[tuple]:
    """Cells that are worth fresh pairs: the median alone is beyond the budget."""
    return [cell for cell, ratios in screened.items() if statistics.median(ratios) > budgets[cell]]


def verdict(
    confirmed: dict[tuple, Sequence[float]], budgets: dict[tuple, float], error: float = ERROR
) -> list[Finding]:
    """What fresh pairs say of the suspects, failures first."""
    found = [judge(cell, ratios, budgets[cell], error / max(1, len(confirmed))) for cell, ratios in confirmed.items()]
    return sorted(found, key=lambda f: (not f.fails, -f.ratio))
