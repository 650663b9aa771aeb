"""The benchmark of speed, but for its times: its arithmetic, its workers, what it refuses."""

import importlib
import io
import json
import os
import shutil
import sys
import types

import numpy as np
import pytest
from benchmarks.accuracy.system import CannotRun
from benchmarks.speed import answers, recurrence, training
from benchmarks.speed.__main__ import main
from benchmarks.speed.answering import WAYS
from benchmarks.speed.instruction_set import INSTRUCTION_SETS
from benchmarks.speed.padded import batches_of
from benchmarks.speed.peak import opened_peak
from benchmarks.speed.ratios import ratio, rows_of
from benchmarks.speed.recurrence import BLOCKS, OURS, SCAN, TOLERANCE, Peer, Shape, check_same, problem
from benchmarks.speed.worker import WORKERS, opened
from click.testing import CliRunner

ECHO = f"""
import os
import shutil
import sys
sys.path.insert(0, {str(WORKERS)!r})
from serving import serve
def prepare(request, arrays):
    print("a library talks")
    if request.get("fail"):
        raise ValueError("no such\\nlayer")
    return (lambda: None), (lambda: {{"doubled": 2 * arrays["numbers"]}})
serve(prepare)
"""


@pytest.fixture
def echo(tmp_path):
    program, given = tmp_path / "echo.py", tmp_path / "given.npz"
    program.write_text(ECHO, encoding="utf-8")
    np.savez(given, numbers=np.arange(3))
    with opened(sys.executable, program) as worker:
        yield worker, given


def test_a_ratio_is_of_pairs_and_its_spread_from_tenth_to_ninetieth():
    base = np.linspace(1, 2, 11)
    found = ratio(base * np.arange(11), base)
    assert (found.median, found.low, found.high) == pytest.approx((5, 1, 9))
    assert str(found) == "5.00 (1.00-9.00)"


def test_rows_have_medians_in_their_unit_and_shares_of_the_peak():
    rounds = {"ours": [0.002, 0.004, 0.003], "other": [0.006, 0.012, 0.003]}
    peaks = [0.001, 0.001, 0.0015]  # what the products alone take in each round
    ours, other = rows_of(rounds, base="ours", what="a", where="one core", unit="ms", peak_seconds=peaks)
    assert (ours.median, ours.ratio, ours.peak_share) == (pytest.approx(3.0), None, pytest.approx(0.5))
    assert (other.median, other.ratio.median, other.peak_share) == (pytest.approx(6.0), 3.0, pytest.approx(1 / 6))
    assert set(ours.as_json()) == {"what", "who", "where", "median", "unit", "peak_share"}


@pytest.mark.parametrize("cell", BLOCKS)
def test_operations_are_two_for_each_weight_at_each_step_three_times(cell):
    shape = Shape(cell, 5, 7, 3, 2)
    arrays = problem(shape)
    weights = sum(array.size for name, array in arrays.items() if name.startswith("weight"))
    assert shape.operations() == 3 * 2 * weights * shape.time * shape.batch
    assert arrays["inputs"].shape == (3, 2, 5)


def test_other_gradients_are_refused():
    wanted = {"states": np.array(8.0), "bias": np.array([0.5, -4.0])}
    check_same("peer", {**wanted, "bias": np.array([0.5, -4.0 + 3 * TOLERANCE])}, wanted)
    for wrong in (-3.99, np.nan):
        with pytest.raises(CannotRun, match="peer: `bias` differs"):
            check_same("peer", {**wanted, "bias": np.array([0.5, wrong])}, wanted)


def test_other_probabilities_are_refused():
    logits = np.log([[0.25, 0.75]])
    answers.check_same("peer", np.array([[0.25, 0.75]]), logits)
    with pytest.raises(CannotRun, match=r"peer: its probabilities differ by 1.0e-01"):
        answers.check_same("peer", np.array([[0.35, 0.65]]), logits)


