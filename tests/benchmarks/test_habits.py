"""The cost of the textbook's habits, against the cross-validation that each row stands for."""

import re

import pytest
from benchmarks.habits import LEARNING, ROWS, main
from click.testing import CliRunner

from elman.data import read
from elman.experiments import cross_validate
from elman.presets import get_preset


def run(*arguments):
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_rows_have_the_errors_of_cross_validation_and_are_compared_run_by_run(messages):
    result = run(messages, "--folds", 2, "--split-seed", 3, "--seed", "0,1", "--set", "epochs=2")
    assert result.exit_code == 0, result.output
    lines = dict(zip((None, "nothing", *ROWS), result.stdout.splitlines(), strict=True))
    assert lines[None].startswith("means of 2 runs")
    assert re.match(r"every message is ham +25\.0 +50\.00% +0\.000 +0\.0% +0\.00%$", lines["nothing"])
    shared = get_preset("textbook").override(LEARNING | {"epochs": 2})
    errors = {}
    for name, (settings, other) in ROWS.items():
        preset = shared.override(settings)
        errors[name] = [
            cross_validate(read(messages), preset, folds=2, split_seed=3, seed=seed).metrics["errors"]
            for seed in (0, 1)
        ]
        assert lines[name].split(name)[1].split()[0] == f"{sum(errors[name]) / 2:.1f}"
        if other is not None:
            fewer = [b - a for a, b in zip(errors[name], errors[other], strict=True)]
            assert f"{sum(fewer) / 2:+.1f} ± " in lines[name]
            assert lines[name].endswith(f" {sum(each > 0 for each in fewer)} of 2")


def test_more_than_two_classes_are_refused(topics):
    result = run(topics)
    assert result.exit_code == 2
    assert "expected two classes; got 3" in result.output


@pytest.mark.parametrize("name", ROWS)
def test_a_row_differs_from_the_one_it_is_compared_with(name):
    settings, other = ROWS[name]
    assert other is None or settings != ROWS[other][0]
