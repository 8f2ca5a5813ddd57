import Administration
import Foundation
import Testing

@Suite struct AuditChainTests {
    private let scope = CompanyScope(CompanyID(stored: "c1"))
    private let start = Date(timeIntervalSince1970: 1_795_230_000)

    private func chain(_ count: Int = 5) -> [AuditEntry] {
        var entries: [AuditEntry] = []
        for number in 1...count {
            let draft = AuditDraft(
                .pushCertificateChanged, by: .user(UserID(stored: "u1"), login: "taro"),
                at: start.addingTimeInterval(Double(number)), subject: "topic \(number)",
                before: [AuditField("notAfter", "a")], after: [AuditField("notAfter", "b")])
            entries.append(AuditChain.append(draft, after: entries.last, in: scope))
        }
        return entries
    }

    /// The entry with some of its parts exchanged.
    private func forged(
        _ entry: AuditEntry, sequence: Int? = nil, event: AuditEvent? = nil, actor: Actor? = nil, at: Date? = nil,
        subject: String? = nil, before: [AuditField]? = nil, after: [AuditField]? = nil, previousHash: [UInt8]? = nil,
        hash: [UInt8]? = nil
    ) -> AuditEntry {
        let draft = AuditDraft(
            event ?? entry.draft.event, by: actor ?? entry.draft.actor, at: at ?? entry.draft.occurredAt,
            subject: subject ?? entry.draft.subject, before: before ?? entry.draft.before,
            after: after ?? entry.draft.after)
        return AuditEntry(
            sequence: sequence ?? entry.sequence, draft: draft, previousHash: previousHash ?? entry.previousHash,
            hash: hash ?? entry.hash)
    }

    @Test func `entries count from one and each carries the hash before it`() {
        let entries = chain()
        #expect(entries.map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(entries.first?.previousHash == [UInt8](repeating: 0, count: 32))
        #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.hash == $1.previousHash })
        #expect(Set(entries.map(\.hash)).count == 5)
        #expect(entries.allSatisfy { $0.hash.count == 32 })
        #expect(AuditChain.firstBreak(in: entries, of: scope) == nil)
        #expect(AuditChain.firstBreak(in: [], of: scope) == nil)
    }

    @Test func `any change of any field of any entry shows at that entry`() {
        let entries = chain()
        let (one, two) = (AuditField("notAfter", "a"), AuditField("notAfter", "b"))
        for (index, entry) in entries.enumerated() {
            let forgeries = [
                forged(entry, event: .pushCertificateDeleted), forged(entry, actor: .serviceOperator),
                forged(entry, actor: .anonymous), forged(entry, actor: .user(UserID(stored: "u2"), login: "taro")),
                forged(entry, actor: .user(UserID(stored: "u1"), login: "jiro")),
                forged(entry, at: entry.draft.occurredAt.addingTimeInterval(0.001)),
                forged(entry, subject: entry.draft.subject + " "), forged(entry, before: []),
                forged(entry, after: [AuditField("notAfter", "c")]),
                forged(entry, after: [AuditField("notAfte", "rb")]),
                forged(entry, before: [one, two], after: []), forged(entry, hash: [UInt8](repeating: 1, count: 32)),
                forged(entry, previousHash: [UInt8](repeating: 1, count: 32)),
            ]
            for forgery in forgeries {
                var changed = entries
                changed[index] = forgery
                #expect(AuditChain.firstBreak(in: changed, of: scope) == entry.sequence)
            }
        }
    }

    @Test func `a missing, added, swapped or foreign entry shows`() {
        let entries = chain()
        #expect(AuditChain.firstBreak(in: Array(entries.dropFirst()), of: scope) == 2)
        var missing = entries
        missing.remove(at: 2)
        #expect(AuditChain.firstBreak(in: missing, of: scope) == 4)
        var twice = entries
        twice.insert(entries[1], at: 2)
        #expect(AuditChain.firstBreak(in: twice, of: scope) == 2)
        var swapped = entries
        swapped.swapAt(1, 2)
        #expect(AuditChain.firstBreak(in: swapped, of: scope) == 3)
        #expect(AuditChain.firstBreak(in: entries, of: CompanyScope(CompanyID(stored: "c2"))) == 1)
    }

    /// Whoever rewrites an entry and its own hash must rewrite all that follow.
    @Test func `an entry rewritten with its hash shows at the next one`() {
        var entries = chain()
        let changed = AuditDraft(.loggedIn, by: .serviceOperator, at: start)
        entries[2] = AuditChain.append(changed, after: entries[1], in: scope)
        #expect(AuditChain.firstBreak(in: entries, of: scope) == 4)
    }

    @Test func `text cannot move over the border of a field`() {
        func hash(_ subject: String, _ before: [AuditField], _ after: [AuditField]) -> [UInt8] {
            let draft = AuditDraft(.loggedIn, by: .anonymous, at: start, subject: subject, before: before, after: after)
            return AuditChain.append(draft, after: nil, in: scope).hash
        }
        let hashes = [
            hash("ab", [], []), hash("a", [AuditField("b", "")], []), hash("a", [AuditField("", "b")], []),
            hash("a", [], [AuditField("b", "")]), hash("", [AuditField("a", "b")], []),
            hash("", [], [AuditField("a", "b")]), hash("", [AuditField("a", ""), AuditField("b", "")], []),
            hash("", [AuditField("a", "")], [AuditField("b", "")]),
        ]
        #expect(Set(hashes).count == hashes.count)
    }

    @Test func `what the store does not keep of an instant does not matter`() {
        func hash(_ seconds: Double) -> [UInt8] {
            let draft = AuditDraft(.loggedIn, by: .anonymous, at: Date(timeIntervalSince1970: seconds))
            return AuditChain.append(draft, after: nil, in: scope).hash
        }
        #expect(hash(1.0004) == hash(1))
        #expect(hash(1.001) != hash(1))
    }

    @Test(
        arguments: [
            .user(UserID(stored: "0123"), login: "taro"), .user(UserID(stored: "0123"), login: "名前"), .serviceOperator,
            .anonymous,
        ] as [Actor])
    func `an actor comes back from the store as it went in`(_ actor: Actor) {
        #expect(Actor(storedKind: actor.storedKind, storedName: actor.storedName) == actor)
    }

    @Test func `stored names of events are never shared, and what everybody must hear of is a notice`() {
        #expect(Set(AuditEvent.allCases.map(\.rawValue)).count == AuditEvent.allCases.count)
        let notices = AuditEvent.allCases.filter(\.isNotice)
        #expect(
            Set(notices) == [
                .pushCertificateRegistered, .pushCertificateChanged, .pushCertificateDeleted, .pushCertificateRestored,
                .tokenRegistered, .tokenChanged, .tokenDeleted, .deviceReenrolled, .deviceErased, .deviceTopicMismatch,
                .wipeRequested, .pushCertificateExpiring, .adeTokenExpiring, .expiryNoticesEnded, .expiryEscalated,
                .mailFailed, .adeTokenFailing, .adeTokenWorking,
            ])
    }
}
