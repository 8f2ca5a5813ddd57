"""A real installation before anybody has set it up: no default password, no file that others can read."""

from __future__ import annotations

import os
import stat

import pytest

from support.installation import Server
from support.web import Web
from support.words import ja


@pytest.fixture(scope="module")
def server(workplace):
    server = Server(workplace / "real").start()
    yield server
    if server.process.poll() is None:
        server.stop()


def test_nobody_can_log_in_before_set_up(server):
    page = Web("ja").get(server.base + "/")
    for login, password in (("admin", "admin"), ("admin", ""), ("root", "password")):
        values = {ja("company"): "sample", ja("login"): login, ja("password"): password}
        assert page.form(ja("log in")).send(values).status == 422


def test_files_are_their_owners_only(server):
    for path in server.data.rglob("*"):
        mode = stat.S_IMODE(os.stat(path).st_mode)
        assert not mode & 0o077, f"{path.name}: {mode:o}"
    assert stat.S_IMODE(os.stat(server.data).st_mode) == 0o700
    assert stat.S_IMODE(os.stat(server.data / "master.key").st_mode) == 0o400