def test_a_worker_computes_and_is_timed_whatever_else_it_prints(echo):
    worker, given = echo
    np.testing.assert_array_equal(worker.prepare({}, given)["doubled"], [0, 2, 4])
    assert len(worker.seconds(3, "process")) == 3


def test_a_worker_that_cannot_says_why_in_a_line_and_goes_on(echo):
    worker, given = echo
    with pytest.raises(CannotRun, match=r"^ValueError: no such layer$"):
        worker.prepare({"fail": True}, given)
    np.testing.assert_array_equal(worker.prepare({}, given)["doubled"], [0, 2, 4])


def test_a_worker_that_does_not_start_is_told(tmp_path):
    program = tmp_path / "none.py"
    program.write_text("raise ImportError('no torch here')", encoding="utf-8")
    with (
        pytest.raises(CannotRun, match="status 1: ImportError: no torch here"),
        opened(sys.executable, program) as worker,
    ):
        worker.seconds(1, "wall")


def test_padded_texts_say_what_stands_where():
    texts = [[(1, 2), (0,), (9, 3)], [(4,)]]
    arrays, order = batches_of(texts, 5)
    assert order == [1, 0]
    np.testing.assert_array_equal(arrays["features0"], [4, 1, 2, 0, 3])
    np.testing.assert_array_equal(arrays["starts0"], [0, 1, 3, 3, 4, 4])
    np.testing.assert_array_equal(arrays["padded0"], [[4, 5], [1, 2], [5, 5], [0, 5], [5, 5], [3, 5]])
    np.testing.assert_allclose(arrays["roots0"][:, 0] ** 2, [1, 2, 1, 1, 1, 1], rtol=1e-6)
    np.testing.assert_array_equal(arrays["turned0"], [0, 5, 2, 3, 4, 1])
    np.testing.assert_array_equal(arrays["mask0"][:, :, 0], [[1, 1], [0, 1], [0, 1]])
    np.testing.assert_array_equal(arrays["lengths0"][:, 0], [1, 3])


def test_a_peer_that_computes_something_else_is_left_out(tmp_path, monkeypatch, capsys):
    (tmp_path / "wrong.py").write_text(
        ECHO.replace('"doubled": 2 * arrays["numbers"]', '"states": 0, "inputs": 1'), encoding="utf-8"
    )
    right = ECHO.replace('"doubled": 2 * arrays["numbers"]', '"states": 2.0, "inputs": 1')
    (tmp_path / "right.py").write_text(right, encoding="utf-8")
    monkeypatch.setattr(recurrence, "WORKERS", tmp_path)
    monkeypatch.setattr(recurrence, "SHAPES", (Shape("elman", 2, 2, 2, 2),))
    peers = [
        Peer(who, None, program, ("elman",))
        for who, program in ((OURS, "right.py"), (SCAN, "right.py"), ("odd", "wrong.py"))
    ]
    rows = list(recurrence.measure(2, None, ["all cores"], peers))
    assert [row.who for row in rows] == [OURS, SCAN]
    told = capsys.readouterr().err
    assert told == "left out: odd: `states` differs from JAX's scan by 1.0e+00 of its largest number\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--parts", "memory"], "error: `--parts`: expected some of recurrence, answering, training; got `memory`"),
        (["--parts", "training", "model"], "error: `model`: a model was given, and no answering is timed"),
        (
            ["--parts", "answering", "--instruction-set", "avx2"],
            "error: `--instruction-set avx2`: it is for the recurrence, which is not timed",
        ),
    ],
)
def test_wrong_usage_is_told(arguments, message):
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == message


def test_an_instruction_set_that_is_not_there_is_told(monkeypatch):
    kernels = pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")
    monkeypatch.setattr(kernels, "instruction_sets", lambda: ["baseline"])
    result = CliRunner().invoke(main, ["--parts", "recurrence", "--instruction-set", "avx2"])
    assert (result.exit_code, result.stdout) == (2, "")
    message = "error: `--instruction-set`: avx2 was asked for; this processor has baseline"
    assert result.stderr.splitlines()[0] == message


