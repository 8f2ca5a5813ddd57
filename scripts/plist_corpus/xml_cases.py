"""Classes of the XML form, and of what is no property list at all."""
import gzip
import json
import plistlib
import struct

from .build import HEAD, value, xml
from .messages import MESSAGES

NUMBER = [
    "0", "1", "-1", "+1", "-0", "+0", "007", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "18446744073709551615", "18446744073709551616", "1" * 30, "9" * 400, "-" + "9" * 400, "",
    " ", " 1 ", "\n1\n", "\t-5\t", "- 1", "--1", "+-1", "1 2", "1.0", "1e3", "0x10", "0XFF", "0xff", "0x", "-0x10",
    " 0x10", "0x10 ", "0x7fffffffffffffff", "0x8000000000000000", "0xffffffffffffffff", "0x1_0", "0x 1", "0x-1", "0b1",
    "0o7", "1_000", "１２", "٣", "x", "true", "1\u00a0", "\u20031", "1,000", "1&#48;", "&#x31;", "<!-- -->5", "4<!---->2",
    "<![CDATA[3]]>", "0000000000000000000000000000000000000000000012", "0x00000000000000000000000000000000f",
]
REAL = [
    "0", "-0", "0.0", "-0.0", "1", "1.5", "-1.5", "+1.5", ".5", "5.", ".", "-.5", "-.", "1e3", "1E3", "1e+3", "1e-3", "1e",
    "e1", "1e+", ".e1", "1.e1", "1e308", "1e309", "-1e309", "1e-400", "4.9e-324", "1e99999999999", "nan", "NaN", "-nan",
    "inf", "-inf", "+infinity", "-infinity", "Infinity", "", " ", " 1.5 ", "\n1.5\n", "1_0.5", "1,5", "0x1p3", "0x10", "1.5f",
    "１.５", "1.5 1", "3.141592653589793238462643383279502884197", "9" * 300, "9" * 500, "9" * 5000, "0." + "0" * 400 + "1",
    "17.000000000000000000000000000000001", "2.2250738585072011e-308", "1<!-- -->.5", "1&#46;5", "1\u00a0", "1d3", "++1",
]
DATE = [
    "2026-11-21T00:00:00Z", "2000-02-29T23:59:59Z", "1900-02-29T00:00:00Z", "2001-02-29T00:00:00Z", "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "10000-01-01T00:00:00Z",
    "2026-00-01T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-32T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-01-01T24:00:00Z", "2026-01-01T23:60:00Z", "2026-01-01T23:59:60Z", "2026-01-01T23:59:61Z", "2026-01-01", "2026-01-01Z",
    "2026-01Z", "2026Z", "2026-01-01T10Z", "2026-01-01T10:11Z", "2026-01-01T10:11:12", "2026-01-01T10:11:12+09:00",
    "2026-01-01T10:11:12.5Z", "2026-01-01t10:11:12z", "2026-1-1T1:1:1Z", " 2026-01-01T10:11:12Z", "2026-01-01T10:11:12Z ",
    "2026-01-01T10:11:12Z\n", "2026-01-01T10:11:12Zjunk", "2026-01-01T10:11:12Z2026-01-01T10:11:12Z", "-2026-01-01T10:11:12Z",
    "２０２６-01-01T10:11:12Z", "", "now", "2026-01-01 10:11:12Z", "20260101T101112Z", "2026/01/01T10:11:12Z",
    "2026-01-01T10:11:12<!-- -->Z", "2026-01-01T10:11:12&#90;", "2400-02-29T00:00:00Z", "1582-10-10T00:00:00Z",
]
BASE64 = [
    "", "QQ==", "QUI=", "QUJD", "QUJDRA==", "QQ", "QQ=", "Q", "Q===", "====", "=", "==", "QQ===", "QQ==QQ==", "QQ==Q", "QUI=QUI=",
    "QR==", "QUJ=", " Q Q = = ", "\nQUJD\n\tRA==\n", "QU-D", "QU_D", "QU*D", "Q!Q==", "QUJD!", "QUJD\u00a0", "ＱＱ==", "QQ=A",
    "Q=Q=", "=QQ=", "QUJD====", "QUJD=", "QUJDRE", "QUJDR", "<!-- -->QUJD", "QU<!---->JD", "<![CDATA[QUJD]]>", "&#81;UJD",
    "QUJD&#10;", "/+8=", "....", "data", "Q\x7fUJD", "QUJD" * 5000, "Q " * 4000, "QUJDRA==\n" * 3, "A" * 5, "A" * 6, "A" * 7,
]
ENTITY = [
    "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&amp", "&", "&;", "& ", "&&", "&amp;amp;", "&AMP;", "&nbsp;", "&foo;", "&a b;",
    "&#0;", "&#00;", "&#x0;", "&#1;", "&#8;", "&#9;", "&#10;", "&#13;", "&#31;", "&#32;", "&#127;", "&#128;", "&#x9F;", "&#xD7FF;",
    "&#xD800;", "&#xDFFF;", "&#xE000;", "&#xFFFD;", "&#xFFFE;", "&#xFFFF;", "&#x10000;", "&#x1FFFE;", "&#x1F600;", "&#x10FFFF;",
    "&#x110000;", "&#99999999999999999999;", "&#xFFFFFFFFFFFFFFFFF;", "&#;", "&#x;", "&#X41;", "&#x4G;", "&#-1;", "&# 65;", "&#65",
    "&#0000000000000000065;", "&#x00000000000000000000041;", "&#x41;&#66;&amp;C", "&#xD83D;&#xDE00;", "%foo;", "a&lt;b>c", "&lt", "&#x;41;",
    "&gt;]]&gt;", "&amp;#65;", "&apos", "&quot;&", "\r&#13;\r\n&#10;\n\r",
]
CDATA = [
    "<![CDATA[]]>", "<![CDATA[a]]>", "a<![CDATA[b]]>c", "<![CDATA[<b>&amp;]]>", "<![CDATA[]]]]>", "<![CDATA[]]]]><![CDATA[>]]>",
    "<![CDATA[a]]><![CDATA[b]]>", "<![CDATA[\r\n\r]]>", "<![CDATA[", "<![CDATA[a]>", "<![CDATA a]]>", "<![cdata[a]]>", "]]>", "a]]>b",
    "]]", "]>", "]]]>", "]] >", "]]&gt;", "<![CDATA[&#0;]]>", "<![CDATA[<!-- ]]>", "<!-- <![CDATA[ -->", "<![CDATA[\u3042]]>",
    "<![INCLUDE[a]]>", "<!", "<![", "<![CDATA", "]]<!-- -->>", "]<![CDATA[]>]]>", "]<!---->]>",
]
COMMENT = [
    "<!---->", "<!-- -->", "a<!-- x -->b", "<!-- < & > -->", "<!-- - -->", "<!-- -- -->", "<!--->", "<!-->", "<!-- --->", "<!-- --",
    "<!--", "<!-", "<! -- -->", "<!-- <string> -->", "<!-- </string> -->", "<!-- a --><!-- b -->", "<!-- ]]> -->", "<!-- \u3042 -->",
    "<!-- &foo; -->", "--", "-->", "<!-- <!-- -->", "x<!--\r\n-->y", "<!-- a -- b -->", "<!----->", "<!--- -->",
]
SUBSET = [
    "", " ", " \n", ' SYSTEM "x"', " SYSTEM 'x'", ' PUBLIC "a" "b"', " PUBLIC 'a' 'b'", ' PUBLIC "a"', ' PUBLIC "a""b"', " PUBLIC", " SYSTEM",
    ' PUBLIC "{}" "b"', ' PUBLIC "\u3042" "b"', ' PUBLIC "a" "\u3042<&"', ' SYSTEM "x" "y"', " []", " [ ]", ' SYSTEM "x" []',
    " [<!ELEMENT plist ANY>]", ' [<!ENTITY a "b">]', ' [<!ENTITY a SYSTEM "file:///etc/passwd">]', ' [<!ENTITY % a "b"> %a;]',
    ' [<!ATTLIST plist x CDATA "y">]', " [<!-- -->]", " [<?x?>]", " x", " [", ' SYSTEM "x', " public 'a' 'b'", ' PUBLIC "a	b" "c"', '"x"',
    ' [<!ENTITY a0 "ha"><!ENTITY a1 "&a0;&a0;&a0;&a0;"><!ENTITY a2 "&a1;&a1;&a1;&a1;">]', ' [<!NOTATION n SYSTEM "x">]',
]
MARKUP = [
    "", "<dict/>", "<dict></dict>", "<array/>", "<array></array>", "<string/>", "<string></string>", "<data/>", "<integer/>", "<real/>", "<date/>",
    "<true/>", "<false/>", "<true></true>", "<true> </true>", "<true>x</true>", "<false><!-- --></false>", "<true><true/></true>", "<key/>",
    "<key>k</key>", "<dict><key/><true/></dict>", "<dict><key>k</key></dict>", "<dict><true/></dict>", "<dict><key>a</key><key>b</key></dict>",
    "<dict><key>a</key><true/><true/></dict>", "<array><key>k</key></array>", "<array><key>k</key><true/></array>", "<dict>x</dict>", "<array>x</array>",
    "<dict>x<key>k</key>y<true/>z</dict>", "<array><![CDATA[]]></array>", "<array><![CDATA[ ]]></array>", "<array>&#32;</array>", "<array>&amp;</array>",
    "<dict x='y'/>", "<string x='y'>a</string>", "<string x=y>a</string>", "<string x>a</string>", "<true x='1'/>", "<string >a</string >", "<string\n>a</string\n>",
    "< string>a</string>", "<string>a</ string>", "<string>a</string", "<string>a", "<string", "<string>a</strin>", "<string>a</key>", "<String>a</String>",
    "<STRING>a</STRING>", "<foo/>", "<foo>x</foo>", "<foo><true/></foo>", "<null/>", "<set/>", "<uid>1</uid>", "<dict><key>CF$UID</key><integer>1</integer></dict>",
    "<string>a<string>b</string></string>", "<string><b>a</b></string>", "<string>a<br/>b</string>", "<array><string>a</array></string>", "<array></dict>",
    "<dict></array>", "</array>", "</plist><plist>", "<?x?><true/>", "<true/><?x y?>", "<array><?x?></array>", "<string>a<?x?>b</string>", "<?xml version='1.0'?><true/>",
    "<string>a>b</string>", '<string>"\'</string>', "<string>a\r\nb\rc\nd</string>", "<key>k</key><true/>", "<true/><true/>", "<dict/><array/>", "<plist/>",
    "<plist><true/></plist>", "<array><plist/></array>", "<x:string>a</x:string>", "<string xmlns='x'>a</string>", "<string/ >", "<string / >", "<string//>", "<stringx/>",
    "<integer2>1</integer2>", "<dat>QQ==</dat>", "<dictionary/>", "<arrays/>", "<a/>", "<d/>", "<k/>", "<s/>", "<>", "</>", "<", ">", "<1/>", "<true/>x", "x<true/>",
    "<dict><key>k</key>x<true/></dict>", "<dict><key>k</key><!-- c --><true/></dict>", "<dict><key><true/></key></dict>", "<dict><key>k<!-- -->l</key><true/></dict>",
    "<dict><key>k</key><foo/><true/></dict>", "<dict><string>a</string><key>k</key></dict>", "<dict><key>k</key><dict><key>k</key><dict/></dict></dict>",
    "<array><array><array/></array><dict><key>a</key><array/></dict></array>",
]
FRAMES = [
    "<plist>%s</plist>", '<plist version="1.0">%s</plist>', "<plist version='2.0'>%s</plist>", '<plist version="">%s</plist>', '<plist version="1.0" >%s</plist>',
    '<plist version = "1.0">%s</plist >', '<plist version="1.0" version="1.0">%s</plist>', '<plist x="y">%s</plist>', '<plist version=1.0>%s</plist>', "<plist version>%s</plist>",
    '<plist version="a<b">%s</plist>', '<plist version="a&b">%s</plist>', "<Plist>%s</Plist>", "<dict>%s</dict>", "%s", "<plist>%s", "<plist>%s</plis>", "<plists>%s</plists>",
    '<?xml version="1.0"?><plist>%s</plist>', '<?xml version="1.1"?><plist>%s</plist>', '<?xml version="2.0"?><plist>%s</plist>', "<?xml version='1.0'?><plist>%s</plist>",
    '<?xml  version = "1.0" ?><plist>%s</plist>', '<?xml version="1.0" standalone="yes"?><plist>%s</plist>', '<?xml version="1.0" standalone="no"?><plist>%s</plist>',
    '<?xml version="1.0" standalone="x"?><plist>%s</plist>', '<?xml encoding="UTF-8"?><plist>%s</plist>', "<?xml?><plist>%s</plist>", '<?xml version="1.0"><plist>%s</plist>',
    '<?xml version="1.0" x="y"?><plist>%s</plist>', '<?xml version="1.0" encoding="UTF-8"encoding="x"?><plist>%s</plist>', '<?xmlversion="1.0"?><plist>%s</plist>',
    '<?xml version="1.0"?> <!-- c --> <plist>%s</plist>', '<?xml version="1.0"?><?x?><plist>%s</plist>', '<!-- c --><plist>%s</plist>', "<!DOCTYPE plist><plist>%s</plist>", " <plist>%s</plist>",
    "\n<plist>%s</plist>", ' <?xml version="1.0"?><plist>%s</plist>', '<?XML version="1.0"?><plist>%s</plist>', '<?xml version="1.0" encoding=""?><plist>%s</plist>',
    '<?xml version="1.0" encoding="utf-8" standalone="yes" ?><plist>%s</plist>', '<plist\nversion="1.0"\n>%s</plist\n>', '<plist version="1.0"x="y">%s</plist>',
    '<?xml-stylesheet href="x"?><plist>%s</plist>', '<?xml version="1.0"?><!DOCTYPE plist><!DOCTYPE plist><plist>%s</plist>', '<?xml version="1.0"?>x<plist>%s</plist>',
]


