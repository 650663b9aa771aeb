"""The model folder on disk: what is in it, how it is checked, how it is replaced without ever being half there."""

from elman.bundle.bundle import Bundle, Label, TrainingData
from elman.bundle.files import PICTURES
from elman.bundle.read import read_bundle
from elman.bundle.replace import replace_file
from elman.bundle.write import check_output, write_bundle

__all__ = ["PICTURES", "Bundle", "Label", "TrainingData", "check_output", "read_bundle", "replace_file", "write_bundle"]
