"""What answers are worth: arrays in, numbers out."""

from elman.evaluate.metrics import classification_metrics, confusion_matrix, log_loss, matthews_correlation
from elman.evaluate.positive import positive_class

__all__ = ["classification_metrics", "confusion_matrix", "log_loss", "matthews_correlation", "positive_class"]
