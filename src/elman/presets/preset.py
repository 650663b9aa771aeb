"""A preset: every setting of a run in one frozen dataclass, checked; the defaults are the sane choices."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal, Self

from msgspec import Meta

from elman.architecture import Architecture, check_cell, check_pooling
from elman.errors import PresetError
from elman.presets.collection import Collection, Count, NonNegative, NonNegativeCount, Positive, Share, setting

Scale = Annotated[float, Meta(ge=1e-6, le=1e6)]  # whose square single precision holds
NgramLength = Annotated[int, Meta(ge=1, le=64)]  # of any length, a long word would have more of them than memory holds

SURFACE_TOKENS = 7  # of every text, where they are asked for
RESERVED_IDS = 2  # of padding and of the unknown


_MOST_FED = 100_000  # tokens that every text is filled up to
_OFF_FOR_TAGGERS = {"surface_tokens": "false", "linear_weight": "0", "word_pairs": "false", "validation_fraction": "0"}


@dataclass(frozen=True, kw_only=True)
class Preset(Collection):
    """Every setting of a classifier's run; ``meaning`` in each field's metadata says what it does."""

    listing: ClassVar[str] = "elman presets"
    usual: ClassVar[str] = "default"

    # Text: a message becomes ids.
    cleaning: Literal["clean", "fold", "keep"] = setting(
        "fold",
        "clean: letters and white space only, lower case; fold: one spelling of each sign, nothing unseen; keep: all",
    )
    ascii_only: bool = setting(False, "drop every character outside ASCII before cleaning")
    lowercase: bool = setting(False, "fold case after cleaning")
    unmask: bool = setting(False, "read words in disguise (fr3e, f.r.e.e) as the known words they imitate")
    tokenizer: Literal["whitespace", "pieces"] = setting(
        "pieces", "split at white space, or into words, numbers, symbols"
    )
    features: Literal["token", "subword"] = setting(
        "token", "what a token's vector is the sum of: itself alone, or its word, shape, neighbours and n-grams"
    )
    min_ngram: NgramLength = setting(3, "subword: characters of the shortest n-gram")
    max_ngram: NgramLength = setting(4, "subword: characters of the longest n-gram")
    max_features: Annotated[int, Meta(ge=1, le=65_536)] = setting(20, "subword: features kept of one token")
    word_pairs: bool = setting(False, "subword: also the pair of each token and the one before it")
    surface_tokens: bool = setting(False, "end each text with tokens about its length, digits, capitals, symbols")
    max_length: Annotated[int, Meta(ge=1, le=2**31 - 1)] = setting(1_000, "tokens kept of one text")
    keep_side: Literal["start", "end"] = setting("start", "which side of a longer text is kept")
    min_frequency: Count = setting(1, "occurrences a token or feature needs to enter the vocabulary")
    max_vocabulary: Count | None = setting(None, "most frequent tokens or features kept; null: all")
    network_vocabulary: Count | None = setting(
        None, "how many of these the network has vectors for, pairs last; a linear reader reads all; null: all"
    )
    vocabulary_from: Literal["train", "all"] = setting(
        "train", "texts the vocabulary is fitted on; all peeks at the test part"
    )

    # Split: which texts are learned from and which are held out.
    test_fraction: Share = setting(0.2, "share of the texts held out for the result")
    train_first: Count | None = setting(
        None, "learn from the first so many texts, hold out the rest; null: hold out test_fraction"
    )
    validation_fraction: Share = setting(0.0, "share of the training part held out to choose the epoch")
    stratify: bool = setting(True, "keep every class's share on both sides")
    deduplicate: bool = setting(True, "never the same text on both sides")

    # Network.
    embedding_size: Count = setting(32, "width of a token's vector")
    embedding_scale: Positive = setting(0.1, "token vectors start uniform in plus or minus this")
    cell: str = setting("mingru", "elman, gru, lstm or mingru")
    activation: Literal["tanh", "relu"] = setting("tanh", "nonlinearity of the Elman cell")
    hidden_size: Count = setting(32, "units of one direction of one layer")
    num_layers: Count = setting(1, "recurrent layers, one above the other")
    bidirectional: bool = setting(True, "read each text from both ends")
    pooling: str = setting(
        "mean+max",
        "last, mean, max, inputs, joined by +; padded_last: the state after the padding; each: none, to tag tokens",
    )
    recurrence: Literal["scan", "associative"] = setting(
        "scan", "step after step, or in parallel over time (mingru only)"
    )
    recurrent_init: Literal["orthogonal", "glorot"] = setting("orthogonal", "how recurrent weights start")
    head_init_scale: NonNegative = setting(0.1, "output weights start normal, cut at two of these deviations")
    head_init_bias: float = setting(0.0, "output biases start here")

    # A linear reader beside the network, a support vector machine over the set of a text's features.
    network_weight: Positive = setting(1.0, "how much the network's logits count in the answer")
    linear_weight: NonNegative = setting(0.0, "how much the linear reader's margins count in the answer; 0: none")
    linear_cost: Positive = setting(1.0, "linear reader: cost of a text on the wrong side, against narrow margins")
    linear_features: Count | None = setting(
        None, "linear reader: features kept of each class (of two, together), those that weigh most; null: all"
    )
    linear_surface_scale: Scale = setting(1.0, "linear reader: how much larger a surface token is than others")
    linear_word_scale: Scale = setting(
        1.0, "linear reader: how much larger a subword token's word and pair are than its other features"
    )

    # Dropout, during training only.
    embedding_dropout: Share = setting(0.0, "share of the vocabulary's entries dropped from a batch")
    feature_dropout: Share = setting(0.0, "share of the features dropped from a batch's tokens")
    token_dropout: Share = setting(0.0, "share of the tokens dropped from a batch")
    locked_dropout: Share = setting(0.0, "share of a layer's input channels dropped for a whole text")
    output_dropout: Share = setting(0.0, "share of the pooled channels dropped")

    # Training.
    epochs: Count = setting(12, "passes over the training part; a preset's own stay within min_steps and max_steps")
    min_steps: NonNegativeCount = setting(0, "steps a run takes at least: few texts are passed over more often")
    max_steps: Count | None = setting(None, "steps a run takes at most, but for one epoch; null: any number")
    batch_size: Count = setting(64, "texts in one step")
    loss_mean: Literal["run", "batch"] = setting(
        "run",
        "what a step's loss is divided by. run: what a batch weighs on average, so that each text counts by its own "
        "weight; batch: what this one weighs, so that texts of a short batch count for more",
    )
    optimizer: Literal["rmsprop", "adam", "adamw"] = setting("adam", "rmsprop is TensorFlow 1's")
    learning_rate: Positive = setting(4e-3, "the schedule's highest")
    schedule: Literal["constant", "cosine"] = setting("cosine", "learning rate after the warm-up; cosine falls to zero")
    warmup_steps: NonNegativeCount = setting(40, "steps over which the learning rate rises linearly")
    rmsprop_decay: Share = setting(0.9, "rmsprop: memory of the squared gradient")
    rmsprop_epsilon: Positive = setting(1e-10, "rmsprop: added to the squared gradient under the root")
    rmsprop_start: NonNegative = setting(1.0, "rmsprop: the squared gradient's memory starts here")
    adam_beta1: Share = setting(0.9, "adam: memory of the gradient")
    adam_beta2: Share = setting(0.99, "adam: memory of the squared gradient")
    weight_decay: NonNegative = setting(0.0, "adamw: pull of every weight towards zero, times the learning rate")
    clip_norm: Positive | None = setting(1.0, "longest gradient allowed; null: any")
    class_weights: Literal["none", "softened", "balanced"] | dict[str, Positive] = setting(
        "none",
        'weight of each class in the loss; balanced: 1 / frequency; softened: 4th root, of 2 classes; or {"spam": 1.5}',
    )
    label_smoothing: Share = setting(0.0, "share of the target spread over all classes")
    train_curve: Literal["during", "after"] = setting(
        "during", "training part's curve: the epoch's running mean, dropout included; after: measured anew without it"
    )
    lazy_embeddings: bool = setting(True, "step only the token vectors that a batch touched")
    patience: NonNegativeCount = setting(
        0, "epochs without a better validation loss before stopping; 0: never stop early"
    )
    unfreeze_every: NonNegative = setting(
        0.0,
        "share of the steps after which one more layer is learned, from the head down; 0: all at once",
    )
    layer_decay: Annotated[float, Meta(gt=0.0, le=1.0)] = setting(
        1.0, "learning rate of each layer, as a share of the one above it"
    )
    keep_best: bool = setting(True, "with a validation part: keep the epoch of its lowest loss")

    def __post_init__(self) -> None:
        check_cell(self.cell)
        check_pooling(self.pooling_parts)
        if self.max_steps is not None and self.max_steps < self.min_steps:
            raise PresetError(
                f"`max_steps`: expected at least `min_steps`, {self.min_steps}; got {self.max_steps}",
                hint="set min_steps too, such as min_steps=0",
            )
        if self.min_ngram > self.max_ngram:
            raise PresetError(f"`max_ngram`: expected at least `min_ngram`, {self.min_ngram}; got {self.max_ngram}")
        if self.features == "subword" and self.tokenizer != "pieces":
            raise PresetError(
                f"`features`: subword features are those of pieces; got `tokenizer` {self.tokenizer}",
                hint="use tokenizer=pieces or features=token",
            )
        if self.feeds_padding and self.max_length > _MOST_FED:
            raise PresetError(
                f"`max_length`: expected at most {_MOST_FED:,} where padding is read as words; got {self.max_length:,}",
                hint="every text is as long; use another `pooling` than padded_last",
            )
        if self.feeds_padding and self.surface_tokens:
            raise PresetError(
                "`surface_tokens`: cannot stand behind padding that is read as words",
                hint="use another `pooling` than padded_last",
            )
        if self.tags_each:
            asked = [name for name in _OFF_FOR_TAGGERS if getattr(self, name)]
            if asked:
                raise PresetError(
                    f"`{asked[0]}`: with pooling=each, as a tagger has it, expected none; got "
                    f"{getattr(self, asked[0])}",
                    hint=f"use the preset `tagger`, or {asked[0]}={_OFF_FOR_TAGGERS[asked[0]]}",
                )
        if self.recurrence == "associative" and self.cell != "mingru":
            raise PresetError(
                f"`recurrence`: associative needs a state that is linear in the one before; `{self.cell}` is not",
                hint="use cell=mingru or recurrence=scan",
            )
        if self.patience and not self.validation_fraction:
            raise PresetError(
                "`patience`: stopping early needs a validation part, and `validation_fraction` is 0",
                hint="add validation_fraction=0.1",
            )

    def override(self, settings: Mapping[str, Any]) -> Self:
        """As ``Collection.override``; whoever asks for a number of epochs gets it, whatever steps the preset wants."""
        if "epochs" in settings:
            settings = {"min_steps": 0, "max_steps": None, **settings}
        return super().override(settings)

    __hash__ = Collection.__hash__  # the dataclass would make its own, which fails on a dict

    @property
    def feeds_padding(self) -> bool:
        """Whether padding is read as though it were words: the chapter's way, with ``pooling=padded_last``."""
        return self.pooling == "padded_last"

    @property
    def tags_each(self) -> bool:
        """Whether every token has a label of its own, as a tagger's has."""
        return self.pooling == "each"

    @property
    def longest(self) -> int:
        """Most tokens that a text becomes, surface tokens included."""
        return self.max_length + (SURFACE_TOKENS if self.surface_tokens else 0)

    @property
    def pooling_parts(self) -> tuple[str, ...]:
        """The pooled vectors that are concatenated, in order."""
        return ("last",) if self.feeds_padding else tuple(self.pooling.split("+"))

    @property
    def vocabulary_limit(self) -> int | None:
        """Most tokens or features that are kept; those that only a linear reader would read, only if there is one."""
        if self.linear_weight or self.network_vocabulary is None:
            return self.max_vocabulary
        return min(self.network_vocabulary, self.max_vocabulary or self.network_vocabulary)

    def architecture(self, dictionary_size: int, num_classes: int) -> Architecture:
        """The network that these settings ask for, given what the data decides.

        Args:
            dictionary_size: Ids in use, the reserved ones included.
            num_classes: Labels.
        """
        embedded = dictionary_size
        if self.network_vocabulary is not None:
            embedded = min(embedded, self.network_vocabulary + RESERVED_IDS)
        return Architecture(
            vocab_size=embedded,
            embedding_size=self.embedding_size,
            cell=self.cell,
            activation=self.activation,
            hidden_size=self.hidden_size,
            num_layers=self.num_layers,
            bidirectional=self.bidirectional,
            pooling=self.pooling_parts,
            num_classes=num_classes,
            linear_vocab_size=dictionary_size if self.linear_weight else 0,
        )

    def epochs_for(self, texts: int) -> int:
        """Passes over so many texts: ``epochs``, or what ``min_steps`` and ``max_steps`` make of it."""
        steps_per_epoch = -(-texts // self.batch_size)
        epochs = max(self.epochs, -(-self.min_steps // steps_per_epoch))
        return epochs if self.max_steps is None else max(1, min(epochs, self.max_steps // steps_per_epoch))
