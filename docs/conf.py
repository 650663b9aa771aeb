"""How Sphinx builds the documentation; every code cell runs, and an error in one ends the build."""

import atexit
import os
import shutil
import tempfile
from importlib.metadata import version as installed_version
from importlib.util import find_spec
from pathlib import Path

project = "elman"
author = "The elman developers"
project_copyright = "2026, the elman developers"
release = version = installed_version("elman")

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
    "sphinx.ext.viewcode",
    "sphinx_click",
    "sphinxcontrib.bibtex",
]
exclude_patterns = ["_build"]
highlight_language = "none"  # a block without a language is no Python
html_theme = "furo"
html_title = f"elman {release}"
html_css_files = ["pages.css"]
html_theme_options = {
    "light_css_variables": {"color-link-underline": "transparent"},
    "dark_css_variables": {"color-link-underline": "transparent"},
}

# One file of MathJax, with its shapes of letters inside: formulas need no network.
_mathjax = Path(find_spec("sphinx-mathjax-offline").submodule_search_locations[0], "static", "mathjax", "tex-svg.js")
html_static_path = ["_static", str(_mathjax)]
mathjax_path = "tex-svg.js"

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # shapes and units are in the docstrings
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "plain"
bibtex_reference_style = "author_year"
numfig = True

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
nb_execution_mode = os.environ.get("ELMAN_DOCS_EXECUTION", "force")
nb_execution_timeout = 600
nb_execution_raise_on_error = True
nb_execution_show_tb = True
nb_merge_streams = True
nb_mime_priority_overrides = [("html", "image/svg+xml", 0)]

# Cells run in an IPython without the settings of whoever builds, and without its warning about ports of this machine.
_ipython = Path(tempfile.mkdtemp(prefix="elman-docs-"))
atexit.register(shutil.rmtree, _ipython, ignore_errors=True)
(_ipython / "profile_default").mkdir()
(_ipython / "profile_default" / "ipython_kernel_config.py").write_text("get_config().IPKernelApp.log_level = 40\n")
os.environ["IPYTHONDIR"] = str(_ipython)
