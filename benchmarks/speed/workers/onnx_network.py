"""Our network as a graph of ONNX's operators, run by ONNX Runtime: texts' features in, probabilities out."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

sys.path.insert(0, str(Path(__file__).parent))  # an isolated interpreter does not look here by itself
from serving import Prepared, serve

INPUTS = {
    "padded": (TensorProto.INT64, ["positions", "most"]),
    "roots": (TensorProto.FLOAT, ["positions", 1]),
    "turned": (TensorProto.INT64, ["positions"]),
    "mask": (TensorProto.FLOAT, ["time", "texts", 1]),
    "unread": (TensorProto.FLOAT, ["time", "texts", 1]),
    "lengths": (TensorProto.FLOAT, ["texts", 1]),
    "start": (TensorProto.FLOAT, ["texts", "units"]),
    "shape": (TensorProto.INT64, [3]),
}


def _recurrence() -> Any:
    """One step of minGRU: the state moves towards the candidate by the gate's share."""
    number = TensorProto.FLOAT
    nodes = [
        helper.make_node("Sub", ["candidate", "before"], ["way"]),
        helper.make_node("Mul", ["gate", "way"], ["moved"]),
        helper.make_node("Add", ["before", "moved"], ["state"]),
        helper.make_node("Identity", ["state"], ["seen"]),
    ]
    shape = ["texts", "units"]
    inputs = [helper.make_tensor_value_info(name, number, shape) for name in ("before", "gate", "candidate")]
    outputs = [helper.make_tensor_value_info(name, number, shape) for name in ("state", "seen")]
    return helper.make_graph(nodes, "step", inputs, outputs)


def _graph(weights: Mapping[str, Any]) -> Any:
    node = helper.make_node
    nodes = [
        node("Gather", ["table", "padded"], ["rows"]),
        node("ReduceSum", ["rows", "one"], ["sums"], keepdims=0),
        node("Div", ["sums", "roots"], ["vectors"]),
        node("Gather", ["vectors", "turned"], ["vectors_backward"]),
    ]
    for way, read in (("forward", "vectors"), ("backward", "vectors_backward")):
        nodes += [
            node("Gemm", [read, f"{way}_weight", f"{way}_bias"], [f"{way}_flat"], transB=1),
            node("Reshape", [f"{way}_flat", "shape"], [f"{way}_projected"]),
            node("Split", [f"{way}_projected"], [f"{way}_logit", f"{way}_candidate"], axis=2, num_outputs=2),
        ]
    nodes += [
        node("Concat", ["forward_logit", "backward_logit"], ["logits_of_gates"], axis=2),
        node("Concat", ["forward_candidate", "backward_candidate"], ["candidates"], axis=2),
        node("Sigmoid", ["logits_of_gates"], ["open"]),
        node("Mul", ["open", "mask"], ["gates"]),
        node("Scan", ["start", "gates", "candidates"], ["last", "states"], body=_recurrence(), num_scan_inputs=2),
        node("Mul", ["states", "mask"], ["real"]),
        node("ReduceSum", ["real", "zero"], ["total"], keepdims=0),
        node("Div", ["total", "lengths"], ["mean"]),
        node("Add", ["states", "unread"], ["readable"]),
        node("ReduceMax", ["readable", "zero"], ["highest"], keepdims=0),
        node("Reshape", ["vectors", "shape"], ["inputs"]),
        node("Mul", ["inputs", "mask"], ["real_inputs"]),
        node("ReduceSum", ["real_inputs", "zero"], ["total_inputs"], keepdims=0),
        node("Div", ["total_inputs", "lengths"], ["mean_inputs"]),
        node("Concat", ["mean", "highest", "mean_inputs"], ["pooled"], axis=1),
        node("Gemm", ["pooled", "head", "head_bias"], ["logits"], transB=1),
        node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    constants = {**weights, "one": np.array([1], np.int64), "zero": np.array([0], np.int64)}
    graph = helper.make_graph(
        nodes,
        "network",
        [helper.make_tensor_value_info(name, *each) for name, each in INPUTS.items()],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["texts", "classes"])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 10
    return model


def prepare(request: dict[str, Any], arrays: Mapping[str, Any]) -> Prepared:
    """The probabilities of batches that are already cut and padded."""
    names = ("forward_weight", "forward_bias", "backward_weight", "backward_bias", "head", "head_bias")
    table = np.concatenate([arrays["table"], np.zeros_like(arrays["table"][:1])])  # its last row fills
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0
    graph = _graph({"table": table, **{name: arrays[name] for name in names}})
    session = onnxruntime.InferenceSession(graph.SerializeToString(), options, providers=["CPUExecutionProvider"])
    units = arrays["forward_bias"].size  # of both directions: each has two rows a unit
    batches = []
    for each in range(request["batches"]):
        batch = {name: arrays[f"{name}{each}"] for name in ("padded", "roots", "turned", "mask", "lengths")}
        time, texts, _ = batch["mask"].shape
        batch["unread"] = np.where(batch["mask"] > 0, 0.0, -np.inf).astype(np.float32)
        batch["start"] = np.zeros((texts, units), np.float32)
        batch["shape"] = np.array([time, texts, -1], np.int64)
        batches.append(batch)

    def call() -> list[Any]:
        return [session.run(None, batch)[0] for batch in batches]

    return call, lambda: {"probabilities": np.concatenate(call())}


if __name__ == "__main__":
    serve(prepare)
