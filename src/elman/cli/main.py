"""The command ``elman``: its commands are loaded when they are called, and its errors end here."""

import atexit
import contextlib
import errno
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from elman.cli.lazy_group import LazyGroup
from elman.errors import ElmanError
from elman.garbage import look_less
from elman.printable import printable

_COMMANDS = {
    "crossval": "Answer every text by a model that never saw it.",
    "data": "Show, fetch and audit corpora.",
    "evaluate": "Measure a model on labelled texts.",
    "explain": "Show what an answer rests on.",
    "info": "Show what a model is and where it came from.",
    "lm": "Train language models, measure them, and let them write.",
    "plot": "Draw what a classifier is and does.",
    "predict": "Label texts.",
    "presets": "Show the presets and their settings.",
    "tag": "Train taggers and tag the tokens of sentences.",
    "train": "Train a classifier and write its model folder.",
}


_LONGEST = 2_000  # characters of a message
# What the machine can refuse without naming a place; any other such OSError is our mistake and deserves its traceback.
_ENVIRONMENT = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EBADF),
    *(errno.ENAMETOOLONG, errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ELOOP),  # a name that was given
}


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        import elman

        click.echo(f"elman {elman.__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    package="elman.cli",
    lines=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Small recurrent networks on text: train in seconds, answer without a framework."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and leave the process: 0 for success, 1 for failure, 2 for wrong usage, 130 when interrupted."""
    # A tenth of the time that one answer takes, process and all, would go into it.
    look_less()
    os.environ["MPLBACKEND"] = "agg"  # pictures go into files, whatever windows the user's other programs open
    # NumPy's threads are to sleep when they have nothing to do; a tenth of a second they would spin.
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "20")
    ended: list[int] = []
    if arguments is None:  # the process is this command's
        atexit.register(_leave, ended)  # registered before what is loaded later, it is called after that
    ended.append(_status(arguments))
    sys.exit(ended[0])


def _status(arguments: Sequence[str] | None) -> int:
    """Run a command, tell what went wrong, and say with which status to leave."""
    if sys.stderr is None:  # whoever started this process closed it
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the process lives)
    if sys.stdout is None:  # likewise
        return _report("standard output: there is none", "leave it open, or send it to a file", 1)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")  # characters that its encoding lacks are escaped
    try:
        status = cli.main(args=None if arguments is None else list(arguments), prog_name="elman", standalone_mode=False)
        sys.stdout.flush()
    except ElmanError as error:
        return _report(error.message, error.hint, error.exit_status)
    except click.ClickException as error:
        error.show()
        if (
            isinstance(error, click.NoSuchOption)
            and not error.possibilities
            and error.ctx
            and _takes_texts(error.ctx.command)
        ):
            click.echo("\nhint: put -- before a TEXT that begins with -", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _report("interrupted", None, 130)
    except BrokenPipeError:
        # Whoever read our output has had enough; keep the interpreter from complaining on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except MemoryError as error:
        return _report(f"not enough memory: {error}", "lower the sizes, or batch_size or streams", 1)
    except OSError as error:
        if error.errno not in _ENVIRONMENT and not error.filename:
            raise
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        place = f"`{error.filename}`: " if error.filename else ""
        if not place and (full or error.errno in (errno.EFBIG, errno.EIO, errno.EBADF)):
            place = "standard output: cannot be written: "
        hint = "free some space, or write to another place" if full else None
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            hint = "choose another place, or change its permissions"
        return _report(f"{place}{error.strerror}", hint, 1)
    return status if isinstance(status, int) else 0


def _takes_texts(command: click.Command) -> bool:
    return any(isinstance(each, click.Argument) and each.name in ("text", "texts") for each in command.params)


def _leave(ended: list[int]) -> None:
    """Leave at once where there is a status: taking down what was loaded may take longer than an answer."""
    if not ended:  # a mistake of ours is on its way out, with its traceback
        return
    for stream in filter(None, (sys.stdout, sys.stderr)):
        with contextlib.suppress(OSError):  # which was told of when it was written to
            stream.flush()
    os._exit(ended[0])


def _report(message: str, hint: str | None, status: int) -> int:
    over = "\r\x1b[K" if sys.stderr.isatty() else ""  # a count of what was done that stands there
    click.echo(f"{over}error: {_shown(message)}", err=True)
    if hint is not None:
        click.echo(f"\nhint: {_shown(hint)}", err=True)
    return status


def _shown(message: str) -> str:
    """A message as it may be shown: what it says may be quoted from a file that somebody else wrote."""
    return printable(message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…")
