"""What plistlib says: "refused", "odd" (a value no property list in XML can say), or a hash of the value."""
import datetime
import plistlib
import struct

EPOCH = datetime.datetime(1970, 1, 1)
MOST_VISITS = 60_000


class Odd(Exception):
    pass


def verdict(body):
    try:
        value = plistlib.loads(body)
    except Exception:  # whatever it raises, it has refused
        return "refused"
    try:
        return f"{fnv(canonical(value)):016x}"
    except Odd:
        return "odd"


def canonical(value):
    """Bytes that are equal exactly when kind, order and value are. Iterative: depth is part of the corpus."""
    out, waiting, visits = bytearray(), [value], 0
    while waiting:
        item = waiting.pop()
        visits += 1
        if visits > MOST_VISITS:
            raise Odd
        if isinstance(item, Key):
            counted(out, b"k", item.text)
        elif item is True or item is False:
            out += b"t" if item else b"f"
        elif isinstance(item, int):
            counted(out, b"i", str(item).encode())
        elif isinstance(item, float):
            out += b"r" + struct.pack(">d", item if item == item else float("nan"))
        elif isinstance(item, str):
            counted(out, b"s", encoded(item))
        elif isinstance(item, bytes):
            counted(out, b"D", item)
        elif isinstance(item, datetime.datetime):
            counted(out, b"T", str((item - EPOCH) // datetime.timedelta(microseconds=1)).encode())
        elif isinstance(item, list):
            out += b"a%d:" % len(item)
            waiting += reversed(item)
        elif isinstance(item, dict):
            out += b"d%d:" % len(item)
            for key, inner in reversed(item.items()):
                if not isinstance(key, str):
                    raise Odd
                waiting += [inner, Key(encoded(key))]
        else:
            raise Odd
    return bytes(out)


class Key:
    def __init__(self, text):
        self.text = text


def counted(out, kind, content):
    out += kind + b"%d:" % len(content) + content


def encoded(text):
    try:
        return text.encode()
    except UnicodeEncodeError:
        raise Odd from None


def fnv(content):
    number = 0xCBF29CE484222325
    for byte in content:
        number = (number ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return number
