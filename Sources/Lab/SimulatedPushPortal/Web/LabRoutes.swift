import Foundation
import Hummingbird
import SimulatedClock

/// The Lab's own page and its forms, and the newest code.
struct LabRoutes {
    let portal: PushPortal

    func add(to router: Router<BasicRequestContext>) {
        router.get("portal-code") { _, _ -> Response in
            guard let code = await portal.newestCode else {
                return .text("No code has been sent yet. Sign in to the portal first.\n", status: .notFound)
            }
            return .text(code)
        }
        router.get("") { _, _ -> Response in
            let page = LabPage(
                now: portal.clock.now, state: await portal.state, newestCode: await portal.newestCode,
                vendor: try await portal.vendorCertificate)
            return .page(page.markup)
        }
        router.post("lab/account") { request, _ -> Response in
            let fields = try await request.formFields()
            let account = try Self.accountName(fields["account"])
            let mode = fields["mode"].flatMap(CodeMode.init(rawValue:))
            try await portal.setUp(account, mode: mode, phoneNumbers: try fields["phones"].map(Self.phoneNumbers))
            return .seeOther("/#accounts")
        }
        router.post("lab/vendor") { _, _ -> Response in
            try await portal.renewVendor()
            return .seeOther("/#vendor")
        }
    }

    static func accountName(_ text: String?) throws -> String {
        let name = (text ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.utf8.count <= 254, !name.contains(where: \.isNewline) else {
            throw HTTPError(.unprocessableContent, message: "An Apple ID of 1 to 254 bytes is needed.")
        }
        return name
    }

    static func phoneNumbers(_ text: String) throws -> [String] {
        try checked(text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty })
    }

    static func checked(_ numbers: [String]) throws -> [String] {
        guard (1...10).contains(numbers.count), numbers.allSatisfy({ (2...40).contains($0.utf8.count) }) else {
            throw HTTPError(
                .unprocessableContent, message: "One to ten phone numbers are needed, each of 2 to 40 characters.")
        }
        return numbers
    }
}
