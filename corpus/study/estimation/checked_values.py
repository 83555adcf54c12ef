"""What a machine and a person count in the articles of a sample, as arrays: what the estimator takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .intervals import Values

__all__ = ["CheckedValues"]


@dataclass(frozen=True)
class CheckedValues:
    """
    What the machine counts in all articles of a stratum, and machine and person in the checked ones.

    `strata` is the stratum of each checked article, as an index into `sizes`, the number of articles of each.
    `machine` and `person` have a row for each quantity and a column for each checked article, `machine_totals` a row
    for each quantity and a column for each stratum.
    """

    strata: NDArray[np.int64]
    sizes: NDArray[np.int64]
    machine: Values
    person: Values
    machine_totals: Values

    def sorted_by_stratum(self) -> CheckedValues:
        """Return the same with the articles of one stratum side by side, as sums by stratum need them."""
        order = np.argsort(self.strata, kind="stable")
        return CheckedValues(
            self.strata[order],
            self.sizes,
            self.machine[:, order],
            self.person[:, order],
            self.machine_totals,
        )

    def quantities(self, rows: Sequence[int] | NDArray[np.int64]) -> CheckedValues:
        """Return these quantities alone, in this order."""
        index = list(rows)
        return CheckedValues(
            self.strata,
            self.sizes,
            self.machine[index],
            self.person[index],
            self.machine_totals[index],
        )

    @cached_property
    def starts(self) -> NDArray[np.int64]:
        """The position of the first checked article of each stratum; every stratum has one at least."""
        return np.searchsorted(self.strata, np.arange(len(self.sizes)))

    @cached_property
    def checked(self) -> NDArray[np.int64]:
        """How many articles of each stratum were checked."""
        return np.bincount(self.strata, minlength=len(self.sizes))

    @cached_property
    def article_counts(self) -> NDArray[np.int64]:
        """In how many checked articles each quantity stands, as the person has it."""
        return np.asarray((self.person != 0).sum(axis=1))

    def sum_by_stratum(self, values: Values) -> Values:
        """Return sums over the articles of each stratum; articles are the last axis of `values`."""
        return np.asarray(np.add.reduceat(values, self.starts, axis=-1))

    def spread(self, strata_values: Values) -> Values:
        """Return a value of each stratum for each of its articles."""
        return strata_values[..., self.strata]
