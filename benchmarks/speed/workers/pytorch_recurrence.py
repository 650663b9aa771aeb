"""PyTorch's own recurrent layers, forward and backward, with weights that are given."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent))  # an isolated interpreter does not look here by itself
from serving import Prepared, serve

LAYERS = {"elman": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}


def prepare(request: dict[str, Any], arrays: Mapping[str, Any]) -> Prepared:
    """The states, and the gradients by input and weights; PyTorch's order of the gates is ours."""
    given = {name: torch.from_numpy(array) for name, array in arrays.items()}
    hidden = given["weight_hh"].shape[1]
    layer = LAYERS[request["cell"]](given["inputs"].shape[2], hidden)
    bias_hh = torch.zeros_like(given["bias"])
    if "bias_candidate" in given:
        bias_hh[2 * hidden :] = given["bias_candidate"]
    parts = (layer.weight_ih_l0, given["weight_ih"]), (layer.weight_hh_l0, given["weight_hh"])
    with torch.no_grad():
        for parameter, value in (*parts, (layer.bias_ih_l0, given["bias"]), (layer.bias_hh_l0, bias_hh)):
            parameter.copy_(value)
    inputs, d_states = given["inputs"].requires_grad_(), given["d_states"]
    states = torch.zeros(())

    def call() -> None:
        nonlocal states
        layer.zero_grad(set_to_none=True)
        inputs.grad = None
        states, _ = layer(inputs)
        states.backward(d_states)

    def answer() -> dict[str, Any]:
        call()
        gradients = {
            "inputs": inputs.grad,
            "weight_ih": layer.weight_ih_l0.grad,
            "weight_hh": layer.weight_hh_l0.grad,
            "bias": layer.bias_ih_l0.grad,
        }
        if "bias_candidate" in given:
            gradients["bias_candidate"] = layer.bias_hh_l0.grad[2 * hidden :]
        return {"states": states.detach().numpy(), **{name: each.numpy() for name, each in gradients.items()}}

    return call, answer


if __name__ == "__main__":
    serve(prepare)
