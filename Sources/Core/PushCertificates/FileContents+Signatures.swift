/// Kinds of files that their first bytes betray.
extension FileContents {
    static func withoutByteOrderMark(_ file: [UInt8]) -> [UInt8] {
        file.starts(with: [0xef, 0xbb, 0xbf]) ? Array(file.dropFirst(3)) : file
    }

    static func knownSignature(_ bytes: [UInt8]) -> UploadRefusal? {
        if bytes.allSatisfy({ $0.isWhiteSpace || $0 == 0 }) { return .empty }
        if isUTF16(bytes) {
            let narrow = bytes.filter { $0 != 0 }
            return PEMText.blocks(in: narrow).contains(where: \.isPrivateKey) ? .privateKey : .utf16Text
        }
        let begins = { (signature: [UInt8]) in bytes.starts(with: signature) }
        if begins([0x50, 0x4b, 3, 4]) || begins([0x50, 0x4b, 5, 6]) || begins([0x50, 0x4b, 7, 8]) {
            return .zipArchive
        }
        if isImage(bytes) { return .image }
        if begins(Array("bplist".utf8)) { return .propertyList }
        // A Java key store, and PuTTY's key file.
        if begins([0xfe, 0xed, 0xfe, 0xed]) || begins(Array("PuTTY-User-Key-File".utf8)) { return .privateKey }
        return nil
    }

    private static func isImage(_ bytes: [UInt8]) -> Bool {
        let signatures: [[UInt8]] = [
            [0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff], Array("GIF8".utf8), [0x49, 0x49, 0x2a, 0],
            [0x4d, 0x4d, 0, 0x2a],
        ]
        if signatures.contains(where: bytes.starts(with:)) { return true }
        let tag = bytes.dropFirst(4).prefix(8)
        if bytes.starts(with: Array("RIFF".utf8)) { return tag.dropFirst(4).elementsEqual("WEBP".utf8) }
        let families = ["ftyphei", "ftypmif", "ftypavi"]
        return families.contains { tag.starts(with: $0.utf8) }
    }

    /// By its byte order mark, or because every second byte of the beginning is zero.
    private static func isUTF16(_ bytes: [UInt8]) -> Bool {
        if bytes.starts(with: [0xff, 0xfe]) || bytes.starts(with: [0xfe, 0xff]) { return true }
        let beginning = bytes.prefix(64).enumerated()
        guard bytes.count >= 8 else { return false }
        return [0, 1].contains { side in
            beginning.allSatisfy { $0.offset % 2 == side ? $0.element == 0 : $0.element.isPrintableASCII }
        }
    }

    /// No control characters but those of text files (ISO-2022-JP has ESC; old editors end a file with ^Z).
    static func isPlainText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 || $0.isWhiteSpace || $0 == 0x1b || $0 == 0x1a }
    }
}

extension UInt8 {
    fileprivate var isPrintableASCII: Bool { (0x20...0x7e).contains(self) || isWhiteSpace }
}

/// Text that is something else than PEM.
enum TextKind {
    case signedRequest
    case propertyList
    case webPage
    /// MIME around CMS: Apple's `…_smime.p7m`.
    case mail

    init?(of bytes: [UInt8]) {
        let start = bytes.drop(while: \.isWhiteSpace).prefix(2048).map(\.upperCased)
        let contains = { (text: StaticString) in start.position(of: text) != nil }
        if start.first == UInt8(ascii: "<") {
            if bytes.position(of: "PushCertRequestCSR") != nil {
                self = .signedRequest
                return
            }
            if contains("<PLIST") || contains("<!DOCTYPE PLIST") {
                self = .propertyList
                return
            }
            if contains("<!DOCTYPE HTML") || contains("<HTML") || contains("<HEAD") || contains("<BODY")
                || contains("<SCRIPT")
            {
                self = .webPage
                return
            }
            return nil
        }
        if contains("CONTENT-TYPE:"), contains("PKCS7-MIME") || contains("SMIME") {
            self = .mail
            return
        }
        return nil
    }

    var refusal: UploadRefusal {
        switch self {
        case .signedRequest: .signedRequest
        case .propertyList: .propertyList
        case .webPage: .webPage
        case .mail: .deviceEnrollmentToken
        }
    }
}
