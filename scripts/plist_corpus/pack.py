"""Writes and unpacks the one file: magic, length of the index, index (JSON), bytes."""
import collections
import json
import platform
import pyexpat
import struct

from . import binary_cases, message_cases, xml_cases
from .build import Corpus
from .classes import CLASSES
from .verdict import verdict

MAGIC = b"PLCORP1\n"


def write(root):
    corpus = Corpus()
    for module in (message_cases, xml_cases, binary_cases):
        module.add(corpus)
    for file in sorted((root / "Tests/Corpora/plist-found").glob("*")):
        corpus.add("found-by-fuzzing", file.name, file.read_bytes())
    cases, verdicts = [], collections.Counter()
    for kind, name, pieces in corpus.cases:
        said = verdict(corpus.body(pieces))
        verdicts[said if said in ("refused", "odd") else "accepted"] += 1
        cases.append([kind, name, said, *(number for piece in pieces for number in piece)])
    judge = f"plistlib of Python {platform.python_version()}, {pyexpat.EXPAT_VERSION}"
    index = json.dumps({"judge": judge, "classes": CLASSES, "cases": cases}, separators=(",", ":"), ensure_ascii=False)
    content = MAGIC + struct.pack(">I", len(index.encode())) + index.encode() + corpus.blob
    (root / "Tests/Corpora/plist.corpus").write_bytes(content)
    for kind, count in collections.Counter(case[0] for case in cases).items():
        print(f"{count:6} {kind}")
    print(f"{len(cases):6} cases of {len({case[0] for case in cases})} classes, {len(content)} bytes; {judge}: {dict(verdicts)}")


def unpack(file, folder):
    content = file.read_bytes()
    size, = struct.unpack_from(">I", content, len(MAGIC))
    start = len(MAGIC) + 4
    index, blob = json.loads(content[start:start + size]), content[start + size:]
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, (kind, _, _, *numbers) in enumerate(index["cases"]):
        if kind == "truncation" and number % 10:
            continue
        pieces = [numbers[place:place + 3] for place in range(0, len(numbers), 3)]
        if sum(times * length for times, _, length in pieces) > 65536:
            continue
        body = b"".join(blob[at:at + length] * times for times, at, length in pieces)
        (folder / f"{number:05}-{kind}").write_bytes(body)
        written += 1
    print(f"{written} seeds in {folder}")
