"""Every judge of `make faults` and `make load` is shown evidence that is wrong, and says so; and none that is right."""

from __future__ import annotations

import sys

import pytest

from support.faults import judges as j
from support.faults.case import Book, NotRun, Outcome, carry_out, status
from support.faults.judges import Exchange
from support.installation import ROOT

sys.path.append(str(ROOT / "bench"))


def at(second: float, status: int | None = 200, who: str = "A", seconds: float = 0.1, kind: str = "token") -> Exchange:
    return Exchange(second, who, kind, status, seconds)


RIGHT = [at(0), at(1, 503), at(2, None), at(3), at(3, who="B")]
HEARD = {"A": [("one", True), ("two", True), ("three", False)]}
WRONG = {
    "a device was told 401": lambda: j.turned_away([*RIGHT, at(4, 401)]),
    "a device was told 404": lambda: j.turned_away([*RIGHT, at(4, 404)]),
    "a device was told 400": lambda: j.turned_away([*RIGHT, at(4, 400)]),
    "nobody met the fault": lambda: j.was_felt([at(0), at(1)]),
    "an acknowledged token is gone": lambda: j.lost(HEARD, {"A": "one"}),
    "nothing is kept": lambda: j.lost(HEARD, {}),
    "back too late": lambda: j.back_within([at(9), at(9, who="B")], 1, 5)[1],
    "never back": lambda: j.back_within([at(2, 503)], 1, 5)[1],
    "one device never back": lambda: j.back_within([at(2), at(2, 503, "B")], 1, 5)[1],
    "slower": lambda: j.slower([0.010] * 100, [0.030] * 100, 2),
    "nothing measured": lambda: j.slower([0.010], [], 2),
    "memory grew": lambda: j.grew(10 << 20, 30 << 20, 8 << 20),
    "closed too late": lambda: j.late([9.0, 21.0], 15, "headers"),
    "never closed": lambda: j.late([9.0, None], 15, "headers"),
    "none was tried": lambda: j.late([], 15, "headers"),
    "an old version was spoken": lambda: j.not_refused({"TLS 1.0": "a handshake", "TLS 1.1": None}),
    "nothing was tried": lambda: j.not_refused({}),
    "a refusal without advice": lambda: j.says("kizuna: damaged", "restore"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_judge_says_no(what):
    assert WRONG[what]()


def test_the_judges_say_nothing_of_what_is_right():
    assert not j.turned_away(RIGHT) and not j.was_felt(RIGHT)
    assert not j.lost(HEARD, {"A": "two"}) and not j.lost(HEARD, {"A": "three"})
    assert j.back_within(RIGHT, 2.5, 5) == (pytest.approx(0.6), [])
    assert not j.slower([0.010] * 100, [0.012] * 100, 2) and not j.grew(10, 20, 1 << 20)
    assert not j.late([9.0, 10.0], 15, "headers") and not j.not_refused({"TLS 1.0": None}) and not j.says("Restore it", "restore")


def window(minute: float, mib: float = 60, descriptors: int = 50, p99: float = 10, failed: int = 0, load: float = 1) -> dict:
    return {"at": minute * 60, "mib": mib, "descriptors": descriptors, "p99_ms": p99, "failed": failed, "load": load}


@pytest.mark.parametrize(
    "what, samples, hours",
    [
        ("memory grows", [window(n, mib=60 + n * 0.1) for n in range(60)], 1),
        ("descriptors grow", [window(n, descriptors=50 + n) for n in range(60)], 1),
        ("slower in the end", [window(n, p99=10 if n < 40 else 30) for n in range(60)], 1),
        ("something failed", [window(n, failed=n == 7) for n in range(60)], 1),
    ],
)
def test_the_soak_says_no(what, samples, hours):
    from limits_soak import judge

    assert judge(samples, hours)[3], what


def test_a_flat_soak_holds_and_a_busy_machine_is_told():
    from limits_soak import judge

    assert judge([window(n) for n in range(60)], 1)[3] == []
    busy = judge([window(n, p99=10 if n < 40 else 30, load=20) for n in range(60)], 1)
    assert busy[3] == [] and "not judged" in busy[4]


def test_what_was_not_run_never_counts_as_held():
    book = Book()

    @book.case("A", "a")
    def fine():
        return Outcome("fine")

    @book.case("B", "b")
    def missing():
        raise NotRun("no tool")

    @book.case("C", "c")
    def broken():
        return Outcome("bad", ["it broke"])

    @book.case("D", "d")
    def fails():
        raise ValueError("our own mistake")

    rows = {name: carry_out(case) for name, case in book.cases.items()}
    assert [row["verdict"] for row in rows.values()] == ["holds", "not run", "broken", "not run"]
    assert status([rows["A"]]) == 0 and status([rows["A"], rows["B"]]) == 0
    assert status([rows["B"]]) == 2 and status([rows["A"], rows["C"]]) == 1 and status([rows["A"], rows["D"]]) == 2
