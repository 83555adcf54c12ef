"""The docs as a site: `make docs`. Markdown by MyST, looks by Furo; a link that leads nowhere ends the build."""

from pressmark import __version__

project = "pressmark"
release = __version__
copyright = "the pressmark authors, Apache License 2.0"

extensions = ["myst_parser"]
myst_heading_anchors = 4
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["images/**"]
html_theme = "furo"
html_title = f"pressmark {__version__}"
html_static_path: list[str] = []
html_show_sphinx = False
