/// The configuration profile that enrolls a device: its identity by SCEP, the MDM payload, and the roots it needs.
/// Sources: `mdm/profiles/com.apple.mdm.yaml`, `com.apple.security.scep.yaml`, `com.apple.security.root.yaml`,
/// `TopLevel.yaml` of apple/device-management.
///
/// Pure: identifiers, addresses and the challenge are handed in. Topic and both URLs can never be changed on an
/// enrolled device, and rights can only be taken away.
public struct EnrollmentProfile: Hashable, Sendable {
    /// The UUIDs of the payloads. A replacement of an installed profile may have new ones.
    public struct PayloadUUIDs: Hashable, Sendable {
        public var profile: String
        public var identity: String
        public var management: String
        /// One per root certificate, in their order; roots without one are left out.
        public var roots: [String]

        public init(profile: String, identity: String, management: String, roots: [String] = []) {
            self.profile = profile
            self.identity = identity
            self.management = management
            self.roots = roots
        }
    }

    /// Where and how the device gets its certificate.
    public struct SCEP: Hashable, Sendable {
        public var url: String
        /// The CA's name, the `message` of GetCACert.
        public var name: String
        /// Relative names from the outside in, e.g. `("O", "Example")`, `("CN", "…")`.
        public var subject: [NamePart]
        /// Secret, for one certificate.
        public var challenge: String
        /// Hash of the CA's certificate, as the device compares it (SHA-1 or SHA-256); nil to leave it out.
        public var caFingerprint: [UInt8]?

        public init(url: String, name: String, subject: [NamePart], challenge: String, caFingerprint: [UInt8]? = nil) {
            self.url = url
            self.name = name
            self.subject = subject
            self.challenge = challenge
            self.caFingerprint = caFingerprint
        }
    }

    public struct NamePart: Hashable, Sendable {
        /// A short name (`CN`, `O`) or an OID in numbers.
        public var type: String
        public var value: String

        public init(_ type: String, _ value: String) {
            self.type = type
            self.value = value
        }
    }

    /// A text in both languages. A profile speaks one; the consent text may speak both.
    public struct Text: Hashable, Sendable {
        public var japanese: String
        public var english: String

        public init(japanese: String, english: String) {
            self.japanese = japanese
            self.english = english
        }
    }

    public enum Language: String, Hashable, Sendable { case japanese = "ja", english = "en" }

    /// All rights, 8191: rights cannot be added later.
    public static let allAccessRights: Int64 = 8191

    /// Reverse DNS; the same on renewal, so that the new profile replaces the old one.
    public var identifier: String
    public var uuids: PayloadUUIDs
    public var name: Text
    public var explanation: Text
    public var language: Language
    public var organization: String
    public var scep: SCEP
    public var topic: String
    public var serverURL: String
    public var checkInURL: String
    /// DER certificates the device shall trust, e.g. the root of our own TLS certificate.
    public var rootCertificates: [[UInt8]]
    public var accessRights: Int64 = allAccessRights
    public var signMessage = true
    public var checkOutWhenRemoved = true
    /// Per-user connections cannot be added or taken away later; a Mac and a Shared iPad need them.
    public var serverCapabilities = ["com.apple.mdm.per-user-connections", "com.apple.mdm.bootstraptoken"]

    public init(
        identifier: String, uuids: PayloadUUIDs, name: Text, explanation: Text, language: Language,
        organization: String, scep: SCEP, topic: String, serverURL: String, checkInURL: String,
        rootCertificates: [[UInt8]] = []
    ) {
        self.identifier = identifier
        self.uuids = uuids
        self.name = name
        self.explanation = explanation
        self.language = language
        self.organization = organization
        self.scep = scep
        self.topic = topic
        self.serverURL = serverURL
        self.checkInURL = checkInURL
        self.rootCertificates = rootCertificates
    }
}
