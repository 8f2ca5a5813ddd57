import Foundation
import Notices
import Testing

@Suite struct OperatorNoticeTests {
    private let end = Date(timeIntervalSince1970: 1_800_014_400)  // 2027-01-15 12:00 UTC

    private func decide(_ daysBefore: Double, _ told: OperatorNoticeState?, canMail: Bool = true) -> OperatorDecision {
        OperatorDecision(
            certificate: "c1", expiresAt: end, told: told, canMail: canMail,
            at: end.addingTimeInterval(-daysBefore * 86_400))
    }

    @Test func `it begins at 60 days, tells each step once and goes on daily after the end`() {
        #expect(decide(61, nil).act == .nothing)
        let first = decide(60, nil)
        #expect(first.act == .tell(daysLeft: 60, isNew: true) && first.state.step == 60 && first.state.isMailed)
        #expect(decide(59, first.state).act == .nothing)
        // Steps that were missed are one.
        let late = decide(5, first.state)
        #expect(late.act == .tell(daysLeft: 5, isNew: true) && late.state.step == 7)
        #expect(decide(-1, late.state).act == .tell(daysLeft: -1, isNew: true))
        #expect(decide(-1, decide(-1, late.state).state).act == .nothing)
        // A clock that was set back tells nothing again.
        #expect(decide(30, late.state).act == .nothing)
    }

    @Test func `a step without an address is told when there is one`() {
        let unheard = decide(10, nil, canMail: false)
        #expect(unheard.act == .tell(daysLeft: 10, isNew: true) && !unheard.state.isMailed)
        #expect(decide(9, unheard.state, canMail: false).act == .nothing)
        let heard = decide(9, unheard.state)
        #expect(heard.act == .tell(daysLeft: 9, isNew: false) && heard.state.isMailed && heard.state.step == 14)
    }

    @Test func `a newer certificate ends the notices once, and says so only to who was told`() {
        var told = OperatorNoticeState(certificate: "old", expiresAt: end.addingTimeInterval(-300 * 86_400))
        told.step = 7
        #expect(decide(200, told).act == .nothing, "nobody had been told by mail")
        told.isMailed = true
        let renewed = decide(200, told)
        #expect(renewed.act == .renewed && renewed.state.certificate == "c1" && renewed.state.step == nil)
        #expect(decide(200, renewed.state).act == .nothing)
        // One that ends soon itself is told of instead, an older one ends nothing.
        #expect(decide(20, told).act == .tell(daysLeft: 20, isNew: true))
        told.expiresAt = end.addingTimeInterval(86_400)
        #expect(decide(200, told).act == .nothing)
    }
}
