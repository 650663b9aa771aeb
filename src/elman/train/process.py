"""What a process that only trains asks of its machine: to keep compiled code and freed memory, to tidy up less."""

import ctypes
import hashlib
import os
import platform
import re
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from elman.cache import cache_folder
from elman.garbage import look_less


def prepare_process(*, short_texts: bool = False) -> None:
    """Make this process faster at training; what it computes stays the same.

    All of this holds for the whole process, so only protocols and commands, which train from beginning to end, ask for
    it; ``TextClassifier.fit`` leaves its caller's process as it is.

    Args:
        short_texts: Whether it trains on texts and sentences, not on one long text: then on the CPU, where a GPU that
            JAX would take spends more time on starting each small step than on computing it.
    """
    if short_texts:
        _compute_on_cpu()
    _keep_compiled_code()
    _keep_freed_memory()
    look_less()  # encoded texts are many tuples, all to stay


def _compute_on_cpu() -> None:
    """Let JAX compute on the CPU, unless the user said where; no effect once it has computed anything."""
    if _configured("jax_platforms") is None and not os.environ.get("JAX_PLATFORM_NAME"):
        _configure("jax_platforms", "cpu")


def _keep_compiled_code() -> None:
    """Let XLA find the code it compiled in an earlier run, in the user's cache; a second of compilation is saved.

    Compiled code fits the processor it was made on, so each kind of processor has a folder of its own. Where
    ``JAX_COMPILATION_CACHE_DIR`` is set, its place is taken instead.
    """
    if _configured("jax_compilation_cache_dir") is not None:
        return
    cache = cache_folder()
    if cache is None:
        return
    folder = cache / "compiled" / hashlib.sha256(_processor().encode()).hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that cannot be written: compile anew
        return
    if os.access(folder, os.W_OK):
        _configure("jax_compilation_cache_dir", str(folder))
        _configure("jax_compilation_cache_max_size", 256 * 1024**2)
        _configure("jax_persistent_cache_min_compile_time_secs", 0.1)
        _drop_damaged_entries(folder)


def _configured(name: str) -> Any:
    import jax

    return getattr(jax.config, name, None)


def _configure(name: str, setting: object) -> None:
    import jax

    update: Callable[[str, object], None] = jax.config.update
    update(name, setting)


def _drop_damaged_entries(folder: Path) -> None:
    """Where JAX warns that an entry cannot be read, remove it instead, so that it is compiled and kept anew."""
    show = warnings.showwarning

    def drop(message: Warning | str, *details: Any, **options: Any) -> None:
        damaged = re.search(r"^Error reading persistent compilation cache entry for '(\w+)'", str(message))
        if damaged is None:
            show(message, *details, **options)
            return
        for entry in folder.glob(f"{damaged[1]}-*-cache"):
            entry.unlink(missing_ok=True)

    warnings.showwarning = drop


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    features = next((line for line in lines if line.startswith(("flags", "Features"))), platform.processor())
    return f"{platform.machine()} {features}"


def _keep_freed_memory() -> None:
    """Tell glibc not to hand large blocks back to the system after every step only to ask for them in the next."""
    if sys.platform != "linux":
        return
    allocator = ctypes.CDLL(None)
    if hasattr(allocator, "mallopt"):
        trim_threshold, mmap_threshold = -1, -3  # M_TRIM_THRESHOLD and M_MMAP_THRESHOLD of mallopt(3)
        allocator.mallopt(mmap_threshold, 1 << 30)
        allocator.mallopt(trim_threshold, (1 << 31) - 1)