def add(corpus):
    for number, cases in (("integers", NUMBER), ("reals", REAL), ("dates", DATE), ("base64", BASE64)):
        element = {"integers": "integer", "reals": "real", "dates": "date", "base64": "data"}[number]
        for place, text in enumerate(cases):
            corpus.add(number, f"{place} {text[:24]!r}", value(element, text))
    for kind, cases in (("entities", ENTITY), ("cdata", CDATA), ("comments", COMMENT)):
        for place, text in enumerate(cases):
            for element in ("string", "key", "array", "plist"):
                inner = {"string": f"<string>{text}</string>", "key": f"<dict><key>{text}</key><true/></dict>",
                         "array": f"<array>{text}</array>", "plist": f"<true/>{text}"}[element]
                if element in ("array", "plist") and kind == "entities":
                    continue
                bare = b'<?xml version="1.0"?>' if kind == "entities" and place % 2 else HEAD
                corpus.add(kind, f"{element} {place}", xml(inner, head=bare))
    for place, text in enumerate(SUBSET):
        for name in ("plist", "plists", "x"):
            head = f'<?xml version="1.0"?><!DOCTYPE {name}{text}>'.encode()
            corpus.add("document-types", f"{name} {place}", xml("<string>x</string>", head=head))
        corpus.add("document-types", f"used {place}", xml("<string>&a;&a2;</string>", head=f'<!DOCTYPE plist{text}>'.encode()))
        corpus.add("document-types", f"used, declared {place}",
                   xml("<string>&a;</string>", head=f'<?xml version="1.0"?><!DOCTYPE plist{text}>'.encode()))
    for place, text in enumerate(MARKUP):
        corpus.add("markup", f"inside {place}", xml(text))
    for place, frame in enumerate(FRAMES):
        for inner in ("<true/>", "<string>x</string>"):
            corpus.add("markup", f"frame {place}", (frame % inner).encode())
    depth(corpus)
    duplicates(corpus)
    encodings(corpus)
    limits(corpus)
    others(corpus)


