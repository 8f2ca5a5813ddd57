"""Classes made of whole messages: cut off, keys missing, types wrong, bytes changed."""
import datetime
import plistlib
import random

from .messages import MESSAGES

EVERY_BYTE = ("idle", "check-out", "not-now", "format-error")
OTHER_VALUES = {
    "string": "text", "empty": "", "integer": 7, "real": 1.5, "boolean": True, "data": b"\0\1", "array": [],
    "dictionary": {}, "date": datetime.datetime(2026, 11, 21), "nested": [{"k": [1]}],
}


def bodies(message):
    yield "xml", plistlib.dumps(message, sort_keys=False)
    yield "binary", plistlib.dumps(message, sort_keys=False, fmt=plistlib.FMT_BINARY)


def add(corpus):
    chance = random.Random(20261121)
    for name, message in MESSAGES.items():
        for form, body in bodies(message):
            step = 1 if name in EVERY_BYTE else 11 if form == "xml" else 5
            corpus.place(body)
            for length in range(0, len(body) + 1, step):
                corpus.add_prefix("truncation", f"{name} {form} {length}", body, length)
            corpus.add("truncation", f"{name} {form} whole", body)
            mutations(corpus, chance, name, form, body)
        for key in message:
            rest = {other: value for other, value in message.items() if other != key}
            corpus.add("missing-keys", f"{name} {key}", plistlib.dumps(rest, sort_keys=False))
            for kind, value in OTHER_VALUES.items():
                if chance.random() < 0.5:
                    changed = plistlib.dumps(message | {key: value}, sort_keys=False)
                    corpus.add("wrong-types", f"{name} {key} {kind}", changed)


def mutations(corpus, chance, name, form, body):
    """A few bytes changed, doubled, taken away or moved: what a broken sender or a curious one makes."""
    for number in range(12 if form == "xml" else 20):
        changed = bytearray(body)
        for _ in range(chance.choice((1, 1, 1, 2, 4))):
            at = chance.randrange(len(changed))
            way = chance.randrange(5)
            if way == 0:
                changed[at] ^= 1 << chance.randrange(8)
            elif way == 1:
                changed[at] = chance.choice(b"\0\x7f\x80\xff<>&/\"' ]-!?x019")
            elif way == 2:
                del changed[at:at + chance.choice((1, 1, 2, 9))]
            elif way == 3:
                changed[at:at] = changed[at:at + chance.choice((1, 3, 17))]
            else:
                other = chance.randrange(len(changed))
                changed[at], changed[other] = changed[other], changed[at]
        corpus.add(f"mutations-{form}", f"{name} {number}", bytes(changed))
