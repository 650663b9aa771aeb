"""Importing the room loads nothing heavy."""

import subprocess
import sys


def test_nothing_heavy_is_loaded():
    heavy = "{'numpy', 'pyarrow', 'sklearn', 'datasketch', 'charset_normalizer', 'platformdirs', 'rich', 'jax'}"
    code = f"import sys, elman.data, elman.cli.data; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
