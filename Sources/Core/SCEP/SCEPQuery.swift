import Foundation

/// The `message` of a PKIOperation that came by GET.
public enum SCEPQuery {
    /// Characters; half as many again as bytes leave room for line breaks.
    public static let longest = SCEPRequest.largest * 3 / 2

    /// Decodes base64 as liberally as clients need: `+` that arrived as a space, missing padding, the URL-safe
    /// alphabet, line breaks.
    ///
    /// - Parameter message: percent-decoded already.
    /// - Returns: nil for any other character, for nothing, and beyond ``SCEPRequest/largest``.
    public static func decode(message: String) -> [UInt8]? {
        guard message.utf8.count <= longest else { return nil }
        var dense: [UInt8] = []
        var padding = 0
        for byte in message.utf8 {
            switch byte {
            case 0x0a, 0x0d, 0x09: continue
            case UInt8(ascii: "="):
                padding += 1
                continue
            case UInt8(ascii: " "), UInt8(ascii: "-"): dense.append(UInt8(ascii: "+"))
            case UInt8(ascii: "_"): dense.append(UInt8(ascii: "/"))
            default: dense.append(byte)
            }
            // A last space is one that was added, not a plus sign: nothing may follow padding.
            guard padding == 0 || byte == UInt8(ascii: " ") else { return nil }
            if padding > 0 { dense.removeLast() }
        }
        guard !dense.isEmpty, padding <= 2, dense.count % 4 != 1 else { return nil }
        dense += [UInt8](repeating: UInt8(ascii: "="), count: (4 - dense.count % 4) % 4)
        guard let data = Data(base64Encoded: Data(dense)), data.count <= SCEPRequest.largest else { return nil }
        return Array(data)
    }
}
