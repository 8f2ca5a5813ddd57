"""Classes of the binary form: every number of it made wrong."""
import plistlib
import struct

from .build import array, binary, dictionary, head, text

TRUE, FALSE = b"\x09", b"\x08"
SMALL = [dictionary([(1, 2)]), text("key"), text("value")]
ODD_NUMBERS = [0, 1, 2, 3, 7, 8, 9, 16, 31, 32, 33, 255, 256, 65535, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 47, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, (1 << 61) + 1]


def add(corpus):
    trailer(corpus)
    offsets(corpus)
    references(corpus)
    counts(corpus)
    sizes(corpus)


def trailer(corpus):
    good = binary(SMALL)
    corpus.add("binary-trailer", "good", good)
    for field, at in (("objects", 8), ("top", 16), ("table", 24)):
        for number in ODD_NUMBERS:
            changed = bytearray(good)
            changed[len(good) - 32 + at:len(good) - 32 + at + 8] = struct.pack(">Q", number)
            corpus.add("binary-trailer", f"{field} {number}", bytes(changed))
    for number in range(0, 256, 5):
        for at in (5, 6, 7):
            changed = bytearray(good)
            changed[len(good) - 32 + at] = number
            corpus.add("binary-trailer", f"byte {at} is {number}", bytes(changed))
    for size in range(1, 10):
        corpus.add("binary-trailer", f"offsets of {size} bytes", binary(SMALL, offset_size=size))
        wide = [dictionary([(1, 2)], size=size), *SMALL[1:]]
        corpus.add("binary-trailer", f"references of {size} bytes", binary(wide, ref_size=size))
    for length in range(0, 48):
        corpus.add("binary-trailer", f"only {length} bytes", good[:8] + good[len(good) - length:] if length else good[:8])
    corpus.add("binary-trailer", "noise in front of it", binary(SMALL, spare=b"noise!"))
    corpus.add("binary-trailer", "version 01", b"bplist01" + good[8:])
    corpus.add("binary-trailer", "version 10", b"bplist10" + good[8:])
    corpus.add("binary-trailer", "no objects", binary([], count=0))


def offsets(corpus):
    good = binary(SMALL)
    for place in range(3):
        for number in (0, 1, 7, 8, 9, 10, 11, 12, 14, 15, 16, 20, 24, 25, len(good) - 33, len(good) - 32, len(good) - 1, len(good), 65535):
            starts = [8, 11, 15]
            starts[place] = number
            corpus.add("binary-offsets", f"object {place} at {number}", binary(SMALL, offsets=starts))
    corpus.add("binary-offsets", "a gap before the table", binary(SMALL, gap=b"\0"))
    corpus.add("binary-offsets", "a gap of 100", binary(SMALL, gap=b"x" * 100))
    corpus.add("binary-offsets", "the table twice", binary(SMALL, gap=bytes([0, 8, 0, 11, 0, 15])))
    corpus.add("binary-offsets", "one object that nobody needs", binary([*SMALL, text("idle")]))
    for length in range(0, 20):
        corpus.add("binary-offsets", f"string claims {length}", binary([bytes([0x50 | min(length, 14)]) + b"abc"]))
        corpus.add("binary-offsets", f"data claims {length}", binary([bytes([0x40 | min(length, 14)]) + b"abc"]))
        corpus.add("binary-offsets", f"text claims {length}", binary([bytes([0x60 | min(length, 14)]) + b"\0a\0b\0c"]))
        corpus.add("binary-offsets", f"array claims {length}", binary([bytes([0xA0 | min(length, 14)]) + b"\1\1", TRUE]))
        corpus.add("binary-offsets", f"dictionary claims {length}", binary([bytes([0xD0 | min(length, 14)]) + b"\1\2", text("k"), TRUE]))


def references(corpus):
    def bomb(width, levels):
        return [array(*[n + 1] * width) for n in range(levels)] + [text("bomb")]

    corpus.add("binary-references", "an array in itself", binary([array(0)]))
    corpus.add("binary-references", "a dictionary in itself", binary([dictionary([(1, 0)]), text("k")]))
    corpus.add("binary-references", "a circle of two", binary([array(1), array(0)]))
    corpus.add("binary-references", "a circle of three", binary([array(1), dictionary([(3, 2)]), array(0), text("k")]))
    corpus.add("binary-references", "a key that is the dictionary", binary([dictionary([(0, 1)]), TRUE]))
    for width, levels in ((2, 2), (2, 10), (2, 30), (10, 5), (14, 8), (14, 30), (200, 3)):
        corpus.add("binary-references", f"bomb {width}^{levels}", binary(bomb(width, levels)))
    corpus.add("binary-references", "one array twice", binary([array(1, 1), array(2), TRUE]))
    corpus.add("binary-references", "one empty array twice", binary([array(1, 1), array()]))
    corpus.add("binary-references", "one string many times", binary([array(*[1] * 200), text("shared")]))
    corpus.add("binary-references", "one true 10,000 times", binary([array(*[1] * 10_000), TRUE], offset_size=4))
    corpus.add("binary-references", "one true 30,000 times", binary([array(*[1] * 30_000), TRUE], offset_size=4))
    corpus.add("binary-references", "one long string 300 times", binary([array(*[1] * 300), text("x" * 60_000)], offset_size=4))
    corpus.add("binary-references", "one long datum 300 times", binary([array(*[1] * 300), head(0x40, 60_000) + b"x" * 60_000], offset_size=4))
    corpus.add("binary-references", "a key twice by reference", binary([dictionary([(1, 2), (1, 2)]), text("k"), TRUE]))
    corpus.add("binary-references", "a key twice by text", binary([dictionary([(1, 3), (2, 3)]), text("k"), text("k"), TRUE]))
    wide = b"\x61\0k"
    corpus.add("binary-references", "a key in ASCII and UTF-16", binary([dictionary([(1, 3), (2, 3)]), text("k"), wide, TRUE]))
    for key, name in ((TRUE, "true"), (b"\x10\x01", "integer"), (b"\x41k", "data"), (array(), "array"), (dictionary([]), "dictionary"), (b"\x33" + b"\0" * 8, "date"), (b"\x80\1", "uid"), (b"\0", "null")):
        corpus.add("binary-references", f"a key that is {name}", binary([dictionary([(1, 2)]), key, TRUE]))
    for reference in (3, 4, 127, 128, 254, 255):
        corpus.add("binary-references", f"value {reference}", binary([dictionary([(1, reference)]), text("k"), TRUE]))
        corpus.add("binary-references", f"key {reference}", binary([dictionary([(reference, 1)]), text("k"), TRUE]))
        corpus.add("binary-references", f"element {reference}", binary([array(1, reference), text("k"), TRUE]))
    for count in (1, 16, 31, 32, 33, 34, 100, 250):
        chain = [array(n + 1) for n in range(count - 1)] + [array()]
        corpus.add("depth", f"binary arrays {count}", binary(chain))
        nested = [dictionary([(count, n + 1)]) for n in range(count - 1)] + [dictionary([]), text("k")]
        corpus.add("depth", f"binary dictionaries {count}", binary(nested))
    deep = [array(n + 1, size=2) for n in range(5000)] + [array(size=2)]
    corpus.add("depth", "binary arrays 5000", binary(deep, ref_size=2))


