"""The first law of the house: answering, measuring and looking never import what only training and drawing need.

Every case runs in a process of its own, because this one has long imported all of it.
"""

import json
import subprocess
import sys

import numpy as np
import pytest

from elman.bundle import write_bundle, write_language_bundle
from elman.evaluate import classification_metrics
from tests.bundle.samples import make_bundle
from tests.runtime.cores import needs_native
from tests.runtime.test_language import make_language_bundle

HEAVY = {"equinox", "jax", "jaxlib", "matplotlib", "optax", "pandas"}

_REPORT = """
import json, sys
found = sorted({module.split('.')[0] for module in sys.modules} & set(json.loads(sys.argv[1])))
print(json.dumps(found), file=sys.stderr)
"""
_COMMAND = """
from elman.cli.main import main
try:
    main(ARGUMENTS)
except SystemExit as left:
    assert not left.code, left.code
"""


def heavy_modules(program, watched=HEAVY):
    """Which of the watched packages a program has imported when it ends."""
    command = [sys.executable, "-c", program + _REPORT, json.dumps(sorted(watched))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    """A model folder."""
    folder = tmp_path_factory.mktemp("imports") / "model"
    right = np.array([0, 1])
    measured = classification_metrics(right, right, ["ham", "spam"], positive_label="spam")
    write_bundle(make_bundle(metrics={"test": measured}), folder)
    return str(folder)


@pytest.fixture(scope="module")
def language_model(tmp_path_factory):
    """A language model's folder."""
    folder = tmp_path_factory.mktemp("imports") / "language"
    write_language_bundle(make_language_bundle(), folder)
    return str(folder)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A labelled corpus of the model's labels."""
    path = tmp_path_factory.mktemp("imports") / "messages.csv"
    path.write_text("label,text\nham,see you at home\nspam,a free prize\n")
    return str(path)


def test_a_heavy_import_would_be_noticed():
    assert heavy_modules("import optax") >= {"jax", "jaxlib", "optax"}


def test_importing_the_package_imports_none_of_its_dependencies():
    watched = HEAVY | {"click", "msgspec", "numpy", "pyarrow", "rich", "safetensors", "scipy", "sklearn"}
    assert heavy_modules("import elman\nelman.__version__\ndir(elman)", watched) == set()


def test_looking_at_a_name_of_the_package_imports_nothing_heavy():
    program = "import elman\nfor name in elman.__all__: getattr(elman, name)"
    assert heavy_modules(program, HEAVY | {"sklearn"}) == set()


@pytest.mark.parametrize(
    "call",
    [
        "predict(['free prize'])",
        "predict_proba([''])",
        "score(['free'], ['spam'])",
        "classes_",
        "explain('free prize')",
    ],
)
def test_answering_in_python_imports_nothing_heavy(model, call):
    assert heavy_modules(f"import elman\nelman.load({model!r}).{call}", HEAVY | {"sklearn"}) == set()


@pytest.mark.parametrize(
    "arguments",
    [
        ["predict", "MODEL", "free prize", "see you"],
        ["predict", "MODEL", "--json", "free prize"],
        ["predict", "MODEL", "--file", "CORPUS"],
        ["explain", "MODEL", "free prize", "--features", "2"],
        ["explain", "MODEL", "--json", "free prize"],
        ["evaluate", "MODEL", "CORPUS"],
        ["evaluate", "MODEL", "CORPUS", "--json"],
        ["info", "MODEL"],
        ["info", "MODEL", "--json"],
        ["lm", "evaluate", "LM", "CORPUS"],
        ["lm", "generate", "LM", "--length", "3"],
        ["lm", "surprise", "LM", "tea"],
        ["lm", "presets", "char"],
        ["info", "LM"],
        ["presets"],
        ["presets", "default"],
        ["--help"],
        ["--version"],
    ],
    ids=" ".join,
)
def test_a_command_that_does_not_train_imports_nothing_heavy(model, language_model, corpus, arguments):
    real = [{"MODEL": model, "LM": language_model, "CORPUS": corpus}.get(each, each) for each in arguments]
    assert heavy_modules(_COMMAND.replace("ARGUMENTS", repr(real)), HEAVY | {"sklearn"}) == set()


def imported_by(*command):
    """The packages that a process imports, by the interpreter's own log."""
    done = subprocess.run([sys.executable, "-X", "importtime", *command], capture_output=True, text=True, check=True)
    assert done.stdout.split("\t")[0] in ("ham", "spam")
    return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.stderr.splitlines()}


def test_python_dash_m_answers(model):
    """The same path as a user takes it."""
    imported = imported_by("-m", "elman", "predict", model, "free prize")
    assert "msgspec" in imported, "the log must be there for this test to mean anything"
    assert not imported & HEAVY


@needs_native
@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_an_answer_of_the_compiled_core_needs_no_numpy(model, options):
    texts = ["free prize", "\N{EURO SIGN}5 \N{EN DASH} \N{RIGHT SINGLE QUOTATION MARK}"]
    command = ["predict", model, *texts, *options]
    assert heavy_modules(_COMMAND.replace("ARGUMENTS", repr(command)), HEAVY | {"numpy", "scipy", "pyarrow"}) == set()


@pytest.mark.parametrize("name", ["", ".bundle", ".presets", ".runtime", ".text", ".train"])
def test_what_is_loaded_later_is_listed_now(name):
    program = f"import elman{name} as room; assert set(room.__all__) <= set(dir(room)), dir(room)"
    assert heavy_modules(program) == set()


def test_rooms_are_reached_through_the_package():
    program = "import elman; elman.data.read; elman.errors.DataError; elman.runtime.Runtime; elman.presets.PRESETS"
    assert heavy_modules(program) == set()
