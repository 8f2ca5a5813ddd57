import Crypto
import Foundation
import SwiftASN1
import X509

/// What the portal hands out: a push certificate as Apple makes it (`push-certificate.md` §4), as text and facts.
struct IssuedCertificate: Codable, Sendable, Equatable {
    let pem: String
    let serialNumber: String
    let subject: String
    let notBefore: Date
    let notAfter: Date
}

extension LabAuthority {
    /// - Parameters:
    ///   - topic: kept by a renewal, new for a new certificate.
    ///   - publicKeyDER: SubjectPublicKeyInfo of the request.
    func issuePushCertificate(topic: String, publicKeyDER: [UInt8], now: Date) throws -> IssuedCertificate {
        let order = Issuer.Order(
            subject: try Self.pushSubject(uids: [topic], commonName: "APSP:\(Self.uuid())"),
            publicKey: try Certificate.PublicKey(derEncoded: publicKeyDER),
            notBefore: now.wholeSeconds, notAfter: now.wholeSeconds + Self.validity, purpose: .push)
        let certificate = try Issuer(integration).issue(order)
        return try IssuedCertificate(certificate)
    }

    static func newTopic() -> String { "com.apple.mgmt.External.\(uuid())" }

    static func uuid() -> String { UUID().uuidString.lowercased() }

    static func pushSubject(uids: [String], commonName: String) throws -> DistinguishedName {
        var names = uids.map { uid in
            RelativeDistinguishedName(.init(type: AppleIdentifier.userID, utf8String: uid))
        }
        names.append(RelativeDistinguishedName(.init(type: .RDNAttributeType.commonName, utf8String: commonName)))
        names.append(RelativeDistinguishedName(try .init(type: .RDNAttributeType.countryName, printableString: "JP")))
        return DistinguishedName(names)
    }
}

extension IssuedCertificate {
    init(_ certificate: Certificate) throws {
        pem = try certificate.pem
        serialNumber = certificate.serialText
        subject = Self.text(certificate.subject)
        notBefore = certificate.notValidBefore
        notAfter = certificate.notValidAfter
    }

    /// `C=JP, CN=APSP:…, UID=com.apple.mgmt.External.…`: last part first, as Apple's portal shows it.
    private static func text(_ name: DistinguishedName) -> String {
        name.reversed().flatMap { part in
            part.map { attribute in
                let label =
                    switch attribute.type {
                    case AppleIdentifier.userID: "UID"
                    case .RDNAttributeType.commonName: "CN"
                    case .RDNAttributeType.countryName: "C"
                    case .RDNAttributeType.organizationName: "O"
                    case .RDNAttributeType.organizationalUnitName: "OU"
                    default: "\(attribute.type)"
                    }
                return "\(label)=\(String(attribute.value) ?? "")"
            }
        }.joined(separator: ", ")
    }
}
