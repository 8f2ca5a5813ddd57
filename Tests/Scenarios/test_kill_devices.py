"""kill -9 at random under the load of devices and administrators: the invariants I1 to I8 of docs/reference/faults.md.

`make faults` does the same a hundred times.
"""

from __future__ import annotations

import secrets

import pytest

from support.storm import Storm

KILLS = 5


@pytest.fixture(scope="module")
def storm(installation, workplace):
    seed = secrets.randbelow(1_000_000)
    print(f"\nseed {seed}")
    storm = Storm(installation, workplace / "storm", seed, devices=3, clerks=1)
    yield storm
    storm.stop()


def test_five_kills_break_nothing(storm):
    storm.begin()
    for _ in range(KILLS):
        assert storm.strike() == {}
    storm.alone.server.kill()
    storm.quiet()
