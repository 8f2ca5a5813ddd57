"""A PostgreSQL cluster of a measurement's own, with the CPU time that it used."""
import os
import pathlib
import subprocess
import urllib.parse

from meter import cpu
from parts import ROOT, Trouble

SCRIPT = ROOT / "scripts" / "postgresql-for-tests"


class PostgreSQL:
    """Servers that are started while it runs find it by KIZUNA_DATABASE."""

    def __init__(self, folder):
        self.folder = folder
        done = subprocess.run([SCRIPT, "start", folder], capture_output=True, text=True)
        if done.returncode != 0:
            raise Trouble(f"PostgreSQL could not be started: {done.stderr.strip()[-300:]}")
        self.url = done.stdout.split()[-1]
        os.environ["KIZUNA_DATABASE"] = self.url
        socket = urllib.parse.parse_qs(urllib.parse.urlsplit(self.url).query)["host"][0]
        self.pid = int(pathlib.Path(socket.removesuffix("-socket"), "postmaster.pid").read_text().split()[0])

    def stop(self):
        os.environ.pop("KIZUNA_DATABASE", None)
        subprocess.run([SCRIPT, "stop", self.folder], check=False)

    def cpu(self):
        """Seconds of the postmaster and all its processes, of those that ended, too."""
        return cpu(self.pid, True)

    def ask(self, sql):
        """Rows of text."""
        return [line.split("\t") for line in self._psql("-At", "-F", "\t", "-c", sql).splitlines()]

    def change(self, sql):
        self._psql("-q", "-c", sql)

    def _psql(self, *arguments):
        # Of every company: who asks for none sees none (docs/decisions/0021).
        environment = {**os.environ, "PGOPTIONS": "-c kizuna.company=*"}
        done = subprocess.run(["psql", "-d", self.url, *arguments], capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            raise Trouble(done.stderr)
        return done.stdout
