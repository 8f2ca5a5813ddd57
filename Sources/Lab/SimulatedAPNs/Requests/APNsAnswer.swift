/// What goes back to the provider for one request.
struct APNsAnswer: Error, Equatable {
    let status: Int
    /// Nil for 200.
    var reason: String?
    var timestampMilliseconds: Int64?
    var retryAfterSeconds: Int?

    static let accepted = APNsAnswer(status: 200)

    static func refused(_ status: Int, _ reason: String) -> APNsAnswer { APNsAnswer(status: status, reason: reason) }

    /// As the counters call it: `200`, `400 BadDeviceToken`.
    var outcome: String { reason.map { "\(status) \($0)" } ?? "\(status)" }

    /// The body: empty, or JSON.
    var body: String {
        guard let reason else { return "" }
        let name = reason.filter { $0.isASCII && $0 != "\"" && $0 != "\\" && !$0.isNewline }
        guard let timestampMilliseconds else { return #"{"reason":"\#(name)"}"# }
        return #"{"reason":"\#(name)","timestamp":\#(timestampMilliseconds)}"#
    }
}
