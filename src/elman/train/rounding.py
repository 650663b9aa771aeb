"""Sizes rounded up, so that similar runs share compilations."""


def round_up(number: int, least: int = 64) -> int:
    """The smallest of 64, 96, 128, 192, 256, ... that is at least ``number``; the series starts at ``least``."""
    power = least
    while power < number:
        if number <= power + power // 2:
            return power + power // 2
        power *= 2
    return power
