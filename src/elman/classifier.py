"""The Python face: a text classifier with scikit-learn's conventions."""

import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from elman.arguments import as_folder, as_labels, as_texts, as_weights, check_text, label_array
from elman.bundle import Bundle, Label, read_bundle, write_bundle
from elman.errors import DataError, UsageError
from elman.estimator import Estimator
from elman.presets import Preset, as_difference, get_preset
from elman.presets.useless import NOT_OF_FIT
from elman.runtime import Runtime, Stream
from elman.settings import whole_number

if TYPE_CHECKING:
    from sklearn.utils import Tags
    from sklearn.utils.metadata_routing import MetadataRequest

    from elman.explain import Reasons
    from elman.language_model import LanguageModel


class TextClassifier(Estimator[Preset, Runtime]):
    """A recurrent text classifier.

    It takes a list of strings where other estimators take a matrix, and works in pipelines, ``GridSearchCV``,
    ``cross_val_score`` and ``clone``.

    Args:
        preset: Name of a preset, or a ``Preset``.
        seed: Seed of every random draw.
        verbose: Show a progress bar on a terminal or in a notebook.
        positive_label: For two classes, the one to catch, which ``elman evaluate`` and the model's card are about; the
            last in order if None.
        overrides: Any setting of the preset: ``TextClassifier(epochs=20, cell="gru")``. A number of ``epochs`` is what
            is run; without one, a preset's own are as many as its ``min_steps`` and ``max_steps`` allow.

    Raises:
        PresetError: If an override is not a setting, or one that does nothing here.

    Example:
        >>> import elman
        >>> classifier = elman.TextClassifier(epochs=20, cell="gru")
        >>> texts = ["win a prize now", "are you home", "free prize", "see you at home"] * 4
        >>> labels = ["spam", "ham", "spam", "ham"] * 4
        >>> classifier.fit(texts, labels).predict(["a free prize"]).tolist()
        ['spam']
    """

    own = ("preset", "seed", "verbose", "positive_label")
    useless = NOT_OF_FIT

    def __init__(
        self,
        preset: str | Preset = "default",
        *,
        seed: int = 0,
        verbose: bool = False,
        positive_label: Label | None = None,
        **overrides: Any,
    ) -> None:
        super().__init__(preset, seed=seed, verbose=verbose, **overrides)
        self.positive_label = positive_label

    def fit(
        self,
        X: Iterable[str],  # noqa: N803 (scikit-learn's name)
        y: Iterable[Label],
        *,
        initial: "LanguageModel | None" = None,
    ) -> Self:
        """Learn from texts and their labels, from all of them.

        Texts are not weighted one by one: ``class_weights`` is the setting that makes a class count for more.
        Of the settings that divide texts, ``stratify`` and ``deduplicate`` matter here to a ``validation_fraction``
        alone; ``test_fraction``, ``train_first`` and ``vocabulary_from`` are for ``elman train`` and refused here.
        It is computed where the process's JAX computes; beside a GPU, ``elman train`` takes the CPU, which is faster
        at short texts, and so may you: ``JAX_PLATFORMS=cpu``, or ``with jax.default_device("cpu")``.

        Args:
            X: Texts.
            y: A label for each: strings, whole numbers or booleans.
            initial: A language model of words to start from; it decides how texts are read, and the network, as with
                ``elman train --init``.

        Raises:
            DataError: If they are not one label for each of some texts, of two classes or more.
            PresetError: If the preset is unknown, a setting cannot take its value, or ``initial`` decides it.
            Diverged: If the loss stops being finite, or a weight becomes too large.
            UsageError: If this process was forked from one that has trained, in which JAX cannot go on;
                ``positive_label`` is no class; or ``initial`` is not a language model of words.
        """
        from elman.bundle import LanguageBundle
        from elman.presets.starting import refuse_decided
        from elman.train import Texts, fit_classifier

        if initial is not None and not isinstance(getattr(initial, "bundle_", None), LanguageBundle):
            raise UsageError(f"`initial`: expected a LanguageModel that has learned; got a {type(initial).__name__}")
        if initial is not None:
            refuse_decided(self._overrides, self.settings, initial.bundle_.preset)
        texts, labels = as_texts(X), as_labels(y)
        if len(texts) != len(labels):
            raise DataError(
                f"`y`: expected one label for each of {len(texts)} texts; got {len(labels)}", hint="give one for each"
            )
        with self._run() as run:
            bundle = fit_classifier(
                Texts(texts, labels),
                self.settings,
                seed=whole_number(self.seed),
                positive_label=self.positive_label,
                initial=None if initial is None else initial.bundle_,
                run=run,
            )
        return self._adopt(bundle)

    def predict(self, X: Iterable[str]) -> NDArray[Any]:  # noqa: N803
        """The label of each text, ``[texts]``."""
        texts = list(X) if isinstance(X, Iterator) else X  # to be looked at a second time, if need be
        while True:
            fitted, rows = self._runtime, self.predict_proba(texts)
            if fitted is self._fitted:  # and not another, which a thread has fitted meanwhile
                return label_array(fitted.labels)[fitted.label_ids(rows)]

    def predict_proba(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803
        """The probability of each class for each text, ``[texts, classes]``."""
        if self._fitted is not None:
            quick = self._fitted.quick  # looked up by itself it is found sooner than while it is called
            if (rows := quick(X)) is not None:
                return rows
        return self._runtime.probabilities(as_texts(X))

    def predict_log_proba(self, X: Iterable[str]) -> NDArray[np.float64]:  # noqa: N803
        """The logarithm of ``predict_proba``, ``[texts, classes]``; that of 0 is minus infinity."""
        with np.errstate(divide="ignore"):
            logarithms: NDArray[np.float64] = np.log(self.predict_proba(X))
        return logarithms

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

        check_text("text", text)
        return reasons(self._runtime, text)

    def score(self, X: Iterable[str], y: Iterable[Label], sample_weight: ArrayLike | None = None) -> float:  # noqa: N803
        """The share of texts labelled correctly, weighted by ``sample_weight`` where it is given.

        Raises:
            DataError: If there are no texts, not one label and weight for each, or labels of another kind than the
                model's: numbers where it knows strings, or the reverse.
        """
        answers, truth = self.predict(X).tolist(), as_labels(y)
        if len(answers) != len(truth):
            raise DataError(
                f"`y`: expected one label for each of {len(answers)} texts; got {len(truth)}", hint="give one for each"
            )
        if not truth:
            raise DataError("no texts to score", hint="give at least one text and its label")
        known = self._runtime.labels
        if {isinstance(label, str) for label in truth}.isdisjoint(isinstance(label, str) for label in known):
            raise DataError(
                f"`y`: expected labels such as {known[0]!r}, a {type(known[0]).__name__}; got {truth[0]!r}",
                hint="make them of the type that the model learned",
            )
        right = [answer == label for answer, label in zip(answers, truth, strict=True)]
        return float(np.average(right, weights=as_weights(sample_weight, len(truth))))

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write a model folder; one of ours that is already there is replaced.

        Raises:
            BundleError: If the place is taken by something else, or the disk refuses.
        """
        from elman.plots import training_pictures

        bundle = self._runtime.bundle
        write_bundle(bundle, as_folder(folder), pictures=training_pictures(bundle.history))

    @classmethod
    def _presets(cls) -> tuple[type[Preset], Callable[[Any], Preset]]:
        return Preset, get_preset

    @classmethod
    def load(cls, folder: str | os.PathLike[str]) -> Self:
        """The classifier in a model folder, ready to answer; JAX is not imported.

        Raises:
            BundleError: If the folder is missing, damaged, newer than this version, or not ours.
        """
        bundle = read_bundle(as_folder(folder))
        preset, overrides = as_difference(bundle.preset, cls.useless)
        made = cls(preset, seed=bundle.seed, **overrides)
        made.positive_label = None if bundle.labels[-1] == bundle.positive_label else bundle.positive_label
        return made._adopt(bundle)

    def _adopt(self, bundle: Bundle) -> Self:
        self._fitted = Runtime(bundle)
        return self

    @property
    def classes_(self) -> NDArray[Any]:
        """The labels, in the order of the probabilities; after ``fit``."""
        return label_array(self._runtime.labels)

    def get_metadata_routing(self) -> "MetadataRequest":
        """What scikit-learn may hand on besides texts and labels, where it routes such things: weights to ``score``."""
        from sklearn.utils.metadata_routing import MetadataRequest

        request = MetadataRequest(owner=self)
        request.score.add_request(param="sample_weight", alias=True)
        return request

    def __sklearn_tags__(self) -> "Tags":
        from sklearn.utils import ClassifierTags, InputTags, Tags, TargetTags

        return Tags(
            estimator_type="classifier",
            target_tags=TargetTags(required=True),
            classifier_tags=ClassifierTags(),
            input_tags=InputTags(one_d_array=True, two_d_array=False, string=True),
        )


def load(folder: str | os.PathLike[str]) -> TextClassifier:
    """``TextClassifier.load``: the classifier in a model folder, ready to answer."""
    return TextClassifier.load(folder)
