"""The folder of what can be made again: data that was fetched, code that was compiled."""

from pathlib import Path


def cache_folder() -> Path | None:
    """This package's folder in the user's cache, which may not be there yet; None for a user who has no home."""
    from platformdirs import user_cache_path

    try:
        folder = user_cache_path("elman")
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None  # older versions name a folder `~` where one stands
