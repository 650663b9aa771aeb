"""The formats a corpus can be in, one file each; the rows and separators of CSV; and the choice between formats."""

from elman.data.formats.choice import ENDINGS, FORMATS, choose_format, tell_of_format
from elman.data.formats.folder import read_folder
from elman.data.formats.parse import parse
from elman.data.formats.row import Row

__all__ = ["ENDINGS", "FORMATS", "Row", "choose_format", "parse", "read_folder", "tell_of_format"]
