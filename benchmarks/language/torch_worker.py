"""PyTorch's LSTM in its own environment: the same arrays, windows and optimiser, told on standard input and answered.

A line of JSON on standard input names a file of NumPy arrays (weights, windows) and the settings; each further line
asks for so many steps, and is answered with the seconds they took and the mean loss of each.
"""

import json
import sys
import time

import numpy as np
import torch

NAMES = {"weight_ih": "weight_ih_l0", "weight_hh": "weight_hh_l0", "bias": "bias_ih_l0"}


class Model(torch.nn.Module):
    """Embedding, one LSTM, a linear layer, from given arrays."""

    def __init__(self, arrays: dict[str, np.ndarray]) -> None:
        super().__init__()
        vocab_size, embedding_size = arrays["embedding.weight"].shape
        hidden_size = arrays["output.weight"].shape[1]
        self.embedding = torch.nn.Embedding(vocab_size, embedding_size)
        self.lstm = torch.nn.LSTM(embedding_size, hidden_size)
        self.output = torch.nn.Linear(hidden_size, vocab_size)
        with torch.no_grad():
            self.embedding.weight.copy_(torch.from_numpy(arrays["embedding.weight"]))
            self.output.weight.copy_(torch.from_numpy(arrays["output.weight"]))
            self.output.bias.copy_(torch.from_numpy(arrays["output.bias"]))
            for ours, theirs in NAMES.items():
                getattr(self.lstm, theirs).copy_(torch.from_numpy(arrays[f"layers.0.forward.{ours}"]))
            self.lstm.bias_hh_l0.zero_()
        self.lstm.bias_hh_l0.requires_grad_(False)  # we have one bias where PyTorch has two

    def forward(self, token_ids, states):
        """Logits of every step, and the states after the last."""
        every, last = self.lstm(self.embedding(token_ids), states)
        return self.output(every), last


def main() -> None:
    """Answer until standard input ends."""
    task = json.loads(sys.stdin.readline())
    arrays = dict(np.load(task["file"]))
    inputs, targets = (torch.from_numpy(arrays.pop(name)).long() for name in ("inputs", "targets"))
    torch.set_num_threads(task["threads"])
    model = Model(arrays)
    learned = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=task["learning_rate"], betas=(0.9, 0.99), weight_decay=0.0)
    time_steps, at, states = task["bptt_length"], 0, None
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        losses, start = [], time.perf_counter()
        for _ in range(int(line)):
            logits, states = model(inputs[at : at + time_steps], states)
            loss = torch.nn.functional.cross_entropy(logits.flatten(0, 1), targets[at : at + time_steps].flatten())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(learned, 1.0)
            optimizer.step()
            states = tuple(each.detach() for each in states)
            losses.append(loss.detach())
            at += time_steps
        print(json.dumps([time.perf_counter() - start, [float(each) for each in losses]]), flush=True)


if __name__ == "__main__":
    main()
