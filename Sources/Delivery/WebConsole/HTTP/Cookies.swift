import Administration
import Hummingbird

/// The console's cookies. None carries Max-Age: the store decides how long a session lives, by its own clock.
enum CookieName: String {
    case session
    case language
    /// What was just done, shown once on the next page.
    case done

    /// `__Host-` binds a cookie to this host and https; a loopback http address cannot have it.
    func name(_ configuration: ConsoleConfiguration) -> String {
        (configuration.isSecure ? "__Host-" : "") + "kizuna_\(rawValue)"
    }
}

extension Visit {
    func cookie(_ name: CookieName) -> String? { request.cookies[name.name(configuration)]?.value }
}

extension Response {
    mutating func set(_ name: CookieName, to value: String, _ configuration: ConsoleConfiguration) {
        guard
            let cookie = try? Cookie.validated(
                name: name.name(configuration), value: value, path: "/", secure: configuration.isSecure,
                httpOnly: true, sameSite: .lax)
        else { return }
        headers[values: .setCookie].append(cookie.description)
    }

    mutating func clear(_ name: CookieName, _ configuration: ConsoleConfiguration) {
        guard
            let cookie = try? Cookie.validated(
                name: name.name(configuration), value: "", maxAge: 0, path: "/", secure: configuration.isSecure,
                httpOnly: true, sameSite: .lax)
        else { return }
        headers[values: .setCookie].append(cookie.description)
    }
}
