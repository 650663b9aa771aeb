"""A worker's side: told what to prepare, it leaves its answer in a file; then it is timed, call by call.

Each request is a line of JSON, and so is each reply; arrays go through ``.npz`` files.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

UNTIMED, TIMED = 4, 4
"""Calls in a turn: those that bring what is needed near, each a little faster than the one before, and those whose mean
counts."""

Prepared = tuple[Callable[[], Any], Callable[[], Mapping[str, Any]]]
"""The call that is timed, and one that gives the arrays it computes."""


def serve(prepare: Callable[[dict[str, Any], Mapping[str, Any]], Prepared]) -> None:
    """Answer requests until there are no more.

    Args:
        prepare: Given a request and the arrays of its ``problem``, what is to be timed.
    """
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints is no reply
    call: Callable[[], Any] = time.sleep
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "problem" in request:
                with np.load(request["problem"]) as arrays:
                    call, answer = prepare(request, dict(arrays))
                np.savez(request["answer"], **answer())
                reply: dict[str, Any] = {}
            else:
                reply = {"seconds": [_seconds(call, request["clock"]) for _ in range(request["calls"])]}
        except Exception as error:
            reply = {"error": " ".join(f"{type(error).__name__}: {error}".split())}
        print(json.dumps(reply), file=replies, flush=True)


def _seconds(call: Callable[[], Any], clock: str) -> float:
    """Of one call among several, as training makes them: other workers were at the caches in the meantime."""
    now = time.process_time if clock == "process" else time.perf_counter
    for _ in range(UNTIMED):
        call()
    start = now()
    for _ in range(TIMED):
        call()
    return (now() - start) / TIMED
