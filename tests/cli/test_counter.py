"""How far a command has come: shown on a terminal, and gone when it is there; elsewhere nothing."""

from elman.cli.counter import counter


def test_on_a_terminal_the_line_is_written_over_and_gone_in_the_end(capsys, monkeypatch):
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    tell = counter("token")
    tell(0, 1500)
    tell(1500, 1500)
    assert capsys.readouterr().err == "\rtoken 0 of 1,500\r                    \r"


def test_elsewhere_nothing_is_shown(capsys):
    counter("fold")(1, 5)
    assert capsys.readouterr() == ("", "")
