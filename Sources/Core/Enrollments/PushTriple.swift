/// What a push needs, always the three of one TokenUpdate.
public struct PushTriple: Sendable, Equatable {
    /// As sent, 32 to 100 bytes.
    public let token: [UInt8]
    public let pushMagic: String
    public let topic: String

    public init(token: [UInt8], pushMagic: String, topic: String) {
        self.token = token
        self.pushMagic = pushMagic
        self.topic = topic
    }

    /// Token and PushMagic as the bytes that are sealed: one byte of length, token, PushMagic in UTF-8.
    public var sealable: [UInt8] { [UInt8(clamping: token.count)] + token + Array(pushMagic.utf8) }

    /// - Returns: nil when the bytes are no ``sealable``.
    public init?(sealable: [UInt8], topic: String) {
        guard let length = sealable.first, sealable.count > Int(length) else { return nil }
        token = Array(sealable.dropFirst().prefix(Int(length)))
        pushMagic = String(decoding: sealable.dropFirst(1 + Int(length)), as: UTF8.self)
        self.topic = topic
    }
}
