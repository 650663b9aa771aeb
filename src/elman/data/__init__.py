"""Labelled corpora: named data sets, readers for files, an audit, splits and batches."""

from elman.data.audit import Audit, audit
from elman.data.batches import TextBatch, length_batches
from elman.data.columns import NO_LABEL
from elman.data.corpus import Corpus
from elman.data.digest import texts_digest
from elman.data.duplicates import contradicted, deduplicate, duplicate_key
from elman.data.formats import FORMATS
from elman.data.line_groups import read_line_groups
from elman.data.locate import find_present, locate
from elman.data.named import get_named, list_named
from elman.data.named_data_set import NamedDataSet
from elman.data.reading import read
from elman.data.running_text import RunningText, TextParts, divide_text, read_running_text
from elman.data.splits import Split, stratified_folds, train_test_split
from elman.data.tagged import TaggedCorpus, check_tokens, read_tagged
from elman.data.windows import Window, cut_streams, window, window_ends

__all__ = [
    "FORMATS",
    "NO_LABEL",
    "Audit",
    "Corpus",
    "NamedDataSet",
    "RunningText",
    "Split",
    "TaggedCorpus",
    "TextBatch",
    "TextParts",
    "Window",
    "audit",
    "check_tokens",
    "contradicted",
    "cut_streams",
    "deduplicate",
    "divide_text",
    "duplicate_key",
    "find_present",
    "get_named",
    "length_batches",
    "list_named",
    "locate",
    "read",
    "read_line_groups",
    "read_running_text",
    "read_tagged",
    "stratified_folds",
    "texts_digest",
    "train_test_split",
    "window",
    "window_ends",
]
