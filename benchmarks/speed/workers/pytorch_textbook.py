"""The preset `textbook` as a program in PyTorch, from the file of messages to the accuracies after each epoch.

Words of letters only, a vocabulary of all texts, the last 25 words of each, padded behind; vectors of 50 numbers, a
simple recurrent layer of 10 units, the state after the padding, half of it dropped, two classes; 20 epochs of RMSprop
over batches of 250. It writes no model and draws no pictures.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import torch
from torch import nn

LONGEST, BATCH, EPOCHS = 25, 250, 20


class Classifier(nn.Module):
    """Ids of words to logits."""

    def __init__(self, vocab_size: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, 50)
        self.recurrence = nn.RNN(50, 10, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(10, 2)
        nn.init.uniform_(self.embedding.weight, -1, 1)
        nn.init.trunc_normal_(self.head.weight, std=0.1, a=-0.2, b=0.2)
        nn.init.constant_(self.head.bias, 0.1)

    def forward(self, ids: Any) -> Any:
        """The logits of texts."""
        _, last = self.recurrence(self.embedding(ids))
        return self.head(self.dropout(last[0]))


def read(path: Path) -> tuple[Any, Any, int]:
    """Ids ``[texts, LONGEST]``, labels, and how many ids there are."""
    lines = [line.split("\t", 1) for line in path.read_text(encoding="utf-8").split("\n") if line]
    texts = [re.sub(r"[^a-z\s]", "", text.lower()).split()[-LONGEST:] for _, text in lines]
    counts = Counter(word for text in texts for word in text)
    ids = {word: each for each, (word, _) in enumerate(counts.most_common(), start=1)}
    padded = [[ids[word] for word in text] + [0] * (LONGEST - len(text)) for text in texts]
    return torch.tensor(padded), torch.tensor([label == "spam" for label, _ in lines]).long(), len(ids) + 1


def main() -> None:
    """Train and measure after each epoch, on the training and on the test part."""
    torch.set_num_threads(1)  # so little is computed at once that a second thread costs more than it brings
    torch.manual_seed(0)
    ids, labels, vocab_size = read(Path(sys.argv[1]))
    order = torch.randperm(len(ids))
    parts = {"train": order[: int(0.8 * len(order))], "test": order[int(0.8 * len(order)) :]}
    network = Classifier(vocab_size)
    optimizer = torch.optim.RMSprop(network.parameters(), lr=5e-4, alpha=0.9, eps=1e-10)
    loss_of, history = nn.CrossEntropyLoss(), []
    for _ in range(EPOCHS):
        network.train()
        for rows in parts["train"][torch.randperm(len(parts["train"]))].split(BATCH):
            optimizer.zero_grad()
            loss_of(network(ids[rows]), labels[rows]).backward()
            optimizer.step()
        network.eval()
        with torch.no_grad():
            logits = {name: network(ids[rows]) for name, rows in parts.items()}
        history.append(
            {
                name: {
                    "loss": loss_of(found, labels[parts[name]]).item(),
                    "accuracy": (found.argmax(1) == labels[parts[name]]).float().mean().item(),
                }
                for name, found in logits.items()
            }
        )
    print(json.dumps(history))


if __name__ == "__main__":
    main()
