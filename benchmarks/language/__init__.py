"""Language models beside others: PyTorch's LSTM on the same windows, and an n-gram model on the same words."""
