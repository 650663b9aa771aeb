"""What the Python faces share: settings by name, as scikit-learn wants them, and a model once there is one."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, Self, TypeVar

from elman.errors import PresetError
from elman.presets import Collection
from elman.presets.useless import refuse_useless

if TYPE_CHECKING:
    from elman.train import Run

PresetT = TypeVar("PresetT", bound=Collection)


class Answering(Protocol):
    """A runtime of any kind."""

    @property
    def bundle(self) -> Any:
        """The model."""


RuntimeT = TypeVar("RuntimeT", bound=Answering)


class Estimator(ABC, Generic[PresetT, RuntimeT]):
    """A preset with some settings changed, and what was learned with them.

    Args:
        preset: Name of a preset, or one.
        seed: Seed of every random draw in training.
        verbose: Show a progress bar on a terminal or in a notebook.
        overrides: Any setting of the preset.

    Raises:
        PresetError: If an override is not a setting, or one that does nothing here.
    """

    own: ClassVar[tuple[str, ...]] = ("preset", "seed", "verbose")
    """The arguments that are no settings."""
    useless: ClassVar[Sequence[str]] = ()
    """The settings that do nothing here."""

    _fitted: RuntimeT | None = None

    def __init__(self, preset: str | PresetT, *, seed: int = 0, verbose: bool = False, **overrides: Any) -> None:
        self.preset = preset
        self.seed = seed
        self.verbose = verbose
        self._overrides: dict[str, Any] = {}
        self._set_overrides(overrides)

    @classmethod
    @abstractmethod
    def _presets(cls) -> tuple[type[PresetT], Callable[[Any], PresetT]]:
        """The class of the presets, and what gives the one of a name."""

    @property
    def settings(self) -> PresetT:
        """The preset with its overrides.

        Raises:
            PresetError: If the preset is unknown or a setting cannot take its value.
        """
        collection, named = self._presets()
        preset = self.preset if isinstance(self.preset, collection) else named(self.preset)
        return preset.override(self._overrides)

    @property
    def bundle_(self) -> Any:
        """The trained model and its history; after ``fit``."""
        return self._runtime.bundle

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 (scikit-learn's signature)
        """The arguments this was made with; of the preset's settings those that were given."""
        return {**{name: getattr(self, name) for name in self.own}, **self._overrides}

    def set_params(self, **params: Any) -> Self:
        """Change arguments; any setting of the preset is one.

        Raises:
            PresetError: If a name is neither an argument nor a setting, or of one that does nothing here.
        """
        own = {name: params.pop(name) for name in self.own if name in params}
        self._set_overrides(params)  # which a wrong name ends, before anything is changed
        for name, value in own.items():
            setattr(self, name, value)
        return self

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and name not in self.own and name in self._presets()[0].meanings():
            raise PresetError(f"`{name}`: a setting, and no attribute", hint=f"use `set_params({name}=...)`")
        super().__setattr__(name, value)

    def _set_overrides(self, overrides: dict[str, Any]) -> None:
        for name in overrides:
            if name == "random_state":
                raise PresetError("`random_state`: no such setting", hint="it is called `seed` here")
            self._presets()[0].check_name(name, self.own)
        refuse_useless(overrides, self.useless)
        self._overrides = self._overrides | overrides  # a copy of this one has those of before

    @contextmanager
    def _run(self) -> Iterator["Run"]:
        """How a training is carried out: with a bar, where one is asked for."""
        from elman.train import Run, progress_bar

        if not self.verbose:
            yield Run()
            return
        with progress_bar() as progress:
            yield Run(progress=progress)

    @property
    def _runtime(self) -> RuntimeT:
        if self._fitted is None:
            from elman.not_fitted import NotFitted

            name = type(self).__name__
            load = "elman.load" if name == "TextClassifier" else f"{name}.load"
            raise NotFitted(f"this {name} is not fitted yet", hint=f"call `fit`, or `{load}` a model folder")
        return self._fitted

    def __sklearn_is_fitted__(self) -> bool:
        return self._fitted is not None

    def __repr__(self) -> str:
        shown = {name: value for name, value in self.get_params().items() if value is not None or name not in self.own}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in shown.items())})"
