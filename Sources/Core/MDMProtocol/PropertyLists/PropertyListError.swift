/// Why bytes were refused as a property list. Offsets are bytes from the start of the body.
public enum PropertyListError: Error, Hashable, Sendable {
    case tooLarge(bytes: Int, limit: Int)
    /// Starts neither like an XML property list nor with `bplist00`: JSON, OpenStep text, gzip, UTF-16, nothing.
    case unknownForm
    /// Not UTF-8 (XML), not ASCII or not UTF-16 (binary).
    case encoding(offset: Int)
    /// A character that XML 1.0 §2.2 forbids, U+0000 first among them; in binary lists too.
    case character(offset: Int)
    case syntax(SyntaxFault, offset: Int)
    case value(ValueFault, offset: Int)
    /// The key, cut to 64 characters.
    case duplicateKey(String, offset: Int)
    case limit(Limit, offset: Int)
    case binary(BinaryFault, offset: Int)

    public enum SyntaxFault: String, Hashable, Sendable, CaseIterable {
        case xmlDeclaration, documentType, internalSubset, processingInstruction, comment, cdata, markup
        case unknownElement, attribute, wrongEndTag, unfinished, textOutsideValue, entity, characterReference
        case noValue, secondValue, keyExpected, keyWithoutValue, keyOutsideDictionary, contentInBoolean
        case trailingBytes
    }

    public enum ValueFault: String, Hashable, Sendable, CaseIterable {
        /// No integer, or none of 64 bits with sign (2^63 and more do not fit).
        case integer
        /// No decimal number, or not finite.
        case real
        /// Not `YYYY-MM-DDTHH:MM:SSZ` of the years 1 to 9999.
        case date
        case base64
    }

    public enum Limit: String, Hashable, Sendable, CaseIterable {
        case depth, elements, string, data
        /// A binary list whose values would take more memory than sixteen times its size.
        case expansion
    }

    public enum BinaryFault: String, Hashable, Sendable, CaseIterable {
        case trailer, offsetTable, reference, unknownObject, length, keyIsNoString
        /// An array or dictionary is reached twice: a cycle, or a list that grows when it is unfolded.
        case sharedContainer
    }

    /// Where in the body, when there is one place.
    public var offset: Int? {
        switch self {
        case .tooLarge, .unknownForm: nil
        case .encoding(let offset), .character(let offset), .syntax(_, let offset), .value(_, let offset),
            .duplicateKey(_, let offset), .limit(_, let offset), .binary(_, let offset):
            offset
        }
    }
}
