import Ports
import SQLStore

extension PostgreSQLGroup {
    /// Asks what the bodies would ask first, in the round trip of what was kept back on the link, and each question once for
    /// all of a company.
    ///
    /// Nobody else changes what belongs to a write's units, but writes of this group that name the same one: of those only the
    /// first is asked for.
    ///
    /// - Returns: for each write the rows of its opening; none where it must ask itself.
    func open(on link: PostgreSQLLink) throws -> [[[SQLRow]?]] {
        let shared = openings()
        var places: [Range<Int>] = []
        for one in shared {
            try link.turn(to: one.reach)
            let start = link.countKept
            for question in one.questions {
                let (statement, values) = question.statement(for: one.keys, in: one.shared)
                link.keep(PostgreSQLQuestion(statement, values))
            }
            places.append(start..<link.countKept)
        }
        let results = try link.sendKept()
        var opened = [[[SQLRow]?]](repeating: [], count: writes.count)
        for (one, place) in zip(shared, places) {
            for (question, result) in zip(one.questions, results[place]) {
                let rows = question.rows(try result.rows(), for: one.keys)
                for (write, key) in zip(one.writes, one.keys) { opened[write].append(rows.map { $0[key] ?? [] }) }
            }
        }
        return opened
    }

    /// Openings of one company.
    private struct Shared {
        let reach: SQLReach
        let shared: SQLValue
        let questions: [SQLKeyedQuestion]
        /// By their place in the group.
        var writes: [Int] = []
        var keys: [String] = []
    }

    private func openings() -> [Shared] {
        var (seen, all) = (Set<String>(), [Shared]())
        for (number, write) in writes.enumerated() {
            guard case .beside(let units) = write.turn else { continue }
            let isFirst = seen.isDisjoint(with: units)
            seen.formUnion(units)
            guard isFirst, let opening = write.opening else { continue }
            if all.last?.reach != write.reach {
                all.append(Shared(reach: write.reach, shared: opening.shared, questions: opening.questions))
            }
            all[all.count - 1].writes.append(number)
            all[all.count - 1].keys.append(opening.key)
        }
        return all
    }
}