def depth(corpus):
    for count in (1, 2, 16, 30, 31, 32, 33, 34, 64, 1000, 10_000, 100_000, 1_000_000):
        head = HEAD + b'<plist version="1.0">'
        corpus.add("depth", f"arrays {count}", head, (count, b"<array>"), (count, b"</array>"), b"</plist>")
        corpus.add("depth", f"arrays around a string {count}", head, (count, b"<array>"), b"<string>x</string>",
                   (count, b"</array>"), b"</plist>")
        corpus.add("depth", f"dictionaries {count}", head, (count, b"<dict><key>k</key>"), b"<true/>", (count, b"</dict>"), b"</plist>")
        corpus.add("depth", f"never closed {count}", head, (count, b"<array>"))
        corpus.add("depth", f"only closed {count}", head, (count, b"</array>"), b"</plist>")
        corpus.add("depth", f"empty at the bottom {count}", head, (count, b"<array>"), b"<dict/>", (count, b"</array>"), b"</plist>")
        corpus.add("depth", f"comments {count}", head, (count, b"<!---->"), b"<true/></plist>")
        corpus.add("depth", f"bare brackets {count}", head, (count, b"<"))


def duplicates(corpus):
    pairs = [("a", "a"), ("", ""), ("a", "A"), ("a", "b"), ("a&amp;", "a&#38;"), ("a", "&#97;"), ("a", "<![CDATA[a]]>"), ("a", "a<!-- -->"),
             ("a", "a "), (" a", "a"), ("\u00e9", "e\u0301"), ("\u30ac", "\u30ab\u3099"), ("Status", "Status"), ("UDID", "udid"), ("longer than eight", "longer than eight"),
             ("longer than eight", "longer than nine!"), ("a\r\n", "a\n"), ("12345678", "12345678"), ("1234567", "12345678"), ("k&lt;", "k&gt;")]
    for place, (one, other) in enumerate(pairs):
        both = f"<key>{one}</key><true/><key>{other}</key><false/>"
        corpus.add("duplicate-keys", f"{place}", xml(f"<dict>{both}</dict>"))
        corpus.add("duplicate-keys", f"{place} nested", xml(f"<dict><key>k</key><array><dict>{both}</dict></array></dict>"))
        corpus.add("duplicate-keys", f"{place} apart", xml(
            f"<dict><key>{one}</key><dict><key>{other}</key><true/></dict><key>z</key><dict><key>{other}</key><true/></dict></dict>"))
        many = "".join(f"<key>filler {n}</key><true/>" for n in range(40))
        corpus.add("duplicate-keys", f"{place} among many", xml(f"<dict><key>{one}</key><true/>{many}<key>{other}</key><true/></dict>"))
    most = "".join(f"<key>{n}</key><true/>" for n in range(19_900))
    corpus.add("duplicate-keys", "19,900 different", xml(f"<dict>{most}</dict>"))
    for count in (10, 100, 5000):
        keys = "".join(f"<key>{n}</key><true/>" for n in range(count))
        corpus.add("duplicate-keys", f"{count} different", xml(f"<dict>{keys}</dict>"))
        corpus.add("duplicate-keys", f"{count} and the first again", xml(f"<dict>{keys}<key>0</key><true/></dict>"))
        corpus.add("duplicate-keys", f"{count} times one", HEAD + b"<plist><dict>", (count, b"<key>one key</key><true/>"), b"</dict></plist>")


