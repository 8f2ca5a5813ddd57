import Foundation

/// What an uploaded file is, told from its bytes alone: linear in its size, without recursion.
///
/// A certificate is found in DER, in PEM with anything around it, and in bare base64. Every other kind that
/// people upload has a refusal of its own. A private key is reported wherever it stands, also beside a
/// certificate, because it must be treated as exposed.
struct FileContents: Sendable {
    /// Nil when the file holds certificates and nothing that must not be there.
    private(set) var refusal: UploadRefusal?
    /// Different ones, in the order of the file.
    private(set) var certificates: [ReadCertificate] = []

    /// More than this many are not read.
    static let certificateLimit = 16

    init(of file: [UInt8]) {
        let bytes = Self.withoutByteOrderMark(file)
        let blocks = PEMText.blocks(in: bytes)
        defer { if blocks.contains(where: \.isPrivateKey) { refusal = .privateKey } }
        if let signature = Self.knownSignature(bytes) {
            refusal = signature
            return
        }
        if bytes.first == DERReader.sequence, DERReader(bytes: bytes).header(at: 0) != nil, !Self.isPlainText(bytes) {
            readDER(bytes)
        } else if let other = TextKind(of: bytes)?.refusal {
            refusal = other
        } else if !blocks.isEmpty {
            read(blocks)
        } else if let decoded = Base64Text.decode(bytes) {
            readDecoded(decoded)
        } else {
            refusal = .notACertificate
        }
    }

    /// The structures of a DER file, one behind the other; white space and zero bytes between and after them.
    private mutating func readDER(_ bytes: [UInt8], mayBeFollowed: Bool = false) {
        let reader = DERReader(bytes: bytes)
        var position = 0
        while certificates.count < Self.certificateLimit {
            while position < bytes.count, bytes[position].isWhiteSpace || bytes[position] == 0 { position += 1 }
            guard position < bytes.count else { return }
            switch DERKind(in: reader, at: position) {
            case .certificate: break
            case .certificateRequest: return refuse(.certificateRequest)
            case .privateKey: return refuse(.privateKey)
            case .pkcs12: return refuse(.pkcs12)
            case .certificateBundle: return refuse(.certificateBundle)
            case .message: return refuse(.deviceEnrollmentToken)
            case .other:
                let isCutOff = position == 0 && reader.header(at: 0).map { reader.end(of: $0) == nil } ?? true
                return refuse(position > 0 || isCutOff ? .damagedCertificate : .notACertificate)
            }
            let end = reader.header(at: position).flatMap { reader.end(of: $0) } ?? bytes.count
            readCertificate(Array(bytes[position..<end]))
            position = end
            if mayBeFollowed { return }
        }
    }

    private mutating func readCertificate(_ der: [UInt8]) {
        do throws(ReadCertificate.Failure) {
            let certificate = try ReadCertificate(der: der)
            if !certificates.contains(where: { $0.der == certificate.der }) { certificates.append(certificate) }
        } catch {
            switch error {
            case .damaged: refuse(.damagedCertificate)
            case .unsupported(_, isKey: true): refuse(.keyNotRequestedHere)
            case .unsupported(let issuer, isKey: false): refuse(.notIssuedByApple(issuer: issuer))
            }
        }
    }

    /// What stands inside decides, not the label.
    private mutating func read(_ blocks: [PEMBlock]) {
        var isDamaged = false
        for block in blocks where certificates.count < Self.certificateLimit {
            guard let der = block.der else {
                isDamaged = isDamaged || block.label.contains("CERTIFICATE")
                continue
            }
            if block.label == "MESSAGE" {
                refuse(.deviceEnrollmentToken)
            } else if block.label.contains("CERTIFICATE") || DERKind(in: DERReader(bytes: der), at: 0) != .other {
                readDER(der, mayBeFollowed: block.label.hasPrefix("TRUSTED"))
            }
        }
        if isDamaged { refuse(.damagedCertificate) }
        if !certificates.isEmpty, let found = refusal, !found.spoilsCertificate { refusal = nil }
        if certificates.isEmpty { refuse(.notACertificate) }
    }

    private mutating func readDecoded(_ bytes: [UInt8]) {
        if let kind = TextKind(of: bytes) {
            refusal = kind.refusal
        } else if bytes.first == DERReader.sequence {
            readDER(bytes)
            if refusal == .damagedCertificate, !DERReader.beginsLikeCertificate(bytes) { refusal = .notACertificate }
        } else {
            refusal = .notACertificate
        }
    }

    /// The first reason stands, but for a private key, which outweighs all.
    private mutating func refuse(_ reason: UploadRefusal) {
        refusal = reason == .privateKey ? reason : refusal ?? reason
    }
}

extension UploadRefusal {
    /// Whether a file with this beside a good certificate is refused all the same.
    fileprivate var spoilsCertificate: Bool {
        switch self {
        case .notACertificate, .certificateRequest: false
        default: true
        }
    }
}

extension DERReader {
    static func beginsLikeCertificate(_ bytes: [UInt8]) -> Bool {
        DERKind(in: DERReader(bytes: bytes), at: 0) == .certificate
    }
}
