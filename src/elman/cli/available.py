"""Taking from a slow source all that is there: one line when it trickles, many when it pours."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

_Item = TypeVar("_Item")


def available(items: Iterable[_Item], at_most: int) -> Iterator[list[_Item]]:
    """Group items as they come: each group holds what had come by the time it was asked for.

    A thread reads ahead, at most two groups far. What it raises is raised here, after the items before it.

    Args:
        items: Any source; it is read in another thread.
        at_most: Most items of a group.
    """
    waiting: queue.Queue[tuple[_Item] | BaseException | None] = queue.Queue(2 * at_most)

    def read_ahead() -> None:
        try:
            for item in items:
                waiting.put((item,))
            waiting.put(None)
        except BaseException as error:
            waiting.put(error)

    threading.Thread(target=read_ahead, daemon=True).start()
    group: list[_Item] = []
    while True:
        got = waiting.get()
        if isinstance(got, tuple):
            group.append(got[0])
        if group and (not isinstance(got, tuple) or len(group) == at_most or waiting.empty()):
            yield group
            group = []
        if isinstance(got, BaseException):
            raise got
        if got is None:
            return
