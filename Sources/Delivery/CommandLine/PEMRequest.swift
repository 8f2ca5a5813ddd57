import ArgumentParser
import Foundation
import PushCertificates

/// A PKCS #10 request as PEM text or DER.
enum PEMRequest {
    static func der(of file: [UInt8]) throws -> [UInt8] {
        guard file.first != 0x30 else { return file }
        let lines = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline)
        let body = lines.drop { !$0.hasPrefix("-----BEGIN") }.dropFirst().prefix { !$0.hasPrefix("-----END") }
        guard let data = Data(base64Encoded: body.joined()), !data.isEmpty else {
            throw CommandFailure.valueInvalid("--csr: no certificate request")
        }
        return Array(data)
    }
}
