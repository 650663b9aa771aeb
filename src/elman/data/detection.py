"""Guessing the encoding of bytes that are not UTF-8."""

# Those that web browsers know. The detector knows many more, none of which is as likely as it makes them.
# fmt: off
_CANDIDATES = [
    "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866", "cp874",
    "iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "koi8_r", "koi8_u",
    "big5", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp", "utf_16_le", "utf_16_be",
]
# fmt: on


def detect(content: bytes) -> str | None:
    """The likeliest encoding, or None if every one is unlikely.

    Windows-1252, by far the commonest, wins wherever it is as likely as the detector's own first choice, which goes
    by the alphabet and would rather see a Polish letter than the sign of a pound.
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(content, cp_isolation=_CANDIDATES)
    best = matches.best()
    if best is None:
        return None
    for match in matches:
        western = "cp1252" in match.could_be_from_charset
        if western and match.chaos <= best.chaos and match.coherence >= best.coherence:
            return "cp1252"
    return best.encoding
