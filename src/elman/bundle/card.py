"""The model card: a page about one model for whoever finds its folder."""

from collections.abc import Mapping

from elman.bundle.bundle import Bundle, TrainingData
from elman.bundle.language import LanguageBundle
from elman.printable import one_line


def classifier_card(bundle: Bundle) -> str:
    """``README.md`` of a classifier's folder, in Markdown."""
    source = bundle.training_data
    lines = [
        f"# {one_line(bundle.preset.name)} classifier of {_listed(bundle)}",
        "",
        f"{_network(bundle)} that reads a text",
        f"token by token: {len(bundle.vocabulary):,} tokens, {bundle.parameters:,} parameters, written by elman.",
        "",
        f"- Trained on {source.texts:,} texts of {_named(source)}, seed {bundle.seed}.",
        *([] if bundle.started_from is None else [_start(bundle.started_from)]),
        f"- Reads at most {bundle.preset.max_length} tokens of a text, from its {bundle.preset.keep_side}.",
    ]
    if bundle.threshold is not None:
        lines.append(f"- Says `{one_line(str(bundle.positive_label))}` from a probability of {bundle.threshold:g}.")
    lines += [
        *_measured("held-out texts", bundle.metrics.get("test")),
        "",
        "## Use",
        "",
        '`elman predict DIR "a message"` on the command line, `elman.load(DIR).predict(["a message"])` in Python.',
        "It knows only what its training texts showed; measure it on your own messages before you rely on it.",
    ]
    return "\n".join(lines) + "\n"


def tagger_card(bundle: Bundle) -> str:
    """``README.md`` of a tagger's folder, in Markdown."""
    source = bundle.training_data
    lines = [
        f"# {one_line(bundle.preset.name)} of {len(bundle.labels)} tags",
        "",
        f"{_network(bundle)} that gives each token of a",
        f"sentence a tag: {_listed(bundle)}. {bundle.parameters:,} parameters, written by elman.",
        "",
        f"- Trained on {source.texts:,} sentences of {_named(source)}, seed {bundle.seed}.",
        *_measured("sentences given for it", bundle.metrics.get("test")),
        "",
        "## Use",
        "",
        "`elman tag predict DIR FILE` on the command line (a token a line, a blank line behind each sentence),",
        '`elman.Tagger.load(DIR).predict([["a", "sentence"]])` in Python.',
    ]
    return "\n".join(lines) + "\n"


def language_card(bundle: LanguageBundle) -> str:
    """``README.md`` of a language model's folder, in Markdown."""
    source = bundle.training_data
    noun = bundle.encoder.level.noun
    lines = [
        f"# {one_line(bundle.preset.name)} language model",
        "",
        f"{_network(bundle)} that reads a text {noun} by",
        f"{noun} and gives the probability of the next one: {len(bundle.vocabulary):,} tokens,",
        f"{bundle.parameters:,} parameters, written by elman.",
        "",
        f"- Trained on {source.texts:,} {noun}s of {_named(source)}, seed {bundle.seed}.",
        *_measured("a text that was held out", bundle.metrics.get("validation")),
        "",
        "## Use",
        "",
        "`elman lm generate DIR`, `elman lm evaluate DIR FILE`, `elman lm surprise DIR TEXT` on the command line,",
        "`elman.LanguageModel.load(DIR)` in Python.",
        "What it writes imitates its training text and is not to be believed.",
    ]
    return "\n".join(lines) + "\n"


def _network(bundle: Bundle | LanguageBundle) -> str:
    network = bundle.architecture
    direction = "bidirectional " if getattr(network, "bidirectional", False) else ""
    return f"A network of {network.num_layers} × {network.hidden_size} {direction}{network.cell} units"


def _start(source: TrainingData) -> str:
    return f"- Started from a language model that had read {source.texts:,} words of {_named(source)}."


def _listed(bundle: Bundle) -> str:
    return ", ".join(one_line(str(label)) for label in bundle.labels)


def _named(source: TrainingData) -> str:
    digest = f" (SHA-256 `{one_line(source.sha256)}`)" if source.sha256 else ""
    return f"`{one_line(source.name)}`{digest}"


def _measured(on: str, metrics: object) -> list[str]:
    """A section about a measurement; nothing where there was none."""
    if not isinstance(metrics, Mapping):
        return []
    rows = [f"| {name} | {value:.4g} |" for name, value in metrics.items() if isinstance(value, int | float)]
    return ["", f"## Measured on {on}", "", "| measure | value |", "|---|---|", *rows]
