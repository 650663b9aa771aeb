"""Our network in plain PyTorch, without gradients: texts' features in, probabilities out."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import embedding_bag

sys.path.insert(0, str(Path(__file__).parent))  # an isolated interpreter does not look here by itself
from serving import Prepared, serve


class Network:
    """Token vectors, a minGRU from both ends, mean and maximum of its states, mean of its inputs, a linear head."""

    def __init__(self, weights: Mapping[str, torch.Tensor]) -> None:
        self.table, self.head, self.head_bias = (weights[name] for name in ("table", "head", "head_bias"))
        self.cells = [(weights[f"{way}_weight"].T, weights[f"{way}_bias"]) for way in ("forward", "backward")]

    def __call__(self, batch: Mapping[str, torch.Tensor]) -> torch.Tensor:
        """The probabilities, ``[texts, classes]``."""
        mask = batch["mask"]
        time, texts, _ = mask.shape
        vectors = embedding_bag(batch["features"], self.table, batch["starts"], mode="sum") / batch["roots"]
        readings = []
        for (weight, bias), order in zip(self.cells, (None, batch["turned"]), strict=True):
            read = vectors if order is None else vectors[order]
            gate, candidate = torch.addmm(bias, read, weight).view(time, texts, -1).chunk(2, dim=2)
            readings.append((torch.sigmoid(gate) * mask, candidate))
        gates, candidates = (torch.cat(parts, dim=2) for parts in zip(*readings, strict=True))
        state, every = torch.zeros_like(gates[0]), []
        for gate, candidate in zip(gates.unbind(), candidates.unbind(), strict=True):
            state = torch.lerp(state, candidate, gate)
            every.append(state)
        states = torch.stack(every)
        mean = (states * mask).sum(0) / batch["lengths"]
        highest = states.masked_fill(mask == 0, -torch.inf).amax(0)
        inputs = (vectors.view(time, texts, -1) * mask).sum(0) / batch["lengths"]
        pooled = torch.cat([mean, highest, inputs], dim=1)
        return torch.softmax(torch.addmm(self.head_bias, pooled, self.head.T), dim=1)


def prepare(request: dict[str, Any], arrays: Mapping[str, Any]) -> Prepared:
    """The probabilities of batches that are already cut and padded."""
    given = {name: torch.from_numpy(np.array(array)) for name, array in arrays.items()}
    network = Network(given)
    names = ("features", "starts", "roots", "turned", "mask", "lengths")
    batches = [{name: given[f"{name}{each}"] for name in names} for each in range(request["batches"])]

    @torch.inference_mode()
    def call() -> list[torch.Tensor]:
        return [network(batch) for batch in batches]

    return call, lambda: {"probabilities": torch.cat(call()).numpy()}


if __name__ == "__main__":
    serve(prepare)
