/// The query as the items of an address: `q`, `state`, `os`, `topic`, `contact`, `supervised`, `organization`,
/// `user`, `sort`, `dir`, `at`. What is not asked for is left out.
extension DeviceListQuery {
    public static let maximumTextLength = 200
    static let maximumIdentifierLength = 64
    static let maximumCursorLength = 512

    /// Reads an address; the first of several items of one name counts. Unknown names and values are ignored.
    public init(items: [(name: String, value: String)]) {
        func first(_ name: String) -> String? {
            items.first { $0.name == name && !$0.value.isEmpty }?.value
        }
        func identifier(_ name: String) -> String? {
            first(name).flatMap { $0.count <= Self.maximumIdentifierLength ? $0 : nil }
        }
        self.init(
            text: String((first("q") ?? "").prefix(Self.maximumTextLength)),
            state: first("state").flatMap(State.init(rawValue:)),
            family: first("os").flatMap(Family.init(rawValue:)),
            topic: first("topic").flatMap(TopicMatch.init(rawValue:)),
            lastContact: first("contact").flatMap(LastContact.init(rawValue:)),
            supervision: first("supervised").flatMap(Supervision.init(rawValue:)),
            organization: identifier("organization").map(OrganizationID.init(stored:)),
            user: identifier("user").map(PersonID.init(stored:)),
            sort: first("sort").flatMap(SortColumn.init(rawValue:)) ?? .name,
            direction: first("dir").flatMap(Direction.init(rawValue:)) ?? .ascending,
            cursor: first("at").flatMap { $0.count <= Self.maximumCursorLength ? $0 : nil })
    }

    /// In an order that does not change, so that equal queries have equal addresses; values are not yet escaped.
    public var items: [(name: String, value: String)] {
        let all: [(name: String, value: String?)] = [
            ("q", text.isEmpty ? nil : text), ("state", state?.rawValue), ("os", family?.rawValue),
            ("topic", topic?.rawValue), ("contact", lastContact?.rawValue), ("supervised", supervision?.rawValue),
            ("organization", organization?.description), ("user", user?.description),
            ("sort", sort == .name ? nil : sort.rawValue),
            ("dir", direction == .ascending ? nil : direction.rawValue), ("at", cursor),
        ]
        return all.compactMap { item in item.value.map { (item.name, $0) } }
    }

    /// Whether anything at all narrows the list.
    public var isNarrowed: Bool { self != DeviceListQuery(sort: sort, direction: direction, cursor: cursor) }

    /// The same with something changed, from its first page on.
    public func with(_ change: (inout DeviceListQuery) -> Void) -> DeviceListQuery {
        var query = self
        query.cursor = nil
        change(&query)
        return query
    }

    /// The same list ordered by a column; by its own column again: the other way round.
    public func sorted(by column: SortColumn) -> DeviceListQuery {
        with {
            $0.direction = column == sort ? direction.opposite : .ascending
            $0.sort = column
        }
    }
}
