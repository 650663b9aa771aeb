"""What everyone is kept to, and the peak is measured of: all that the processor has, or what older ones have too."""

from collections.abc import Mapping
from typing import NamedTuple


class InstructionSet(NamedTuple):
    """How everyone is told.

    Args:
        kernels: What our compiled kernels call it; None for the best.
        flags: The compiler's, for the peak's loop.
        variables: The environment variables that the libraries of ours and of the peers read.
    """

    kernels: str | None
    flags: tuple[str, ...]
    variables: Mapping[str, str]


BEST = InstructionSet(None, (), {})

INSTRUCTION_SETS = {
    "best": BEST,
    "avx2": InstructionSet(
        "avx2",
        ("-mno-avx512f",),
        {
            "XLA_FLAGS": "--xla_cpu_max_isa=AVX2",
            "ATEN_CPU_CAPABILITY": "avx2",
            "ONEDNN_MAX_CPU_ISA": "AVX2",
            "MKL_ENABLE_INSTRUCTIONS": "AVX2",
        },
    ),
}
