"""
Put the package on an environment's path by a link, so that no folder called `pressmark` beside Python hides it.

    .venv/bin/python .ci/beside.py

An editable install of a package whose folder has another name (`corpus/`) is found by a hook that Python asks last.
Started in a folder that holds a clone called `pressmark`, Python takes that folder for the package before the hook is
asked. So the environment gets a folder of its own, `editable/pressmark -> corpus/`, that is on the path as any
installed package is: a package with an `__init__.py` wins over a folder without one. The hook still finds
`annotators/` and `site/`.
The links are relative: an environment that is copied with its clone leads to the copy.
"""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def link(environment: Path, packages: Path) -> Path:
    """Make the link in `environment`, and the line in `packages` (its site-packages) that puts it on the path."""
    folder = environment / "editable"
    folder.mkdir(exist_ok=True)
    package = folder / "pressmark"
    package.unlink(missing_ok=True)
    package.symlink_to(
        os.path.relpath(ROOT / "corpus", folder), target_is_directory=True
    )
    (packages / "pressmark-folder.pth").write_text(
        os.path.relpath(folder, packages) + "\n", encoding="utf-8"
    )
    return package


if __name__ == "__main__":
    link(Path(sys.prefix).resolve(), Path(sysconfig.get_path("purelib")).resolve())
