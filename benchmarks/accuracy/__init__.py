"""Accuracy on the same folds: other classifiers and our presets, in one table."""
