"""The classes, and for each rule of ours that plistlib does not have: why we refuse what it accepts.

A rule is the name that PropertyListError has for it (Tests/Core/MDMProtocolTests/Corpus.swift spells it). A
difference without a reason here is a failing test, and so is a reason that no case needs.
"""

MARKUP = "plistlib skips elements, attributes and text it does not know; a message that says more than we read is not read"
LIMIT = "a bound of R-38; plistlib has none"
ENCODING = "one encoding, UTF-8: nobody between device and server may read another text than we do"
LAYOUT = "objects, offset table and trailer must fill the file; plistlib lets them overlap and leaves gaps unread"
NO_XML_WORD = "XML property lists have no word for it, and no message needs it (null, fill, UID)"
CHARACTERS = "a character that XML forbids (U+0000 first) would be lost or refused wherever the value goes next"
SHARED = "CoreFoundation never shares containers; 135 bytes that do unfold to gigabytes"
INTEGER = "64 bits with sign; underscores and digits of other scripts are Python's, not Apple's"
REAL = "finite decimals: a NaN or an infinity is no measure, and comparing with one misleads"
DATE = "the one form Apple writes; plistlib takes shorter ones and ignores what follows"
BASE64 = "plistlib skips foreign characters, and stops reading at padding"
DUPLICATE = "two values for a key are two readings of one message; plistlib keeps the last"
ENTITY = "five entities and numbers; an undeclared one is dropped in silence by expat when a DTD is named"
SUBSET = "declarations inside the document are the root of entity attacks; Apple writes none"
INSTRUCTION = "no processing instruction has a meaning here"
SECOND = "plistlib keeps the last of several values"
NO_VALUE = "plistlib makes None of an empty <plist>"
BOOLEAN = "<true>…</true> with something inside says two things"
DECLARATION = "version 1.0 and UTF-8 only"
DOCTYPE = "the document type of a property list is plist; plistlib does not look"
LENGTH = "a string or a number ends before the offset table begins; Python reads on into it, or takes what is left"
KEY = "a key is a string; plistlib takes anything that can be hashed"
PAYLOAD = "the bytes behind the wrong number happen to be control characters, or one key twice"

CLASSES = {
    "truncation": {},
    "depth": {"limit.depth": LIMIT, "tooLarge": LIMIT},
    "duplicate-keys": {"duplicateKey": DUPLICATE},
    "missing-keys": {},
    "wrong-types": {},
    "integers": {"value.integer": INTEGER},
    "reals": {"value.real": REAL},
    "dates": {"value.date": DATE},
    "base64": {"value.base64": BASE64},
    "entities": {"syntax.entity": ENTITY},
    "document-types": {"syntax.internalSubset": SUBSET, "syntax.documentType": DOCTYPE, "syntax.entity": ENTITY},
    "cdata": {"syntax.textOutsideValue": MARKUP},
    "comments": {"syntax.textOutsideValue": MARKUP},
    "encodings": {"encoding": ENCODING, "syntax.xmlDeclaration": ENCODING},
    "characters": {"character": CHARACTERS},
    "binary-trailer": {"binary.trailer": LAYOUT, "binary.offsetTable": LAYOUT},
    "binary-offsets": {"binary.offsetTable": LAYOUT, "binary.length": LENGTH, "binary.sharedContainer": SHARED},
    "binary-references": {
        "binary.sharedContainer": SHARED, "limit.expansion": LIMIT, "duplicateKey": DUPLICATE, "limit.elements": LIMIT,
        "binary.keyIsNoString": KEY, "binary.unknownObject": NO_XML_WORD},
    "binary-counts": {"binary.length": LENGTH, "character": PAYLOAD, "duplicateKey": PAYLOAD},
    "binary-sizes": {
        "binary.unknownObject": NO_XML_WORD, "value.integer": INTEGER, "value.real": REAL, "binary.length": LENGTH,
        "character": PAYLOAD, "binary.sharedContainer": SHARED},
    "openstep": {"syntax.textOutsideValue": MARKUP},
    "json-and-gzip": {},
    "trailing-data": {"syntax.trailingBytes": INSTRUCTION},
    "two-documents": {
        "syntax.secondValue": SECOND, "binary.offsetTable": LAYOUT, "syntax.unknownElement": MARKUP},
    "markup": {
        "syntax.attribute": MARKUP, "syntax.unknownElement": MARKUP, "syntax.textOutsideValue": MARKUP,
        "syntax.processingInstruction": INSTRUCTION, "syntax.noValue": NO_VALUE, "syntax.contentInBoolean": BOOLEAN,
        "syntax.markup": MARKUP, "syntax.xmlDeclaration": DECLARATION, "syntax.secondValue": SECOND},
    "limits": {"limit.string": LIMIT, "limit.data": LIMIT, "limit.elements": LIMIT, "tooLarge": LIMIT},
    "mutations-xml": {
        "syntax.attribute": MARKUP, "syntax.textOutsideValue": MARKUP, "syntax.xmlDeclaration": DECLARATION,
        "value.base64": BASE64},
    "mutations-binary": {
        "binary.length": LENGTH, "binary.offsetTable": LAYOUT, "binary.trailer": LAYOUT, "character": CHARACTERS,
        "duplicateKey": DUPLICATE},
    "found-by-fuzzing": {},
}