def encodings(corpus):
    plain = '<plist version="1.0"><string>\u3042a</string></plist>'
    for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "shift_jis", "euc_jp", "iso2022_jp", "utf-7"):
        for declared in (None, "UTF-8", "utf-8", "UTF-16", "UTF-32", "Shift_JIS", "EUC-JP", "ISO-8859-1", "US-ASCII", "x-unknown", "utf8", "windows-1252"):
            head = "" if declared is None else f'<?xml version="1.0" encoding="{declared}"?>'
            corpus.add("encodings", f"{codec} declared {declared}", (head + plain).encode(codec))
    ascii_only = '<plist version="1.0"><string>a</string></plist>'
    for declared in ("UTF-8", "uTf-8", "UTF-16", "ISO-8859-1", "US-ASCII", "Shift_JIS", "x-unknown", "UTF 8", "", "8"):
        corpus.add("encodings", f"ascii declared {declared}", f'<?xml version="1.0" encoding="{declared}"?>{ascii_only}'.encode())
    for place, raw in enumerate([
            b"\x80", b"\xbf", b"\xc0\x80", b"\xc1\xbf", b"\xc2", b"\xc2\x7f", b"\xc2\x80", b"\xdf\xbf", b"\xe0\x80\x80", b"\xe0\x9f\xbf", b"\xe0\xa0\x80", b"\xed\x9f\xbf",
            b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb8\x80", b"\xee\x80\x80", b"\xef\xbf\xbd", b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xf0\x80\x80\x80", b"\xf0\x8f\xbf\xbf",
            b"\xf0\x90\x80\x80", b"\xf0\x9f\x98\x80", b"\xf4\x8f\xbf\xbf", b"\xf4\x90\x80\x80", b"\xf5\x80\x80\x80", b"\xf8\x88\x80\x80\x80", b"\xfe", b"\xff", b"\xef\xbb\xbf",
            b"\xe3\x81", b"\xf0\x9f\x98", b"\xe3\x81\x3c", b"\xe3\x3c", b"\xf0\x9f\xbf\xbf", b"\xf0\x9f\xbf\xbe", b"\xc3\xa9", b"e\xcc\x81"]):
        for element in ("string", "key"):
            inner = b"<string>" + raw + b"</string>" if element == "string" else b"<dict><key>" + raw + b"</key><true/></dict>"
            corpus.add("encodings", f"bytes {place} in {element}", xml(inner))
        corpus.add("encodings", f"bytes {place} in a comment", xml(b"<!-- " + raw + b" --><true/>"))
        corpus.add("encodings", f"bytes {place} in front", raw + xml("<true/>"))
        corpus.add("encodings", f"bytes {place} behind", xml("<true/>") + raw)
    for code in [*range(0, 0x21), 0x7F, 0x80, 0x85, 0x9F, 0xA0, 0x2028, 0xD7FF, 0xE000, 0xFDD0, 0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF]:
        corpus.add("characters", f"U+{code:04X} in a string", xml(f"<string>a{chr(code)}b</string>"))
        corpus.add("characters", f"U+{code:04X} between elements", xml(f"<array>{chr(code)}</array>") if code < 0x21 else xml(f"<string>{chr(code)}</string>"))
        corpus.add("characters", f"U+{code:04X} in binary", plistlib.dumps({"k": f"a{chr(code)}b"}, fmt=plistlib.FMT_BINARY))
        corpus.add("characters", f"U+{code:04X} in a binary key", plistlib.dumps({f"k{chr(code)}": "\u3042" + chr(code)}, fmt=plistlib.FMT_BINARY))


