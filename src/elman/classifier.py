"""The Python face: a text classifier with scikit-learn's conventions."""

import os
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from elman.bundle import Bundle, Label, read_bundle, write_bundle
from elman.errors import DataError
from elman.presets import Preset, check_setting, get_preset
from elman.runtime import Runtime, Stream

if TYPE_CHECKING:
    from sklearn.utils import Tags

    from elman.explain import Reasons


class TextClassifier:
    """A recurrent text classifier.

    It takes a list of strings where other estimators take a matrix, and works in pipelines, ``GridSearchCV``,
    ``cross_val_score`` and ``clone``.

    Args:
        preset: Name of a preset, or a ``Preset``.
        seed: Seed of every random draw.
        verbose: Show a progress bar on a terminal.
        overrides: Any setting of the preset: ``TextClassifier(epochs=20, cell="gru")``.

    Attributes:
        classes_: The labels, in the order of the probabilities; after ``fit``.
        bundle_: The trained model and its history; after ``fit``.

    Raises:
        PresetError: If an override is not a setting.

    Example:
        >>> import elman
        >>> classifier = elman.TextClassifier(epochs=20, test_fraction=0)
        >>> texts = ["win a prize now", "are you home", "free prize", "see you at home"] * 4
        >>> labels = ["spam", "ham", "spam", "ham"] * 4
        >>> classifier.fit(texts, labels).predict(["a free prize"]).tolist()
        ['spam']
    """

    _fitted: Runtime | None = None

    def __init__(
        self, preset: str | Preset = "default", *, seed: int = 0, verbose: bool = False, **overrides: Any
    ) -> None:
        self.preset = preset
        self.seed = seed
        self.verbose = verbose
        self._overrides: dict[str, Any] = {}
        self._set_overrides(overrides)

    def fit(self, X: Iterable[str], y: Iterable[Label]) -> Self:  # noqa: N803 (scikit-learn's name)
        """Learn from texts and their labels.

        Args:
            X: Texts.
            y: A label for each: strings, whole numbers or booleans.

        Raises:
            DataError: If they are not one label for each of some texts, of two classes or more.
            PresetError: If the preset is unknown or a setting cannot take its value.
        """
        from elman.train import Bar, Texts, fit_classifier

        texts, labels = as_texts(X), as_labels(y)
        if len(texts) != len(labels):
            raise DataError(f"`y`: expected one label for each of {len(texts)} texts; got {len(labels)}")
        with Bar() if self.verbose else nullcontext() as bar:
            bundle = fit_classifier(Texts(texts, labels), self.settings, seed=self.seed, progress=bar)
        return self._adopt(bundle)

    def predict(self, X: Iterable[str]) -> NDArray[Any]:  # noqa: N803
        """The label of each text, ``[texts]``."""
        ids = self._runtime.label_ids(self.predict_proba(X))
        return self.classes_[ids]

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803
        """The probability of each class for each text, ``[texts, classes]``."""
        fitted = self._fitted
        rows = None if fitted is None else fitted.quick(X)
        return self._runtime.probabilities(as_texts(X)) if rows is None else rows

    def stream(self) -> Stream:
        """A session that is fed one text in parts and knows the probabilities of what it has read so far.

        Raises:
            UsageError: If the model needs the whole text before it can answer: it reads from the end too
                (``bidirectional``), or has ``surface_tokens`` or ``unmask``, as ``default`` does.
        """
        return self._runtime.stream()

    def explain(self, text: str) -> "Reasons":
        """What the answer to one text rests on: the contribution of each of its words, and of each feature.

        Raises:
            DataError: If it is not a string.
        """
        from elman.explain.reasons import reasons

        return reasons(self._runtime, as_texts([text])[0])

    def score(self, X: Iterable[str], y: Iterable[Label], sample_weight: Sequence[float] | None = None) -> float:  # noqa: N803
        """The share of texts answered rightly, weighted by ``sample_weight`` where it is given."""
        answers, truth = self.predict(X).tolist(), as_labels(y)
        if len(answers) != len(truth):
            raise DataError(f"`y`: expected one label for each of {len(answers)} texts; got {len(truth)}")
        if not truth:
            raise DataError("no texts to score", hint="give at least one text and its label")
        right = [answer == label for answer, label in zip(answers, truth, strict=True)]
        return float(np.average(right, weights=sample_weight))

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a model folder; one of ours that is already there is replaced.

        Raises:
            BundleError: If the place is taken by something else, or the disk refuses.
        """
        from elman.plots import training_pictures

        bundle = self._runtime.bundle
        write_bundle(bundle, Path(folder), pictures=training_pictures(bundle.history))

    @property
    def settings(self) -> Preset:
        """The preset with its overrides.

        Raises:
            PresetError: If the preset is unknown or a setting cannot take its value.
        """
        preset = self.preset if isinstance(self.preset, Preset) else get_preset(self.preset)
        return preset.override(self._overrides)

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 (scikit-learn's signature)
        """The arguments this classifier was made with."""
        return {"preset": self.preset, "seed": self.seed, "verbose": self.verbose, **self._overrides}

    def set_params(self, **params: Any) -> Self:
        """Change arguments; any setting of the preset is one.

        Raises:
            PresetError: If a name is neither an argument nor a setting.
        """
        for name in ("preset", "seed", "verbose"):
            if name in params:
                setattr(self, name, params.pop(name))
        self._set_overrides(params)
        return self

    def _set_overrides(self, overrides: dict[str, Any]) -> None:
        for name in overrides:
            check_setting(name)
        self._overrides |= overrides

    def _adopt(self, bundle: Bundle) -> Self:
        self._fitted = Runtime(bundle)
        self.bundle_ = bundle
        self.classes_ = _label_array(bundle.labels)
        return self

    @property
    def _runtime(self) -> Runtime:
        if self._fitted is None:
            from sklearn.exceptions import NotFittedError

            raise NotFittedError("this TextClassifier is not fitted yet: call `fit`, or `elman.load` a model folder")
        return self._fitted

    def __sklearn_is_fitted__(self) -> bool:
        return self._fitted is not None

    def __sklearn_tags__(self) -> "Tags":
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(one_d_array=True, two_d_array=False, string=True),
        )

    def __repr__(self) -> str:
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.get_params().items())
        return f"TextClassifier({arguments})"


def load(folder: str | os.PathLike[str]) -> TextClassifier:
    """The classifier in a model folder, ready to answer; JAX is not imported.

    Raises:
        BundleError: If the folder is missing, damaged, newer than this version, or not ours.
    """
    bundle = read_bundle(Path(folder))
    return TextClassifier(bundle.preset, seed=bundle.seed)._adopt(bundle)


def as_texts(values: Iterable[str]) -> list[str]:
    """A list of strings, from any sequence of them.

    Raises:
        DataError: If it is one string, has more than one column, or holds anything else.
    """
    if type(values) is list and all(type(value) is str for value in values):
        return values  # the usual, in a fraction of a microsecond
    _check_column("X", "text", values)
    if hasattr(values, "to_pylist"):  # Arrow's arrays, whose elements are not strings themselves
        values = _pylist(values)
    texts: list[Any] = [value.item() if isinstance(value, np.str_) else value for value in values]
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            got = "a missing value" if text is None else f"{type(text).__name__}: {text!r}"
            hint = "leave out the rows without a text, or fill them" if text is None else None
            raise DataError(f"`X[{place}]`: expected a string; got {got}", hint=hint)
    return texts


def _pylist(values: Any) -> list[Any]:
    try:
        items: list[Any] = values.to_pylist()
    except UnicodeDecodeError as error:
        raise DataError(f"`X`: expected strings in UTF-8; got bytes that are none: {error}") from None
    return items


def as_labels(values: Iterable[Label]) -> list[Label]:
    """A list of plain labels, from any sequence of them.

    Raises:
        DataError: If it is one string or has more than one column, or a label is missing, of a type that cannot be
            saved, or a number that is not whole and so a quantity rather than a class.
    """
    _check_column("y", "label", values)
    labels = [value.item() if isinstance(value, np.generic) else value for value in values]
    for place, label in enumerate(labels):
        if not isinstance(label, bool | int | float | str) or label != label:
            raise DataError(f"`y[{place}]`: expected a string, a number or a boolean; got {label!r}")
        if isinstance(label, float) and not label.is_integer():
            raise DataError(
                f"`y[{place}]`: expected a class; got {label!r}, a continuous value",
                hint="if it names a class, write it as a string",
            )
    return labels


def _check_column(name: str, content: str, values: object) -> None:
    if isinstance(values, str | bytes):
        raise DataError(f"`{name}`: expected a list of {content}s; got a single one", hint=f"write [{content}]")
    shape = getattr(values, "shape", (0,))
    if len(shape) != 1:
        raise DataError(
            f"`{name}`: expected {content}s in one column; got an array of shape {shape}",
            hint=f"give the column that holds the {content}",
        )
    if not isinstance(values, Iterable):
        raise DataError(f"`{name}`: expected a list of {content}s; got {values!r}")


def _label_array(labels: Sequence[Label]) -> NDArray[Any]:
    """The labels in an array that gives each back as it was; NumPy's own types may not, where kinds are mixed."""
    array = np.array(labels)
    kept = [(type(label), label) for label in array.tolist()] == [(type(label), label) for label in labels]
    return array if kept else np.array(labels, dtype=object)
