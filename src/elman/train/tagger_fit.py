"""Training a tagger: sentences and a tag for each token in, a bundle out."""

from elman.bundle import Bundle, TrainingData, listed
from elman.data import TaggedCorpus, texts_digest
from elman.data.excerpt import excerpt
from elman.data.source import file_name
from elman.errors import DataError, PresetError
from elman.presets import Preset
from elman.text import TaggerEncoder
from elman.train.checkpoint import run_identity
from elman.train.class_weights import class_weights
from elman.train.examples import Examples
from elman.train.network import train_network
from elman.train.refusals import kernel_of, refuse_empty
from elman.train.run import PLAIN_RUN, Run


def fit_tagger(
    train: TaggedCorpus,
    preset: Preset,
    *,
    seed: int = 0,
    test: TaggedCorpus | None = None,
    run: Run = PLAIN_RUN,
) -> Bundle:
    """Train a tagger.

    Args:
        train: Tagged sentences to learn from.
        preset: Every setting; ``pooling`` is ``each``.
        seed: Seed of every random draw.
        test: Tagged sentences that each row of the history is measured on; nothing is chosen by them.
        run: How it is carried out.

    Raises:
        PresetError: If the settings are not a tagger's.
        DataError: If there are fewer than two tags, a tag of the test part is not one of the training part, or a
            sentence is longer than ``max_length``.
        Diverged, Interrupted, CheckpointError: See ``Course.run`` and ``refuse_diverged``.
    """
    if not preset.tags_each:
        raise PresetError(
            f"`pooling`: expected each, for a tagger; got `{preset.pooling}`", hint="use the preset `tagger`"
        )
    kernel = kernel_of(preset.recurrence, preset.cell, run)
    labels = tuple(sorted({tag for tags in train.tags or () for tag in tags}))
    if len(labels) < 2:
        raise DataError(
            f"`{train.name}`: expected at least two different tags; got {list(labels)}",
            hint="give sentences with two tags or more; in a file, a line is a token, a tab or space, and its tag",
        )
    encoder = TaggerEncoder.fit(train.sentences, preset)
    refuse_empty(encoder.vocabulary, preset.min_frequency, "sentences")
    ids = {label: each for each, label in enumerate(labels)}
    architecture = preset.architecture(len(encoder.vocabulary), len(labels))

    def examples_of(corpus: TaggedCorpus) -> Examples:
        tags = [tag for sentence in corpus.tags or () for tag in sentence]
        unknown = next((tag for tag in tags if tag not in ids), None)
        if unknown is not None:
            raise DataError(
                f"`{corpus.name}`: expected tags of the training part, {listed(labels)}; got `{unknown}`",
                hint="leave such sentences out, or measure on them afterwards, where they count as errors",
            )
        number, longest = max(enumerate(corpus.sentences, start=1), key=lambda each: len(each[1]))
        if len(longest) > preset.max_length:
            raise DataError(
                f"`{corpus.name}`: sentence {number:,}, which begins with {excerpt(str(longest[0]))}: expected at most "
                f"`max_length` tokens, {preset.max_length:,}; got {len(longest):,}",
                hint="part sentences by blank lines, or set `max_length` higher",
            )
        encoded = [encoder.encode(sentence) for sentence in corpus.sentences]
        return Examples(encoded, [ids[tag] for tag in tags], weights, vocab_size=architecture.vocab_size, each=True)

    weights = class_weights(preset.class_weights, labels, [tag for tags in train.tags or () for tag in tags])
    watched = {} if test is None else {"test": examples_of(test)}
    arrays, history = train_network(
        preset,
        examples_of(train),
        architecture,
        seed=seed,
        kernel=kernel,
        measured=lambda: watched,
        identity=lambda: run_identity(preset, seed, kernel, _learned(train, test)),
        run=run,
    )
    return Bundle(
        preset=preset,
        vocabulary=encoder.vocabulary,
        labels=labels,
        positive_label=None,
        threshold=None,
        weights=arrays,
        seed=seed,
        training_data=TrainingData(
            file_name(train.name), train.sha256, len(train.sentences), texts_digest(train.sentences, train.tags or ())
        ),
        history=history,
    )


def _learned(train: TaggedCorpus, test: TaggedCorpus | None) -> dict[str, str]:
    return {
        "data": file_name(train.name),
        "SHA-256 of the sentences learned from": texts_digest(train.sentences, train.tags or ()),
        "SHA-256 of the sentences measured": "none" if test is None else texts_digest(test.sentences, test.tags or ()),
    }
