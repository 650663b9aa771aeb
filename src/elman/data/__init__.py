"""Labelled corpora: named data sets, readers for files, an audit, splits and batches."""

from elman.data.audit import Audit, audit
from elman.data.batches import TextBatch, length_batches
from elman.data.corpus import Corpus
from elman.data.duplicates import deduplicate, duplicate_key
from elman.data.formats import FORMATS
from elman.data.line_stream import read_line_groups, read_lines
from elman.data.locate import find_present, locate
from elman.data.named import get_named, list_named
from elman.data.named_data_set import NamedDataSet
from elman.data.reading import read
from elman.data.splits import Split, stratified_folds, train_test_split

__all__ = [
    "FORMATS",
    "Audit",
    "Corpus",
    "NamedDataSet",
    "Split",
    "TextBatch",
    "audit",
    "deduplicate",
    "duplicate_key",
    "find_present",
    "get_named",
    "length_batches",
    "list_named",
    "locate",
    "read",
    "read_line_groups",
    "read_lines",
    "stratified_folds",
    "train_test_split",
]
