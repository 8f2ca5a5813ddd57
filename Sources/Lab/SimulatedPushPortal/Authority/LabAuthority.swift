import CryptoExtras
import Foundation
import X509

/// The Lab's stand-in for Apple as an issuer: a root, the two intermediates that matter here, a vendor certificate
/// made in Apple's manner, and a forger who copies all the names.
///
/// Every name says "Kizuna Lab": nothing issued here can be mistaken for Apple's, and only a server started for
/// the Lab trusts this root. Kept as `authority.json` (0600); it survives restarts.
struct LabAuthority: Codable, Sendable {
    let root: KeyedCertificate
    /// Like Apple's Worldwide Developer Relations G3: signs vendor certificates.
    let relations: KeyedCertificate
    /// Like Apple's Application Integration 2: signs push certificates.
    let integration: KeyedCertificate
    private(set) var vendor: KeyedCertificate
    /// Same names as the three authorities, other keys: what a forger would make.
    let forgedRoot: KeyedCertificate
    let forgedRelations: KeyedCertificate
    let forgedIntegration: KeyedCertificate

    /// How long push certificates are good, and vendor certificates asked for later: as Apple's.
    static let validity: TimeInterval = 365 * 86_400
    /// The vendor certificate made with the Lab lives longer than Apple's would, so that the Lab clock can
    /// pass several renewals without the operator's yearly errand coming first.
    static let firstVendorValidity: TimeInterval = 10 * 365 * 86_400

    static func takeUp(at path: String, now: Date) throws -> LabAuthority {
        if let kept = try DurableFile.read(json: LabAuthority.self, from: path) { return kept }
        let fresh = try LabAuthority(now: now)
        try DurableFile.write(json: fresh, to: path)
        return fresh
    }

    init(now: Date) throws {
        root = try Self.selfSigned(try LabName.root())
        relations = try Self.authority(try LabName.relations(), under: root)
        integration = try Self.authority(try LabName.integration(), under: root)
        forgedRoot = try Self.selfSigned(try LabName.root())
        forgedRelations = try Self.authority(try LabName.relations(), under: forgedRoot)
        forgedIntegration = try Self.authority(try LabName.integration(), under: forgedRoot)
        vendor = try Self.vendorCertificate(under: relations, now: now, lasting: Self.firstVendorValidity)
    }

    /// A new vendor certificate and key, when a year has passed: the old one is forgotten.
    mutating func replaceVendor(now: Date, keptAt path: String) throws {
        vendor = try Self.vendorCertificate(under: relations, now: now, lasting: Self.validity)
        try DurableFile.write(json: self, to: path)
    }

    /// What a server needs to know whom to believe: the root, then the intermediates, as PEM.
    var rootsPEM: String { root.certificatePEM }
    var intermediatesPEM: String { relations.certificatePEM + integration.certificatePEM }

    private static func vendorCertificate(
        under relations: KeyedCertificate, now: Date, lasting validity: TimeInterval
    ) throws -> KeyedCertificate {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let order = Issuer.Order(
            subject: try LabName.vendor(), publicKey: Certificate.PublicKey(key.publicKey),
            notBefore: now.wholeSeconds, notAfter: now.wholeSeconds + validity, purpose: .vendor(marked: true))
        return try KeyedCertificate(certificate: Issuer(relations).issue(order), key: key)
    }

    // Fifty years around today, so that the Lab's clock may jump either way.
    private static let firstDay = Date(timeIntervalSince1970: 1_451_606_400)  // 2016-01-01
    private static let lastDay = Date(timeIntervalSince1970: 3_029_529_600)  // 2066-01-01

    private static func selfSigned(_ name: DistinguishedName) throws -> KeyedCertificate {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let order = Issuer.Order(
            subject: name, publicKey: Certificate.PublicKey(key.publicKey), notBefore: firstDay, notAfter: lastDay,
            purpose: .authority(longestPath: nil))
        return try KeyedCertificate(certificate: Issuer(name: name, key: key).issue(order), key: key)
    }

    private static func authority(_ name: DistinguishedName, under root: KeyedCertificate) throws -> KeyedCertificate {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let order = Issuer.Order(
            subject: name, publicKey: Certificate.PublicKey(key.publicKey), notBefore: firstDay, notAfter: lastDay,
            purpose: .authority(longestPath: 0))
        return try KeyedCertificate(certificate: Issuer(root).issue(order), key: key)
    }
}

/// Who is who in the Lab, in the shape of Apple's names.
enum LabName {
    static func root() throws -> DistinguishedName {
        try DistinguishedName {
            CountryName("US")
            OrganizationName("Kizuna Lab")
            OrganizationalUnitName("Kizuna Lab Certification Authority")
            CommonName("Kizuna Lab Root CA")
        }
    }

    static func relations() throws -> DistinguishedName {
        try DistinguishedName {
            CommonName("Kizuna Lab Worldwide Developer Relations Certification Authority")
            OrganizationalUnitName("G3")
            OrganizationName("Kizuna Lab")
            CountryName("US")
        }
    }

    static func integration() throws -> DistinguishedName {
        try DistinguishedName {
            CommonName("Kizuna Lab Application Integration 2 Certification Authority")
            OrganizationalUnitName("Kizuna Lab Certification Authority")
            OrganizationName("Kizuna Lab")
            CountryName("US")
        }
    }

    static func vendor() throws -> DistinguishedName {
        try DistinguishedName {
            CommonName("MDM Vendor: Kizuna Lab Vendor")
            OrganizationalUnitName("KIZUNALAB0")
            OrganizationName("Kizuna Lab Vendor")
            CountryName("JP")
        }
    }
}

extension Date {
    /// Certificates know no fractions.
    var wholeSeconds: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
