"""Which pages of a long list a pager links to: the first, the last, those around, and steps to all others."""

from __future__ import annotations

__all__ = ["near_pages"]

NEIGHBOURS = 2
"""Pages before and after the current one that a pager names; chosen by eye."""


def near_pages(page: int, pages: int) -> list[int | None]:
    """
    Return the numbers that a pager shows for `page` of `pages`, in order; None where some are left out.

    The middle of what is left out is named too, so that a page of a list of hundreds is reached in a few steps.

    >>> near_pages(1, 4)
    [1, 2, 3, 4]
    >>> near_pages(2, 40)
    [1, 2, 3, 4, None, 22, None, 40]
    """
    around = range(max(1, page - NEIGHBOURS), min(pages, page + NEIGHBOURS) + 1)
    named = {1, *around, pages, (1 + around[0]) // 2, (around[-1] + pages) // 2}
    shown: list[int | None] = []
    before = 0
    for number in sorted(named):
        if number > before + 1:
            shown.append(None)
        shown.append(number)
        before = number
    return shown
