"""Small builders: XML bodies, binary lists from parts, and a corpus that shares bytes."""
import struct

HEAD = (b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
        b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n')


def xml(inner, head=HEAD):
    inner = inner.encode() if isinstance(inner, str) else inner
    return head + b'<plist version="1.0">' + inner + b"</plist>\n"


def value(element, text):
    text = text.encode() if isinstance(text, str) else text
    name = element.encode()
    return xml(b"<dict><key>k</key><" + name + b">" + text + b"</" + name + b"></dict>")


def binary(objects, top=0, ref_size=1, offset_size=2, offsets=None, table=None, count=None, gap=b"", spare=b"\0" * 6):
    """A bplist00 of ready-made objects; every number of the trailer can be made wrong."""
    body, starts = bytearray(b"bplist00"), []
    for item in objects:
        starts.append(len(body))
        body += item
    body += gap
    table_at = len(body)
    for start in offsets or starts:
        body += start.to_bytes(offset_size or 1, "big")
    body += spare + struct.pack(
        ">BBQQQ", offset_size, ref_size, len(offsets or starts) if count is None else count, top,
        table_at if table is None else table)
    return bytes(body)


def array(*references, size=1):
    return head(0xA0, len(references)) + b"".join(r.to_bytes(size, "big") for r in references)


def dictionary(pairs, size=1):
    keys, values = [k for k, _ in pairs], [v for _, v in pairs]
    return head(0xD0, len(pairs)) + b"".join(r.to_bytes(size, "big") for r in keys + values)


def text(content):
    return head(0x50, len(content)) + content.encode("latin-1")


def head(kind, count):
    if count < 15:
        return bytes([kind | count])
    width = next(w for w in (1, 2, 4, 8) if count < 1 << (8 * w))
    return bytes([kind | 15, 0x10 | width.bit_length() - 1]) + count.to_bytes(width, "big")


class Corpus:
    """Cases as pieces of one blob; a piece may repeat, so that a million tags take seven bytes."""

    def __init__(self):
        self.blob, self.cases, self.places = bytearray(), [], {}

    def place(self, content):
        content = bytes(content)
        if content not in self.places:
            self.places[content] = len(self.blob)
            self.blob += content
        return self.places[content]

    def add(self, kind, name, *pieces):
        """Pieces are bytes, or (repeat, bytes)."""
        made = []
        for piece in pieces:
            times, content = piece if isinstance(piece, tuple) else (1, piece)
            made.append((times, self.place(content), len(content)))
        self.cases.append((kind, name, made))

    def add_prefix(self, kind, name, content, length):
        self.cases.append((kind, name, [(1, self.place(content), length)]))

    def body(self, pieces):
        return b"".join(bytes(self.blob[at:at + length]) * times for times, at, length in pieces)
