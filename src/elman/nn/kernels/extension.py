"""The compiled kernels, where they were built: made known to XLA once, on first use."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

import jax
import jax.numpy as jnp
from jaxtyping import Array

from elman.errors import UsageError
from elman.notes import note

_PREFIX = "elman."  # what the names of our calls begin with among all that XLA knows


@cache
def is_built() -> bool:
    """Whether this installation has compiled kernels; if so, XLA knows them from here on."""
    try:
        extension = import_module("elman._kernels")
    except ModuleNotFoundError:
        return False
    except ImportError as error:
        note(f"warning: the compiled kernels are not used, they cannot be loaded: {error}")
        return False
    _platform()  # what JAX refuses, it refuses now
    try:
        for name, handler in extension.handlers().items():
            jax.ffi.register_ffi_target(_PREFIX + name, handler, platform="cpu")
    except RuntimeError as error:  # such as kernels that were compiled for a newer jaxlib
        reason = " ".join(str(error).split())
        note(f"warning: the compiled kernels are not used, JAX does not take them: {reason}")
        return False
    return True


def is_usable() -> bool:
    """Whether compiled kernels are built and JAX computes where they do, on the CPU."""
    return _platform() == "cpu" and is_built()


def _platform() -> str:
    device: Any = getattr(jax.config, "jax_default_device", None)  # one of JAX's, or its platform's name
    if device is not None:
        return str(getattr(device, "platform", device))
    try:
        return jax.default_backend()
    except (RuntimeError, AssertionError) as error:  # the second for what was not installed
        variable = "JAX_PLATFORM_NAME" if os.environ.get("JAX_PLATFORM_NAME") else "JAX_PLATFORMS"
        named = os.environ.get(variable) or getattr(jax.config, "jax_platforms", None)
        place = f"`{named}`" if named else "what it finds here"
        why = f": {' '.join(str(error).split())}" if str(error) else ""
        raise UsageError(
            f"`{variable}`: JAX cannot compute on {place}{why}",
            hint="unset it, or set it to cpu" if named else "set it to cpu",
        ) from None


def check_usable() -> None:
    """Refuse to go on without compiled kernels.

    Raises:
        UsageError: If there are none, or JAX computes elsewhere.
    """
    if not is_built():
        raise UsageError(
            "`kernel`: native was asked for, and this installation has none that can be loaded",
            hint="install elman with a C++ compiler and without ELMAN_NO_NATIVE, or use the reference kernel",
        )
    if not is_usable():
        raise UsageError(
            f"`kernel`: native computes on the CPU; JAX computes on {_platform()}",
            hint="set JAX_PLATFORMS=cpu, or use the reference kernel",
        )


def call(name: str, shapes: Sequence[tuple[int, ...]], *arguments: Any, **attributes: Any) -> tuple[Array, ...]:
    """Call compiled code; a vmapped call is made once for each.

    Args:
        name: Of the call, as compiled code has it.
        shapes: Of its results, all in float32.
        arguments: Arrays.
        attributes: What is known before anything is computed.

    Raises:
        UsageError: If there is no compiled code to call.
    """
    check_usable()
    struct: Callable[..., Any] = jax.ShapeDtypeStruct
    results = [struct(shape, jnp.float32) for shape in shapes]
    return tuple(jax.ffi.ffi_call(_PREFIX + name, results, vmap_method="sequential")(*arguments, **attributes))
