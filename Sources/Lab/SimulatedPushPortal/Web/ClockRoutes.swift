import Foundation
import Hummingbird
import SimulatedClock

/// The Lab's clock, by GET and PUT for programs, by a form for people.
struct ClockRoutes {
    let clock: LabClock

    func add(to router: Router<BasicRequestContext>) {
        router.get("clock") { _, _ in present() }
        router.put("clock") { request, _ -> Response in
            let text = String(decoding: try await request.bytes(upTo: 1024), as: UTF8.self)
            try set(text.trimmingCharacters(in: .whitespacesAndNewlines))
            return present()
        }
        router.post("clock/jump") { request, _ -> Response in
            let fields = try await request.formFields()
            if let days = fields["days"].flatMap(Int.init), abs(days) <= 36_600 {
                try report { try clock.advance(bySeconds: Double(days) * 86_400) }
            } else if fields["system"] != nil {
                try report { try clock.set(to: Date()) }
            } else {
                // A date field gives `2027-11-15T10:24`, which is read as UTC.
                let text = fields["to"] ?? ""
                try set(text.utf8.count == 16 ? text + ":00Z" : text + "Z")
            }
            return .seeOther("/")
        }
    }

    private func present() -> Response { .text(RFC3339.text(clock.now) + "\n") }

    private func set(_ text: String) throws {
        guard let instant = RFC3339.instant(text) else {
            throw HTTPError(
                .badRequest,
                message: "“\(text.prefix(60))” is not an RFC 3339 date-time, so the clock was not changed. "
                    + "Send one such as 2027-11-15T01:24:11Z.")
        }
        try report { try clock.set(to: instant) }
    }

    private func report(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch LabClockError.tooFar {
            throw HTTPError(.badRequest, message: LabClockError.tooFar.description)
        }
    }
}
