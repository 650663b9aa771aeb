"""A picture: shown by a notebook, or written to a file whose ending says its format."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elman.errors import UsageError
from elman.replace import replace_file

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# The colour-blind safe palette of Okabe and Ito (2008) on white paper, which reads the same in print and in the dark.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#7F7F7F")
DASHES: tuple[Any, ...] = ("-", "--", "-.", ":", (0, (5, 1)), (0, (3, 1, 1, 1)), (0, (1, 1)), (0, (7, 3)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
INK, QUIET = "#1A1A1A", "#6E6E6E"

_FORMATS = (".svg", ".png", ".pdf")
# Nothing that differs from one run to the next: the same picture is the same bytes.
_METADATA: dict[str, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}


class Picture:
    """A drawn figure.

    Args:
        figure: Of matplotlib, made without a window.
    """

    def __init__(self, figure: "Figure") -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        FigureCanvasAgg(figure)
        with _boxes_for_letters():
            figure.draw_without_rendering()
        figure.set_layout_engine("none")  # each drawing would move the axes a little further
        self._figure = figure

    def save(self, path: Path | str) -> None:
        """Write the picture; the file is complete or not there.

        Raises:
            UsageError: If the name does not end in .svg, .png or .pdf.
            OSError: If the disk refuses.
        """
        path = Path(path)
        replace_file(path, self.to_bytes(picture_format(path)))

    def to_bytes(self, form: str) -> bytes:
        """The picture as ``svg``, ``png`` (at 160 dots an inch) or ``pdf``, the same bytes in every run."""
        import matplotlib as mpl

        drawn = io.BytesIO()
        with own_style(), mpl.rc_context({"svg.hashsalt": "elman"}), _boxes_for_letters():
            self._figure.savefig(drawn, format=form, dpi=160, metadata=_METADATA[form])
        return drawn.getvalue()

    def _repr_svg_(self) -> str:
        """What a notebook shows."""
        return self.to_bytes("svg").decode()


@contextmanager
def own_style() -> Iterator[None]:
    """Draw as matplotlib does by itself, whatever style the caller or a file of settings asks for; a decorator too.

    A picture is the same everywhere, and saving a model does not fail for want of a font or of LaTeX.
    """
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        yield


@contextmanager
def _boxes_for_letters() -> Iterator[None]:
    """A letter that the font has not is drawn as a box, which anybody sees; no warning has to say so."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def picture_format(path: Path) -> str:
    """The format that a file name asks for.

    Raises:
        UsageError: If it asks for none that there is.
    """
    if path.suffix.lower() not in _FORMATS:
        raise UsageError(
            f"`{path}`: expected a name that ends in {', '.join(_FORMATS)}; got {path.suffix or 'no ending'}",
            hint=f"for example {path.stem or 'picture'}.svg",
        )
    return path.suffix[1:].lower()


def png(figure: "Figure") -> bytes:
    """A figure as PNG at its own resolution, the same bytes for the same figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    content = io.BytesIO()
    FigureCanvasAgg(figure)
    with _boxes_for_letters():
        figure.savefig(content, format="png", metadata=_METADATA["png"])
    return content.getvalue()


def new_figure(width: float, height: float) -> tuple["Figure", "Axes"]:
    """An empty figure on white paper, in inches, and its axes; no window and nothing of the caller's is touched."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor="white", layout="constrained")
    return figure, figure.add_subplot()
