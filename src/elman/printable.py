"""What others wrote, a label or a file's name, as it may be shown: nothing in it moves the cursor or ends the line."""

_JOINERS = "\u200c\u200d"  # of letters, as in Persian, and of emoji; they do nothing else


def printable(text: str) -> str:
    """A text in which whatever is neither printed nor a space is escaped as in Python."""
    return text if text.isprintable() else "".join(map(_shown, text))


def one_line(name: str) -> str:
    """A name as a line of several columns can hold it; the backslash is doubled, so no two names become the same."""
    return printable(name.replace("\\", "\\\\"))


def _shown(character: str) -> str:
    import unicodedata  # for such characters only

    if character.isprintable() or character in _JOINERS or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape").decode()
