"""
`python -m pressmark` is the command `pressmark`; both begin here.

Ctrl-C and SIGTERM are heard from the first moment on, while the modules of the command line are still being read.
"""

from __future__ import annotations

import os
import signal

__all__ = ["main"]


def main() -> None:
    """Run the command line."""
    for sent, word in (
        (signal.SIGINT, b"Interrupted."),
        (signal.SIGTERM, b"Terminated."),
    ):
        if signal.getsignal(sent) is not signal.SIG_IGN:
            signal.signal(sent, _ended(128 + sent, word))
    from pressmark.cli.app import main as command

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    command()


def _ended(code: int, word: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202
    def ended(*_: object) -> None:
        os.write(2, word + b" Nothing was begun.\n")
        os._exit(code)

    return ended


if __name__ == "__main__":
    main()