def test_all_are_kept_to_an_instruction_set(tmp_path, monkeypatch):
    """The variables reach the worker, and so does what our kernels call it."""
    told = ECHO.replace("import sys", "import os, sys").replace(
        '"doubled": 2 * arrays["numbers"]',
        '"states": (os.environ.get("ONEDNN_MAX_CPU_ISA"), request["instruction_set"]) == ("AVX2", "avx2"), "inputs": 1',
    )
    (tmp_path / "told.py").write_text(told, encoding="utf-8")
    (tmp_path / "scan.py").write_text(ECHO.replace('"doubled": 2 * arrays["numbers"]', '"states": 1'), encoding="utf-8")
    monkeypatch.setattr(recurrence, "WORKERS", tmp_path)
    monkeypatch.setattr(recurrence, "SHAPES", (Shape("elman", 2, 2, 2, 2),))
    peers = [Peer(OURS, None, "told.py", ("elman",)), Peer(SCAN, None, "scan.py", ("elman",))]
    avx2 = INSTRUCTION_SETS["avx2"]
    assert len(list(recurrence.measure(1, None, ["all cores"], peers, avx2))) == 2


def test_nothing_to_time_is_an_empty_table():
    pytest.importorskip("elman._kernels", reason="this installation was built without compiled kernels")
    result = CliRunner().invoke(main, ["--parts", "", "--json"])
    assert json.loads(result.stdout) == {"peak_operations_per_second": None, "rows": []}


def test_a_program_that_cannot_run_is_left_out_of_the_trainings_and_ours_are_not(monkeypatch, capsys):
    def seconds(who, preset):
        if who in training.PROGRAMS:
            raise CannotRun("not on this Python")
        return {training.OURS: 2.0, training.REFERENCE: 5.0}[who], 1.0

    monkeypatch.setattr(training, "_seconds", seconds)
    rows = list(training.measure(2, ["textbook"]))
    assert [(row.who, row.where) for row in rows] == [
        (who, where) for where in ("all cores", "in threads") for who in (training.OURS, training.REFERENCE)
    ]
    assert rows[1].ratio.median == 2.5
    assert capsys.readouterr().err.splitlines() == [
        "left out: program in TensorFlow: not on this Python",
        "left out: program in PyTorch: not on this Python",
    ]


def test_fasttext_is_asked_over_and_over_by_one_line_each(monkeypatch, capsys):
    asked = []
    model = types.SimpleNamespace(predict=asked.append)
    trained = types.SimpleNamespace(train_supervised=lambda path, **options: model)
    monkeypatch.setitem(sys.modules, "fasttext", trained)
    monkeypatch.setattr(np, "__version__", "1.26.4")
    worker = importlib.import_module("benchmarks.speed.fasttext_worker")
    request = {
        "train": ["__label__x a"],
        "texts": ["a", "b"],
        "options": {},
        "alone": 1,
        "in_a_row": 2,
        "untimed_seconds": 1e-9,
    }
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(map(json.dumps, [request, *WAYS]))))
    worker.main()
    ready, one_call, bulk = map(json.loads, capsys.readouterr().out.splitlines())
    assert ready is None
    assert one_call > 0
    assert bulk > 0
    assert asked == ["a"] * 3 + [["a", "b"]] * 3  # once untimed


@pytest.mark.skipif(shutil.which(os.environ.get("CXX", "c++")) is None, reason="no C++ compiler")
@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system cannot pin")
def test_what_is_measured_beside_the_peak_may_use_every_core():
    before = os.sched_getaffinity(0)
    with opened_peak() as peak:
        assert os.sched_getaffinity(0) == before
        assert 1e8 < peak() < 1e13
    assert os.sched_getaffinity(0) == before
