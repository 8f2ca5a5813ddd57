import Crypto
public import Foundation

/// How a receiver knows that an event came from here and was not changed.
public enum WebhookSignature {
    /// MicroMDM's `X-Hmac-Signature`: base64 of HMAC-SHA256 over the body.
    ///
    /// - Parameter key: the subscription's secret as it was shown, in UTF-8.
    public static func mdm(_ body: [UInt8], key: [UInt8]) -> String {
        Data(code(body, key)).base64EncodedString()
    }

    /// `X-Kizuna-Signature` of our own events: `t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.BODY`, so that an old
    /// request cannot be sent again by somebody else.
    public static func own(_ body: [UInt8], key: [UInt8], at instant: Date) -> String {
        let seconds = String(Int64(instant.timeIntervalSince1970))
        let code = code(Array("\(seconds).".utf8) + body, key)
        return "t=\(seconds),v1=\(code.map { String(format: "%02x", $0) }.joined())"
    }

    private static func code(_ bytes: [UInt8], _ key: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }
}
