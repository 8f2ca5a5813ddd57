"""Two nodes on one PostgreSQL (`make cluster`), with a Lab of their own whose clock is nobody else's."""

from __future__ import annotations

import json
import os
import random
import signal
from pathlib import Path

import requests

from .installation import Installation
from .web import until


class Nodes(Installation):
    """A node that is killed is started again by `make cluster` a second later."""

    def __init__(self, data: Path, count: int = 2, seed: int = 0):
        super().__init__(data, command="cluster", DEVICES="0", NODES=str(count), NODE_PAUSE="1")
        self.chance = random.Random(seed)
        self.kills = 0

    def nodes(self) -> list[dict]:
        return json.loads((self.data / "nodes.json").read_text())

    def are_ready(self) -> bool:
        return all(_status(f"{node['management']}/readyz") == 200 for node in self.nodes())

    def until_ready(self) -> None:
        until(self.are_ready, "all nodes ready", 60, pause=0.1)

    def kill(self, count: int = 1) -> None:
        """kill -9, so many of them at once, by chance."""
        for node in self.chance.sample(self.nodes(), count):
            try:
                os.kill(node["pid"], signal.SIGKILL)
                self.kills += 1
            except ProcessLookupError:
                pass


def _status(url: str) -> int:
    try:
        return requests.get(url, timeout=5).status_code
    except requests.RequestException:
        return 0
