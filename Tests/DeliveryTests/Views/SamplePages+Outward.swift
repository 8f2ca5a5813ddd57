import Foundation
import Ports
import Webhooks

@testable import WebConsole

extension SamplePages {
    static let outward = [
        Case(
            name: "calendar-none",
            page: CalendarView(CalendarModel(madeAt: nil, madeBy: "", expiries: [], message: nil)), section: .settings),
        Case(
            name: "calendar-made",
            page: CalendarView(
                CalendarModel(
                    address: "https://mdm.example.jp/_calendar/0123456789abcdef.ics", madeAt: Sample.now,
                    madeBy: "hanako",
                    expiries: [
                        .init(kind: .pushCertificate, notAfter: Sample.now.addingTimeInterval(86_400 * 90)),
                        .init(kind: .deviceAuthority, notAfter: Sample.now.addingTimeInterval(86_400 * 3_000)),
                    ], message: nil)), section: .settings),
        Case(
            name: "webhooks",
            page: WebhooksView(
                WebhooksModel(
                    rows: [
                        .init(id: "1", host: "hooks.example.jp", format: .own, health: .working),
                        .init(id: "2", host: "siem.example.jp", format: .mdm, health: .failing),
                        .init(id: "3", host: "<old>.example.jp", format: .mdm, health: .disabled),
                    ], input: .init(kinds: Set(MDMEventKind.standard.map(\.rawValue))), problem: nil, message: nil)),
            section: .settings),
        Case(
            name: "webhook-made",
            page: WebhookMadeView(
                WebhookMadeModel(id: "1", url: "https://hooks.example.jp/", secret: "0123456789abcdef")),
            section: .settings),
        Case(name: "webhook", page: WebhookView(webhook), section: .settings),
    ]

    private static let webhook = WebhookModel(
        id: "1", host: "siem.example.jp", format: .mdm, health: .failing, failures: 3, overflowed: 12,
        createdAt: Sample.now,
        createdBy: "hanako",
        input: .init(
            url: "https://siem.example.jp/hook", format: .mdm, kinds: Set(MDMEventKind.standard.map(\.rawValue))),
        deliveries: [
            .init(
                id: "d3", kind: "mdm.Connect", at: Sample.now, state: .waiting, attempts: 0, status: 0, answer: "",
                nextAt: Sample.now, canBeSentAgain: false),
            .init(
                id: "d2", kind: "mdm.TokenUpdate", at: Sample.now, state: .waiting, attempts: 3, status: 503,
                answer: "<b>out of order</b>", nextAt: Sample.now.addingTimeInterval(600), canBeSentAgain: true),
            .init(
                id: "d1", kind: "device-enrolled", at: Sample.now, state: .delivered, attempts: 1, status: 200,
                answer: "ok", nextAt: nil, canBeSentAgain: true),
            .init(
                id: "d0", kind: "test", at: Sample.now, state: .givenUp, attempts: 1, status: 0,
                answer: "address-not-permitted 10.0.0.1", nextAt: nil, canBeSentAgain: true),
            .init(
                id: "d-1", kind: "mdm.Connect", at: Sample.now, state: .givenUp, attempts: 0, status: 0,
                answer: "no-room", nextAt: nil, canBeSentAgain: true),
        ], problem: nil, message: nil)
}