def limits(corpus):
    head, tail = HEAD + b"<plist>", b"</plist>"
    for size in (1 << 20, (1 << 20) + 1):
        corpus.add("limits", f"string of {size}", head + b"<string>", (size, b"x"), b"</string>" + tail)
        corpus.add("limits", f"key of {size}", head + b"<dict><key>", (size, b"x"), b"</key><true/></dict>" + tail)
        corpus.add("limits", f"string of {size} with references", head + b"<string>&amp;", (size - 1, b"x"), b"</string>" + tail)
    for units in (349_525, 349_526):
        table = 8 + 6 + 2 * units
        end = table.to_bytes(4, "big") + b"\0" * 6 + b"\4\1" + struct.pack(">QQQ", 1, 0, table)
        corpus.add("limits", f"binary text of {3 * units} bytes in UTF-8", b"bplist00\x6f\x12" + struct.pack(">I", units),
                   (units, b"\x30\x42"), (8).to_bytes(4, "big") + end[4:])
    for size in (4 << 20, (4 << 20) + 3):
        corpus.add("limits", f"data of {size}", head + b"<data>", (size // 3, b"QUJD"), b"QQ==" if size % 3 else b"", b"</data>" + tail)
    for count in (19_998, 19_999, 20_000):
        corpus.add("limits", f"{count} strings and their array", head + b"<array>", (count, b"<string/>"), b"</array>" + tail)
        corpus.add("limits", f"{count} empty arrays and theirs", head + b"<array>", (count, b"<array/>"), b"</array>" + tail)
    corpus.add("limits", "10 MiB of white space", head + b"<true/>", ((10 << 20) - len(head) - 7 - len(tail), b" "), tail)
    corpus.add("limits", "one byte more", head + b"<true/>", ((10 << 20) - len(head) - 7 - len(tail) + 1, b" "), tail)
    corpus.add("limits", "10 MiB of references", head + b"<string>", (1_900_000, b"&amp;"), b"</string>" + tail)
    corpus.add("limits", "many small data", head + b"<array>", (15_000, b"<data>QQ==</data>"), b"</array>" + tail)
    corpus.add("limits", "many strings of 300", head + b"<array>", (15_000, b"<string>" + b"x" * 300 + b"</string>"), b"</array>" + tail)


def others(corpus):
    step = '{ Status = Idle; UDID = "0000"; Data = <0fbd77>; Array = (a, b, "c d"); }'
    for place, text in enumerate([step, "(a, b)", "<0fbd77>", '"text"', "text", "{}", "()", "{a=b;}", "// comment\n{a=b;}", "/* c */ (a)", "<*I5>", "<*BY>", "{a={b={c=d;};};}",
                                  'a = b;\nc = "d";', "{" * 5000, "(" * 5000, step + " ", "\ufeff{}", "<>", "< >"]):
        corpus.add("openstep", f"{place}", text.encode())
        corpus.add("openstep", f"{place} within XML", xml(text.replace("<", "&lt;") if place % 2 else text))
    for place, (name, message) in enumerate(MESSAGES.items()):
        text = json.dumps(message, default=str).encode()
        corpus.add("json-and-gzip", f"{name} as JSON", text)
        corpus.add("json-and-gzip", f"{name} gzipped", gzip.compress(plistlib.dumps(message), mtime=0))
        corpus.add("json-and-gzip", f"{name} JSON after a mark", b"\xef\xbb\xbf" + text)
        body = plistlib.dumps(message, sort_keys=False)
        packed = plistlib.dumps(message, sort_keys=False, fmt=plistlib.FMT_BINARY)
        for tail in (b"\n", b" \t\r\n", b"<!-- c -->", b"x", b"\0", b"\0" * 40, b"<true/>", b"</plist>", b"&#32;", b"<?x?>", b"<![CDATA[]]>"):
            corpus.add("trailing-data", f"{name} and {tail[:8]!r}", body + tail)
            if place < 4:
                corpus.add("trailing-data", f"{name} binary and {tail[:8]!r}", packed + tail)
                corpus.add("trailing-data", f"{tail[:8]!r} and {name} binary", tail + packed)
        for other in (body, packed, b"<plist><true/></plist>"):
            corpus.add("two-documents", f"{name} twice {len(other)}", body + other)
            corpus.add("two-documents", f"{name} binary and another {len(other)}", packed + other)
        inner = body.split(b'<plist version="1.0">')[1].rsplit(b"</plist>")[0]
        corpus.add("two-documents", f"{name} two values", xml(inner + inner))
        corpus.add("two-documents", f"{name} nested plist", xml(b"<plist>" + inner + b"</plist>"))
    for text in (b"", b" ", b"\0", b"\n", b"null", b"true", b"1", b"[]", b"<", b"<?", b"<?xml", b"<plist", b"<plist>", b"bplist", b"bplist00", b"bplist01", b"bplist15", b"bplist00" + b"\0" * 32,
                 b"<html></html>", b"<!DOCTYPE html><html></html>", b"PK\x03\x04", b"\x30\x82", b"-----BEGIN PKCS7-----", b"\xff\xd8\xff", b"%PDF-1.4", b"MZ", b"\x7fELF"):
        corpus.add("json-and-gzip", f"{text!r}", text)
