"""Ending a run: asked for once it ends after its step, asked for twice at once; what is ignored stays so."""

import contextlib
import signal

import pytest

from elman.cli.stopping import stopping


@contextlib.contextmanager
def handled(number, handler):
    """A signal handled in this way, whatever the process that runs the tests was begun with."""
    before = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.signal(number, before)


def test_the_first_ctrl_c_asks_and_the_second_ends_at_once(capsys):
    with handled(signal.SIGINT, signal.default_int_handler), stopping() as should_stop:
        assert not should_stop()
        signal.raise_signal(signal.SIGINT)
        assert should_stop()
        assert capsys.readouterr().err == "\nstopping after this step; press Ctrl-C again to stop at once\n"
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="this system has no such signal")
def test_a_run_that_is_to_outlive_its_terminal_does():
    """``nohup`` has it ignore that the terminal is gone."""
    with handled(signal.SIGHUP, signal.SIG_IGN):
        with stopping() as should_stop:
            signal.raise_signal(signal.SIGHUP)
            assert not should_stop()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
