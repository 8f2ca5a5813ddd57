import Foundation

/// The character sets that Japanese mail is written in; strict: one wrong byte and nothing is decoded.
enum Charset {
    static func decode(_ bytes: [UInt8], as name: String) -> String? {
        switch name.lowercased() {
        case "utf-8": String(validating: bytes, as: UTF8.self)
        case "us-ascii": bytes.allSatisfy { $0 < 0x80 } ? String(decoding: bytes, as: UTF8.self) : nil
        case "iso-8859-1": String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
        case "iso-2022-jp":
            bytes.allSatisfy { $0 < 0x80 } ? String(bytes: bytes, encoding: .iso2022JP) : nil
        case "shift_jis", "windows-31j": String(bytes: bytes, encoding: .shiftJIS)
        default: nil
        }
    }
}

/// base64 and quoted-printable (RFC 2045 §6), with what is not as it should be.
enum TransferEncoding {
    struct Decoded: Equatable {
        var bytes: [UInt8]
        var problems: [String] = []
    }

    static func decode(_ bytes: ArraySlice<UInt8>, as name: String) -> Decoded {
        switch name.lowercased() {
        case "7bit":
            Decoded(
                bytes: Array(bytes),
                problems: bytes.allSatisfy { $0 < 0x80 } ? [] : ["7bit content has bytes beyond ASCII"])
        case "8bit", "binary": Decoded(bytes: Array(bytes))
        case "base64": base64(bytes)
        case "quoted-printable": quotedPrintable(bytes)
        default: Decoded(bytes: Array(bytes), problems: ["unknown Content-Transfer-Encoding “\(name)”"])
        }
    }

    static func base64(_ bytes: ArraySlice<UInt8>) -> Decoded {
        var problems: [String] = []
        if bytes.split(separator: 0x0A).contains(where: { $0.count > 77 }) {
            problems.append("a base64 line is longer than 76")
        }
        let text = bytes.filter { $0 != 0x0D && $0 != 0x0A }
        guard let decoded = Data(base64Encoded: Data(text)) else {
            let lenient = Data(base64Encoded: Data(text), options: .ignoreUnknownCharacters) ?? Data()
            return Decoded(bytes: Array(lenient), problems: problems + ["base64 is not well-formed"])
        }
        return Decoded(bytes: Array(decoded), problems: problems)
    }

    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> Decoded {
        var decoded: [UInt8] = []
        var problems: Set<String> = []
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let endsWithLine = lines.last?.isEmpty == true
        if endsWithLine { lines.removeLast() }
        for (number, line) in lines.enumerated() {
            var rest = line.last == 0x0D ? line.dropLast() : line
            if rest.count > 76 { problems.insert("a quoted-printable line is longer than 76") }
            if let last = rest.last, last == 0x20 || last == 0x09 {
                problems.insert("a quoted-printable line ends with white space")
                while let last = rest.last, last == 0x20 || last == 0x09 { rest = rest.dropLast() }
            }
            var isSoft = false
            while let byte = rest.popFirst() {
                guard byte == UInt8(ascii: "=") else {
                    if byte < 0x20 && byte != 0x09 || byte > 0x7E { problems.insert("quoted-printable has a raw byte") }
                    decoded.append(byte)
                    continue
                }
                if rest.isEmpty {
                    isSoft = true
                    break
                }
                guard let value = hexadecimal(rest.prefix(2)) else {
                    problems.insert("quoted-printable is not well-formed")
                    decoded.append(byte)
                    continue
                }
                decoded.append(value)
                rest = rest.dropFirst(2)
            }
            if !isSoft, number < lines.count - 1 || endsWithLine { decoded += [0x0D, 0x0A] }
        }
        return Decoded(bytes: decoded, problems: problems.sorted())
    }

    /// Two digits, letters in upper case as RFC 2045 §6.7 asks.
    static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) }) else {
            return nil
        }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
