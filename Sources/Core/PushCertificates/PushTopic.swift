/// The APNs topic that binds an MDM push certificate to every device enrolled with it.
///
/// Apple writes it in the certificate subject as `UID=com.apple.mgmt.External.<UUID>` (UID is OID
/// 0.9.2342.19200300.100.1.1, RFC 4519 §2.39). A renewal that changes the topic cuts off every enrolled
/// device, so topics are compared before anything is stored.
public struct PushTopic: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    /// Case-sensitive, copied verbatim. Letters, digits, `.` and `-` only, at most 255 characters.
    ///
    /// - Throws: ``UploadRefusal/topicNotForManagement(_:)`` when Apple's prefix `com.apple.mgmt.` is
    ///   missing, nothing follows it, or a character does not belong there.
    public init(subjectUID: String) throws(UploadRefusal) {
        let prefix = "com.apple.mgmt."
        let grammatical = subjectUID.utf8.allSatisfy {
            ($0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z"))
                || ($0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z"))
                || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: "-")
        }
        guard subjectUID.hasPrefix(prefix), subjectUID.utf8.count > prefix.utf8.count, grammatical,
            subjectUID.utf8.count <= 255
        else { throw .topicNotForManagement(subjectUID) }
        description = subjectUID
    }
}
