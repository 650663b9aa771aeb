"""How Sphinx builds the documentation."""

from importlib.metadata import version as installed_version

project = "elman"
author = "The elman developers"
project_copyright = "2026, the elman developers"
release = version = installed_version("elman")

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.mathjax", "sphinx.ext.napoleon", "sphinx.ext.viewcode"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"elman {release}"

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # shapes and units are in the docstrings
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
