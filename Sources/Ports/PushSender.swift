public import Administration
public import Foundation
public import PushCertificates

/// Rings the doorbell: asks Apple to tell a device that it should call its server.
///
/// Connections are kept for each certificate (by fingerprint), so that a renewed certificate is used by the
/// next push and the old connections drain, without a restart.
public protocol PushSender: Sendable {
    /// Sends one notification for each wake-up, as many at once as APNs allows.
    ///
    /// - Returns: one outcome for each wake-up, in the order given. What APNs refuses for one device is an
    ///   outcome: the others still get theirs. Streams that APNs says it did not process (GOAWAY,
    ///   REFUSED_STREAM) were tried again on a new connection before an outcome is told.
    func wake(_ wakeUps: [WakeUp], as identity: PushIdentity) async -> [WakeOutcome]

    /// Asks APNs whether it accepts this identity: a push to a token of zeros, for which
    /// `400 BadDeviceToken` is the good answer.
    func probe(_ identity: PushIdentity) async -> ProbeOutcome

    /// The certificate that the live connection of this topic presents now; nil when there is no connection.
    func wire(for topic: PushTopic) async -> WireFact?
}

/// A push certificate with its key, ready for TLS.
public struct PushIdentity: Sendable {
    public let certificate: PushCertificate
    /// PKCS #8, DER.
    public let privateKey: Secret<[UInt8]>

    public init(certificate: PushCertificate, privateKey: Secret<[UInt8]>) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}

/// One device or user channel to be woken: always the triple of one TokenUpdate.
public struct WakeUp: Sendable {
    /// As the device sent it, 32 to 100 bytes.
    public let token: [UInt8]
    public let pushMagic: Secret<String>
    /// Lower-case UUID for `apns-id`.
    public let apnsID: String

    public init(token: [UInt8], pushMagic: Secret<String>, apnsID: String) {
        self.token = token
        self.pushMagic = pushMagic
        self.apnsID = apnsID
    }
}

public enum WakeOutcome: Sendable, Equatable {
    /// 200: accepted by APNs, which says nothing about delivery.
    case accepted(apnsID: String)
    /// APNs answered something else.
    ///
    /// - Parameters:
    ///   - reason: Apple's word, such as `Unregistered`; empty when the body held none.
    ///   - since: for 410, when APNs last saw the token invalid.
    ///   - retryAfter: seconds, when APNs said so.
    case refused(status: Int, reason: String, since: Date?, retryAfter: TimeInterval?)
    /// No answer was received.
    case notSent(PushTrouble)
}

/// Why nothing could be asked or no answer came.
public enum PushTrouble: Error, Sendable, Equatable {
    /// Name resolution, connection, time-out: says what was tried, without secrets.
    case unreachable(String)
    /// APNs ended TLS or the connection because of our certificate: the alert's or GOAWAY's word.
    case certificateRejected(String)
    /// The peer's certificate is none that we trust: the issuer it shows.
    case untrustedPeer(issuer: String)
    case connectionLost(String)
    /// Our own certificate is out of its validity: nothing was sent.
    case certificateExpired
}

public enum ProbeOutcome: Sendable, Equatable {
    /// APNs knows the identity.
    case accepted
    /// APNs answered, and does not accept the identity for its topic.
    case refused(status: Int, reason: String)
    case trouble(PushTrouble)
}

/// What is on the wire.
public struct WireFact: Sendable, Equatable {
    public let fingerprint: Fingerprint
    public let serialNumber: String
    public let notAfter: Date
    /// When this connection was made.
    public let since: Date

    public init(fingerprint: Fingerprint, serialNumber: String, notAfter: Date, since: Date) {
        self.fingerprint = fingerprint
        self.serialNumber = serialNumber
        self.notAfter = notAfter
        self.since = since
    }
}
