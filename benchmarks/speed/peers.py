"""The peers' environments."""

from pathlib import Path

from benchmarks.environments import Environment

_HERE = Path(__file__).parent

PYTORCH = Environment("PyTorch", "torch", _HERE / "pytorch-constraints.txt", resolved=True)
ONNX_RUNTIME = Environment("ONNX Runtime", "onnxruntime", _HERE / "onnxruntime-constraints.txt")
TENSORFLOW = Environment("TensorFlow", "tensorflow", _HERE / "tensorflow-constraints.txt", resolved=True)
KERAS = Environment("Keras", "keras", _HERE / "keras-constraints.txt", variables=(("KERAS_BACKEND", "jax"),))
