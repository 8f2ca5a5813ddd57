import Foundation

/// Whose client certificates the simulated push service believes: the Lab's stand-ins for Apple's authorities.
public struct AppleTrust: Sendable {
    /// DER of the self-signed roots.
    public let roots: [[UInt8]]
    /// DER of the authorities that may issue push certificates. Clients need not send them, and others are refused
    /// even under the same root, as Apple keeps its vendor certificates apart from its push certificates.
    public let intermediates: [[UInt8]]

    public init(roots: [[UInt8]], intermediates: [[UInt8]]) {
        self.roots = roots
        self.intermediates = intermediates
    }

    /// Reads the texts that `lab.json` carries.
    ///
    /// - Throws: ``SimulatedAPNsError/noCertificate`` when one of them holds none.
    public init(rootsPEM: String, intermediatesPEM: String) throws {
        roots = try PEMReader.certificates(rootsPEM)
        intermediates = try PEMReader.certificates(intermediatesPEM)
    }
}

/// Blocks between BEGIN and END lines of one kind.
enum PEMReader {
    static func certificates(_ text: String) throws -> [[UInt8]] {
        let blocks = bytes(of: "CERTIFICATE", in: text)
        guard !blocks.isEmpty else { throw SimulatedAPNsError.noCertificate }
        return blocks
    }

    static func bytes(of kind: String, in text: String) -> [[UInt8]] {
        text.components(separatedBy: "-----BEGIN \(kind)-----").dropFirst().compactMap { part in
            guard let body = part.components(separatedBy: "-----END \(kind)-----").first else { return nil }
            return Data(base64Encoded: body.filter { !$0.isWhitespace }).map { [UInt8]($0) }
        }
    }
}
