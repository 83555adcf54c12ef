"""The bar that moves on stderr while a run is under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pressmark.pipeline.progress import Progress

__all__ = ["show_progress"]


@contextmanager
def show_progress(*, quiet: bool = False) -> Iterator[Progress]:
    """Show a progress bar on stderr; nothing moves if stderr is no terminal, or where it shall be `quiet`."""
    # rich takes a while to import, and only a run shows a bar.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.progress import Progress as Bars

    columns: tuple[Any, ...] = (
        TextColumn("{task.description:9}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    # The speed is that of the last ten minutes (600 s, chosen): a long article does not make it jump.
    with Bars(
        *columns,
        console=Console(stderr=True),
        speed_estimate_period=600,
        disable=quiet,
    ) as bars:
        tasks: dict[str, Any] = {}

        # A step has its bar from its first report on: none stands still for a step that has nothing to do.
        def progress(step: str, done: int, total: int | None) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=None, rate="")
            task_id = tasks[step]
            # rich returns an id for a task and not the task itself.
            speed = next(task.speed for task in bars.tasks if task.id == task_id)
            rate = f"{speed:.1f}/s" if speed else ""
            bars.update(task_id, completed=done, total=total, rate=rate)

        yield progress
