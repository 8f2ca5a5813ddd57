/// Where a company's list of devices stands, and what the cursor rules say next (reference/ade.md §3).
///
/// First everything is fetched, then changes are synchronized with the last cursor. A cursor that Apple does not
/// take any more begins a new round; what a whole round did not name is not the server's any more.
public struct DeviceFetch: Sendable, Equatable {
    public enum Phase: String, Sendable {
        /// `POST /server/devices`.
        case full
        /// `POST /devices/sync`.
        case changes
    }

    public var phase: Phase
    /// Nil: from the beginning, in phase full only.
    public var cursor: String?
    /// Counts whole fetches; what was seen in this one carries its number.
    public var round: Int

    public init(phase: Phase = .full, cursor: String? = nil, round: Int = 1) {
        self.phase = phase
        self.cursor = cursor
        self.round = round
    }

    /// What follows from an answer.
    public enum Step: Sendable, Equatable {
        case goOn
        /// Nothing is to be asked until the next time.
        case done
        /// A whole round has ended: devices of an older round are gone.
        case roundEnded
        case stop(ServiceProblem)
    }

    public mutating func take(_ page: DevicePage) -> Step {
        // The same cursor again with more to follow would go on for ever.
        if page.hasMore, page.cursor.isEmpty || page.cursor == cursor { return .stop(.unreadable) }
        cursor = page.cursor.isEmpty ? cursor : page.cursor
        if page.hasMore { return .goOn }
        guard phase == .full else { return .done }
        guard cursor != nil else { return .stop(.unreadable) }
        phase = .changes
        return .roundEnded
    }

    /// - Returns: what to do instead; a problem that the rules know nothing for stops.
    public mutating func take(_ problem: ServiceProblem) -> Step {
        switch problem {
        case .exhaustedCursor where phase == .full && cursor != nil:
            phase = .changes
            return .roundEnded
        case .expiredCursor, .invalidCursor, .exhaustedCursor:
            guard cursor != nil else { return .stop(problem) }
            self = DeviceFetch(phase: .full, cursor: nil, round: round + 1)
            return .goOn
        default: return .stop(problem)
        }
    }
}
