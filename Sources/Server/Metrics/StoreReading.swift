import AutomatedEnrollment
import Foundation
import Measurements
import Ports

/// What the store said, with the instant at which it was asked.
struct StoreReading: Sendable {
    let figures: StoreFigures
    let expiries: [Expiry]
    let at: Date

    func write(to page: inout MetricsPage) {
        writeExpiries(to: &page)
        page.add("kizuna_companies", .gauge, "Companies of this installation.", Double(figures.companies))
        page.add(
            "kizuna_companies_without_push_certificate", .gauge,
            "Companies without a registered push certificate: their devices cannot be reached.",
            Double(figures.companiesWithoutCertificate))
        page.add(
            "kizuna_devices", .gauge, "Devices by company and state; the smaller companies together as _others.",
            devices.map {
                .init(Double($0.count), ["company": $0.companyCode ?? "_others", "state": $0.state])
            })
        page.add(
            "kizuna_devices_unreachable", .gauge, "Devices whose push token APNs does not know any more.",
            Double(figures.unreachableDevices))
        page.add("kizuna_commands_waiting", .gauge, "Commands in the queue.", Double(figures.waitingCommands))
        page.add(
            "kizuna_commands_oldest_age_seconds", .gauge, "Age of the oldest command in the queue; 0 when it is empty.",
            age(of: figures.oldestCommand))
        page.add("kizuna_pushes_due", .gauge, "Pushes that are due and not sent.", Double(figures.dueWakeUps))
        page.add(
            "kizuna_pushes_oldest_due_age_seconds", .gauge,
            "For how long the oldest push has been due; 0 when none is.", age(of: figures.oldestDueWakeUp))
        writeOutboxes(to: &page)
        page.add(
            "kizuna_ade_tokens_failing", .gauge, "Registered ADE tokens that cannot be used, by what Apple said.",
            ServiceProblem.codes.map { .init(Double(figures.tokenTroubles[$0] ?? 0), ["problem": $0]) })
    }

    /// Never empty, so that the family is in every scrape.
    private var devices: [StoreFigures.DeviceCount] {
        figures.devices.isEmpty ? [.init(companyCode: nil, state: "enrolled", count: 0)] : figures.devices
    }

    private func writeExpiries(to page: inout MetricsPage) {
        page.add(
            "kizuna_expires_in_seconds", .gauge,
            "Seconds until it ends, negative when it has; the soonest ones when there are very many.",
            expiries.map { expiry in
                .init(
                    expiry.notAfter.timeIntervalSince(at).rounded(),
                    ["kind": expiry.kind.rawValue, "company": expiry.companyCode ?? "", "subject": expiry.subject])
            })
    }

    private func writeOutboxes(to page: inout MetricsPage) {
        page.add(
            "kizuna_outbox_waiting", .gauge, "What was stored to be sent and is not sent yet.",
            figures.outboxes.map { .init(Double($0.waiting), ["outbox": $0.name]) })
        page.add(
            "kizuna_outbox_oldest_age_seconds", .gauge, "Age of the oldest thing that waits; 0 when nothing does.",
            figures.outboxes.map { .init(age(of: $0.oldest), ["outbox": $0.name]) })
        page.add(
            "kizuna_outbox_given_up", .gauge, "What could not be sent in its time and is still listed.",
            figures.outboxes.map { .init(Double($0.givenUp), ["outbox": $0.name]) })
    }

    private func age(of instant: Date?) -> Double {
        instant.map { max(0, at.timeIntervalSince($0).rounded()) } ?? 0
    }
}
