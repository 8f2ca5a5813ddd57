import Administration
import Foundation
import NIOCore
import NIOHPACK
import Ports

/// How one wake-up looks on the wire (reference/apns.md §2).
struct NotificationRequest {
    let headers: HPACKHeaders
    let body: ByteBuffer

    /// - Parameters:
    ///   - authority: host, and port when it is not 443.
    ///   - isFirst: on this connection; Apple's hint is to index the names of fields whose values vary only once.
    init(
        _ wakeUp: WakeUp, topic: String, expiration: String, authority: String, isFirst: Bool,
        allocator: ByteBufferAllocator
    ) {
        let varying: HPACKIndexing = isFirst ? .indexable : .nonIndexable
        var headers = HPACKHeaders()
        headers.reserveCapacity(9)
        headers.add(name: ":method", value: "POST")
        headers.add(name: ":scheme", value: "https")
        headers.add(name: ":path", value: "/3/device/" + wakeUp.token.hexadecimal, indexing: .nonIndexable)
        headers.add(name: ":authority", value: authority)
        headers.add(name: "apns-topic", value: topic)
        headers.add(name: "apns-push-type", value: "mdm")
        headers.add(name: "apns-priority", value: "10")
        headers.add(name: "apns-expiration", value: expiration)
        headers.add(name: "apns-id", value: wakeUp.apnsID, indexing: varying)
        self.headers = headers
        body = allocator.buffer(bytes: Self.body(wakeUp.pushMagic))
    }

    private struct Payload: Encodable {
        let mdm: String
    }

    private static func body(_ magic: Secret<String>) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A structure of one string always encodes.
        return (try? encoder.encode(Payload(mdm: magic.reveal()))).map(Array.init) ?? []
    }
}
