import Enrollments
import Foundation

/// Where a page of the device list begins: behind or before a row, by the value it is sorted by and its
/// identifier. Comes back from an address, so that nothing in it is believed but as a value to compare with.
struct DeviceListCursor {
    let isBackward: Bool
    let key: SQLValue
    let id: String

    init(at row: SQLRow, isBackward: Bool) throws {
        self.isBackward = isBackward
        key = try row.value("sort_key")
        id = try row.text("id")
    }

    /// - Returns: nil when the text is no cursor of this order.
    init?(_ text: String, for query: DeviceListQuery) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, let first = parts.first, let last = parts.last,
            parts.dropFirst().first == Substring(Self.order(query)), first == "a" || first == "b",
            let key = Self.read(parts.dropFirst(2).first ?? "", isNumber: Self.isNumber(query.sort)),
            !last.isEmpty, !last.utf8.contains(0)
        else { return nil }
        isBackward = first == "b"
        self.key = key
        id = String(last)
    }

    func text(for query: DeviceListQuery) -> String {
        let written =
            switch key {
            case .integer(let number): String(number)
            case .text(let text): base64URL(text)
            case .bytes, .null: ""
            }
        return "\(isBackward ? "b" : "a").\(Self.order(query)).\(written).\(id)"
    }

    private static func order(_ query: DeviceListQuery) -> String {
        "\(query.sort.rawValue)-\(query.direction.rawValue)"
    }

    private static func isNumber(_ column: DeviceListQuery.SortColumn) -> Bool {
        switch column {
        case .lastContact, .state, .topic: true
        case .name, .serial, .os, .user, .organization: false
        }
    }

    private static func read(_ written: Substring, isNumber: Bool) -> SQLValue? {
        if isNumber { return Int64(written).map { .integer($0) } }
        var padded = written.replacing("-", with: "+").replacing("_", with: "/")
        while padded.utf8.count % 4 != 0 { padded.append("=") }
        guard let data = Data(base64Encoded: String(padded)), let text = String(bytes: data, encoding: .utf8),
            !text.utf8.contains(0)
        else { return nil }
        return .text(text)
    }

    private func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}
