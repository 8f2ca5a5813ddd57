import Administration
import Foundation
import HTTPTypes
import Hummingbird
import UseCases

/// One request on its way through the console: what the browser sent, and the answers that are common to all.
struct Visit: Sendable {
    let request: Request
    let context: ConsoleContext
    let console: Console
    /// Nil while nobody is known to be signed in.
    let principal: Principal?

    var configuration: ConsoleConfiguration { console.configuration }
    var installation: Installation { console.installation }

    /// Path and query as the browser asked for them, without `lang`, and with one slash in front: a link to
    /// `//elsewhere/` would lead to another site.
    var pathWithoutLanguage: String {
        let path = "/" + request.uri.path.drop { $0 == "/" || $0 == "\\" }
        let pairs = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("lang=") }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    func query(_ name: String) -> String? { request.uri.queryParameters.get(name) }

    /// Where the browser is: for throttling only.
    var address: String {
        guard configuration.isBehindLoopbackProxy, ["127.0.0.1", "::1"].contains(context.peerAddress),
            let forwarded = request.headers[.xForwardedFor],
            let last = forwarded.split(separator: ",").last
        else { return context.peerAddress }
        return last.trimmingCharacters(in: .whitespaces)
    }
}

extension HTTPField.Name {
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For") ?? .forwarded
    static let forwarded = HTTPField.Name.via
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .via
}