def counts(corpus):
    for kind in (0x40, 0x50, 0x60, 0xA0, 0xD0):
        for number in ODD_NUMBERS:
            for width in (0, 1, 2, 3):
                if number < 1 << (8 << width):
                    long = bytes([kind | 15, 0x10 | width]) + number.to_bytes(1 << width, "big")
                    corpus.add("binary-counts", f"{kind:02x} {number} in {1 << width}", binary([long + b"\1\1\1\1", text("k"), TRUE]))
        for marker in (0x00, 0x08, 0x0F, 0x14, 0x15, 0x1F, 0x20, 0x22, 0x33, 0x50, 0xFF):
            corpus.add("binary-counts", f"{kind:02x} counted by {marker:02x}", binary([bytes([kind | 15, marker]) + b"\0" * 8 + b"\1" * 8, text("k"), TRUE]))


def sizes(corpus):
    for marker in range(256):
        corpus.add("binary-sizes", f"marker {marker:02x}", binary([bytes([marker]) + b"\0" * 40]))
        corpus.add("binary-sizes", f"marker {marker:02x} inside", binary([array(1, 2), bytes([marker]) + b"\0\1" * 8, text("x")]))
    for width in range(0, 5):
        for fill in (b"\0", b"\1", b"\x7f", b"\x80", b"\xff"):
            corpus.add("binary-sizes", f"integer of {1 << width} bytes {fill.hex()}", binary([bytes([0x10 | width]) + fill * (1 << width)]))
    for content in (b"\0" * 8 + b"\x7f" + b"\xff" * 7, b"\0" * 8 + b"\x80" + b"\0" * 7, b"\xff" * 8 + b"\x80" + b"\0" * 7, b"\xff" * 8 + b"\x7f" + b"\xff" * 7, b"\0" * 7 + b"\1" + b"\0" * 8, b"\xff" * 16):
        corpus.add("binary-sizes", f"integer of 16 bytes {content.hex()}", binary([b"\x14" + content]))
    for number in (0.0, -0.0, 1.5, -1.5, float("nan"), float("inf"), float("-inf"), 5e-324, 1.7976931348623157e308, 1e10, -1e10):
        corpus.add("binary-sizes", f"real {number}", binary([b"\x23" + struct.pack(">d", number)]))
        if abs(number) < 1e38 or number in (float("inf"), float("-inf")) or number != number:
            corpus.add("binary-sizes", f"short real {number}", binary([b"\x22" + struct.pack(">f", number)]))
        corpus.add("dates", f"binary {number}", binary([b"\x33" + struct.pack(">d", number)]))
    for seconds in (-63113904000, -63113904001, -63113904000.5, 252423993599, 252423993600, 252423993599.5, 0.5, 0.25, -0.5, 785462400.125, 1e300, 1e18, 978307200):
        corpus.add("dates", f"binary {seconds}", binary([b"\x33" + struct.pack(">d", seconds)]))
    for units in (b"\xd8\x3d\xde\x00", b"\xd8\x3d", b"\xde\x00", b"\xde\x00\xd8\x3d", b"\xd8\x3d\xd8\x3d\xde\x00", b"\xff\xfe\0a", b"\xfe\xff\0a", b"\0\0", b"\xff\xff", b"\x30\x42", b"\xdb\xff\xdf\xff", b"\xd8\x00\x00\x61"):
        corpus.add("characters", f"UTF-16 {units.hex()}", binary([bytes([0x60 | len(units) // 2]) + units]))
    for byte in (0x00, 0x09, 0x0A, 0x0D, 0x1F, 0x20, 0x7F, 0x80, 0xA9, 0xFF):
        corpus.add("characters", f"ASCII {byte:02x}", binary([bytes([0x52, 0x61, byte])]))
        corpus.add("characters", f"ASCII {byte:02x} as a key", binary([dictionary([(1, 2)]), bytes([0x52, 0x61, byte]), TRUE]))
    corpus.add("binary-sizes", "written by plistlib", plistlib.dumps({"a": [1, 2.5, True, b"x", "y"]}, fmt=plistlib.FMT_BINARY))
