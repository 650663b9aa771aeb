"""The settings of a language model: how text is cut, the network, and how it is trained."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from msgspec import Meta

from elman.architecture import CELL_LAYOUTS, LanguageArchitecture, check_cell
from elman.errors import PresetError
from elman.presets.collection import Collection, Count, NonNegative, NonNegativeCount, Positive, Share, setting


@dataclass(frozen=True, kw_only=True)
class LanguagePreset(Collection):
    """Every setting of a language model's run; ``meaning`` in each field's metadata says what it does."""

    listing: ClassVar[str] = "elman lm presets"
    usual: ClassVar[str] = "char"

    # Text: what a token is.
    level: Literal["char", "byte", "word"] = setting("char", "what is predicted: characters, bytes of UTF-8, or words")
    lowercase: bool = setting(False, "fold case before the text is cut")
    min_frequency: Count = setting(1, "occurrences a token needs to enter the vocabulary")
    max_vocabulary: Count | None = setting(None, "most frequent tokens kept; null: all")
    validation_fraction: Share = setting(0.1, "share of the text, its end, that is held out to choose the epoch")

    # Network.
    cell: str = setting("lstm", "elman, gru, lstm or mingru")
    activation: Literal["tanh", "relu"] = setting("tanh", "nonlinearity of the Elman cell")
    hidden_size: Count = setting(256, "units of a layer")
    num_layers: Count = setting(1, "recurrent layers, one above the other")
    embedding_size: Count = setting(64, "width of a token's vector")
    embedding_scale: Positive = setting(0.1, "token vectors start uniform in plus or minus this")
    max_ngram: Annotated[int, Meta(ge=1, le=16)] = setting(
        1, "tokens of the longest n-gram that adds a vector to its last token's; 1: none, 16 at most"
    )
    ngram_buckets: Annotated[int, Meta(ge=1, le=2**24)] = setting(
        16_384, "vectors that the n-grams share, each by its hash"
    )
    tie_embeddings: bool = setting(False, "the output's weights are the token vectors")
    recurrent_init: Literal["orthogonal", "glorot"] = setting("orthogonal", "how recurrent weights start")

    # Truncated backpropagation through time.
    bptt_length: Count = setting(100, "steps of a window: how far back the gradient reaches")
    bptt_jitter: Share = setting(0.0, "windows are longer or shorter by up to this share, at random")
    streams: Count = setting(32, "stretches of the text that are read side by side, each with a state of its own")

    # Dropout, during training only.
    embedding_dropout: Share = setting(0.0, "share of the vocabulary's entries dropped from a window")
    ngram_dropout: Share = setting(0.0, "share of the n-grams' vectors dropped, at each step anew")
    locked_dropout: Share = setting(0.0, "share of the channels between layers dropped for a whole window")
    input_dropout: Share = setting(0.0, "share of the token vectors' channels dropped for a whole window")
    weight_dropout: Share = setting(0.0, "share of the recurrent weights dropped for a whole window")
    output_dropout: Share = setting(0.0, "share of the top layer's channels dropped for a whole window")

    # Training.
    epochs: Count = setting(12, "passes over the text")
    max_steps: Count | None = setting(None, "windows read at most; null: any number")
    accumulation: Count = setting(1, "windows whose gradients are averaged before the weights are stepped")
    learning_rate: Positive = setting(4e-3, "the schedule's highest")
    schedule: Literal["constant", "cosine", "plateau"] = setting(
        "cosine", "learning rate after the warm-up; cosine falls to final_rate, plateau where validation stands still"
    )
    final_rate: Share = setting(0.0, "cosine: share of the learning rate that is left at the end")
    warmup_steps: NonNegativeCount = setting(40, "steps over which the learning rate rises linearly")
    plateau_factor: Share = setting(0.5, "plateau: what the learning rate is multiplied by")
    plateau_patience: Count = setting(1, "plateau: epochs without a better validation loss before it is")
    adam_beta1: Share = setting(0.9, "memory of the gradient")
    adam_beta2: Share = setting(0.99, "memory of the squared gradient")
    weight_decay: NonNegative = setting(0.0, "pull of every matrix towards zero, times the learning rate")
    clip_norm: Positive | None = setting(1.0, "longest gradient allowed; null: any")
    averaging: Share = setting(0.0, "memory of the running mean of the weights, which is kept in their place; 0: none")
    patience: NonNegativeCount = setting(0, "epochs without a better validation loss before stopping; 0: never")
    keep_best: bool = setting(True, "keep the epoch of the lowest validation loss")
    sample_length: Annotated[int, Meta(ge=0, le=100_000)] = setting(
        200, "tokens of the samples that are kept on the way; 0: none"
    )

    def __post_init__(self) -> None:
        check_cell(self.cell)
        if not self.validation_fraction and (self.patience or self.schedule == "plateau"):
            what = "patience" if self.patience else "schedule"
            raise PresetError(
                f"`{what}`: needs a validation part, and `validation_fraction` is 0",
                hint="add validation_fraction=0.1",
            )
        if not CELL_LAYOUTS[self.cell].recurrent and self.weight_dropout:
            raise PresetError(
                f"`weight_dropout`: `{self.cell}` has no recurrent weights to drop", hint="use weight_dropout=0"
            )

    __hash__ = Collection.__hash__

    @property
    def longest_window(self) -> int:
        """Steps of the longest window that ``bptt_jitter`` can make."""
        return self.bptt_length + round(self.bptt_length * self.bptt_jitter)

    def architecture(self, vocab_size: int) -> LanguageArchitecture:
        """The network that these settings ask for, given what the data decides."""
        return LanguageArchitecture(
            vocab_size=vocab_size,
            embedding_size=self.embedding_size,
            cell=self.cell,
            activation=self.activation,
            hidden_size=self.hidden_size,
            num_layers=self.num_layers,
            tied=self.tie_embeddings,
            ngram_buckets=self.ngram_buckets if self.max_ngram > 1 else 0,
        )
