import Foundation
import Hummingbird
import SimulatedClock

/// The portal's addresses, from the sign-in to the download.
struct PortalRoutes {
    let portal: PushPortal

    static let cookie = "lab_portal"

    func add(to router: Router<BasicRequestContext>) {
        let group = router.group("pushcert")
        group.get("") { request, _ in try await home(request) }
        group.post("sign-in") { request, _ in try await signIn(request) }
        group.post("password") { request, _ in try await password(request) }
        group.post("phone") { request, _ in try await phone(request) }
        group.post("other-number") { request, _ in try await otherNumber(request) }
        group.post("new-code") { request, _ in try await newCode(request) }
        group.post("code") { request, _ in try await code(request) }
        group.post("sign-out") { request, _ in try await signOut(request) }
        CertificateRoutes(routes: self).add(to: group)
    }

    // MARK: the visitor

    /// Who asks: a session, perhaps fresh, and the cookie's token.
    struct Visitor {
        var token: String?
        var session: PortalSession
    }

    func visitor(_ request: Request) async -> Visitor {
        let token = request.cookies[Self.cookie]?.value
        if let session = await portal.session(token) { return Visitor(token: token, session: session) }
        return Visitor(token: nil, session: await portal.newSession)
    }

    /// Stores the session and answers with its cookie: host-only, out of reach of scripts, gone with the browser.
    func keep(_ visitor: Visitor, renewingToken: Bool = false, answer: Response) async throws -> Response {
        let token = await portal.save(visitor.session, as: visitor.token, renewingToken: renewingToken)
        guard token != visitor.token else { return answer }
        var answer = answer
        answer.setCookie(
            try Cookie.validated(
                name: Self.cookie, value: token, path: "/pushcert", secure: false, httpOnly: true, sameSite: .lax))
        return answer
    }

    // MARK: pages by stage

    private func home(_ request: Request) async throws -> Response {
        let visitor = await visitor(request)
        let pages = SignInPages(words: SignInWords(japanese: request.prefersJapanese))
        switch visitor.session.stage {
        case .appleID(let notice):
            return .page(
                pages.appleID(
                    filledIn: visitor.session.rememberedAppleID ?? "", remembers: visitor.session.remembersAppleID,
                    notice: notice))
        case .password(let account):
            return .page(pages.password(account: account, remembers: visitor.session.remembersAppleID))
        case .phoneChoice(let account):
            return .page(pages.phoneChoice(numbers: await portal.account(account).phoneNumbers))
        case .code(let account, let expected, let phone):
            let numbers = await portal.account(account).phoneNumbers
            return .page(
                pages.code(
                    digits: expected.count, phone: numbers.dropFirst(phone).first ?? "",
                    hasOtherNumbers: numbers.count > 1))
        case .signedIn(let account):
            let rows = await portal.account(account).rows
            return .page(CertificatePages(account: account, now: portal.clock.now).list(rows))
        }
    }

    // MARK: steps

    private func signIn(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        let fields = try await request.formFields()
        let account = (fields["account"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        visitor.session.remembersAppleID = fields["remember"] != nil
        let acceptable = !account.isEmpty && account.utf8.count <= 254 && !account.contains(where: \.isNewline)
        visitor.session.stage = acceptable ? .password(account: account) : .appleID(notice: .noAppleID)
        return try await keep(visitor, answer: .seeOther("/pushcert/"))
    }

    private func password(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        guard case .password(let account) = visitor.session.stage else { return .seeOther("/pushcert/") }
        let fields = try await request.formFields()
        visitor.session.remembersAppleID = fields["remember"] != nil
        guard await portal.accepts(password: fields["password"] ?? "", for: account) else {
            visitor.session.stage = .appleID(notice: .wrongPassword)
            return try await keep(visitor, answer: .seeOther("/pushcert/"))
        }
        let settings = await portal.account(account)
        if settings.codeMode == .none { return try await enter(visitor, as: account) }
        if settings.phoneNumbers.count > 1 {
            visitor.session.stage = .phoneChoice(account: account)
        } else {
            visitor.session.stage = .code(account: account, expected: await portal.sendCode(to: account), phone: 0)
        }
        return try await keep(visitor, answer: .seeOther("/pushcert/"))
    }

    private func phone(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        let fields = try await request.formFields()
        guard case .phoneChoice(let account) = visitor.session.stage, let phone = Int(fields["phone"] ?? ""),
            await portal.account(account).phoneNumbers.indices.contains(phone)
        else { return .seeOther("/pushcert/") }
        visitor.session.stage = .code(account: account, expected: await portal.sendCode(to: account), phone: phone)
        return try await keep(visitor, answer: .seeOther("/pushcert/"))
    }

    private func otherNumber(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        guard case .code(let account, _, _) = visitor.session.stage else { return .seeOther("/pushcert/") }
        visitor.session.stage = .phoneChoice(account: account)
        return try await keep(visitor, answer: .seeOther("/pushcert/"))
    }

    private func newCode(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        guard case .code(let account, _, let phone) = visitor.session.stage else { return .seeOther("/pushcert/") }
        visitor.session.stage = .code(account: account, expected: await portal.sendCode(to: account), phone: phone)
        return try await keep(visitor, answer: .seeOther("/pushcert/"))
    }

    /// A wrong code leads back to the field for the Apple ID, as the manual warns.
    private func code(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        guard case .code(let account, let expected, _) = visitor.session.stage else { return .seeOther("/pushcert/") }
        let fields = try await request.formFields()
        guard (fields["code"] ?? "").trimmingCharacters(in: .whitespaces) == expected else {
            visitor.session.stage = .appleID(notice: .wrongCode)
            return try await keep(visitor, answer: .seeOther("/pushcert/"))
        }
        return try await enter(visitor, as: account)
    }

    private func enter(_ visitor: Visitor, as account: String) async throws -> Response {
        var visitor = visitor
        visitor.session.stage = .signedIn(account: account)
        visitor.session.rememberedAppleID = visitor.session.remembersAppleID ? account : nil
        return try await keep(visitor, renewingToken: true, answer: .seeOther("/pushcert/"))
    }

    private func signOut(_ request: Request) async throws -> Response {
        var visitor = await visitor(request)
        visitor.session.stage = .appleID(notice: nil)
        visitor.session.acceptedTerms = false
        return try await keep(visitor, renewingToken: true, answer: .seeOther("/pushcert/"))
    }
}
