import Administration
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import WebConsole

private let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]

@Test func `without a session every company route leads to the login page`() async throws {
    let test = try await TestConsole()
    let routes = test.console.routes()
    #expect(routes.count > 20)
    try await test.test { client in
        for route in routes {
            try await client.execute(
                uri: route.path(company: "alpha"), method: route.method, headers: form, body: ByteBuffer(string: "x=1")
            ) { response in
                let text = String(buffer: response.body)
                #expect(!text.contains("Secret name"), "\(route.method) \(route.path)")
                guard case .company = route.access else { return }
                #expect(response.status == .seeOther, "\(route.method) \(route.path)")
                #expect(response.headers[.location]?.hasPrefix("/alpha") == true)
            }
        }
    }
}

@Test func `another company's session gets 404 before proof and permission`() async throws {
    let test = try await TestConsole()
    for login in ["admin", "viewer"] {
        let beta = try await test.signIn(login, in: "beta")
        let routes = test.console.routes().filter { $0.path.hasPrefix("/:company") }
        try await test.test { client in
            for route in routes {
                for company in ["alpha", "nowhere"] {
                    var headers = form
                    headers[.cookie] = beta.cookie
                    try await client.execute(
                        uri: route.path(company: company), method: route.method, headers: headers,
                        body: ByteBuffer(string: "csrf=\(beta.csrf)&version=0")
                    ) { response in
                        #expect(response.status == .notFound, "\(route.method) \(route.path) \(company)")
                        #expect(!String(buffer: response.body).contains("Secret name of alpha"))
                    }
                }
            }
        }
    }
}

@Test func `a viewer is told which right is missing, whatever the body`() async throws {
    let test = try await TestConsole()
    let viewer = try await test.signIn("viewer", in: "alpha")
    let routes = test.console.routes().filter {
        if case .company(.manageCertificate) = $0.access { true } else { false }
    }
    #expect(routes.count >= 6)
    try await test.test { client in
        for route in routes {
            for body in ["csrf=\(viewer.csrf)", "csrf=wrong", "%%%", ""] {
                var headers = form
                headers[.cookie] = viewer.cookie
                try await client.execute(
                    uri: route.path(company: "alpha"), method: route.method, headers: headers,
                    body: ByteBuffer(string: body)
                ) { #expect($0.status == .forbidden, "\(route.method) \(route.path)") }
            }
        }
    }
}

@Test func `a form without this session's proof changes nothing`() async throws {
    let test = try await TestConsole()
    let alpha = try await test.signIn("admin", in: "alpha")
    let other = try await test.signIn("admin", in: "alpha")
    let routes = test.console.routes().filter {
        if case .company = $0.access { $0.method == .post } else { false }
    }
    try await test.test { client in
        for route in routes {
            for body in ["version=0", "csrf=&version=0", "csrf=\(other.csrf)&version=0"] {
                var headers = form
                headers[.cookie] = alpha.cookie
                try await client.execute(
                    uri: route.path(company: "alpha"), method: .post, headers: headers, body: ByteBuffer(string: body)
                ) { #expect($0.status == .forbidden, "\(route.path) \(body)") }
            }
        }
    }
}

@Test func `a form from another site is refused`() async throws {
    let test = try await TestConsole()
    let alpha = try await test.signIn("admin", in: "alpha")
    try await test.test { client in
        var headers = form
        headers[.cookie] = alpha.cookie
        headers[HTTPField.Name("Sec-Fetch-Site")!] = "cross-site"
        try await client.execute(
            uri: "/alpha/logout", method: .post, headers: headers, body: ByteBuffer(string: "csrf=\(alpha.csrf)")
        ) { #expect($0.status == .forbidden) }
        try await client.execute(uri: "/alpha/account", method: .get, headers: [.cookie: alpha.cookie]) {
            #expect($0.status == .ok)
        }
    }
}

@Test func `odd spellings of an address reach nothing without a session`() async throws {
    let test = try await TestConsole()
    try await test.test { client in
        for path in [
            "/alpha//log", "/alpha/./log", "/alpha/%6cog", "/alpha/log/", "/alpha/log;x", "/ALPHA/log", "//alpha/log",
            "/alpha/settings/../log", "/alpha%2flog", "/alpha/log%00", "/_assets/../alpha/log", "/_assets/%2e%2e/log",
        ] {
            try await client.execute(uri: path, method: .get) { response in
                #expect([303, 404, 400, 200].contains(response.status.code), "\(path) \(response.status)")
                #expect(!String(buffer: response.body).contains("Secret name"), "\(path)")
                if response.status == .ok { #expect(String(buffer: response.body).contains("type=\"password\"")) }
            }
        }
    }
}

@Test func `every response carries the security headers`() async throws {
    let test = try await TestConsole()
    try await test.test { client in
        for path in [
            "/", "/alpha", "/alpha/log", "/nowhere/at/all", "/_assets/tokens.css", "/_assets/none", "/_setup/x",
        ] {
            try await client.execute(uri: path, method: .get) { response in
                let policy = response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                #expect(policy.contains("frame-ancestors 'none'"))
            }
        }
    }
}

@Test func `no page links to another site because the address began with two slashes`() async throws {
    let test = try await TestConsole()
    try await test.test { client in
        for path in ["//evil.example/x", "///evil.example", "/\\evil.example"] {
            try await client.execute(uri: path, method: .get) { response in
                let text = String(buffer: response.body)
                #expect(!text.contains("href=\"//") && !text.contains("href=\"/\\"), "\(path)")
            }
        }
    }
}

@Test func `a viewer's attempt at more than the role permits is in the log`() async throws {
    let test = try await TestConsole()
    let viewer = try await test.signIn("viewer", in: "alpha")
    try await test.test { client in
        try await client.execute(
            uri: "/alpha/settings/service/push-certificate/edit", method: .get, headers: [.cookie: viewer.cookie]
        ) { #expect($0.status == .forbidden) }
        try await client.execute(uri: "/alpha/log", method: .get, headers: [.cookie: viewer.cookie]) {
            #expect(String(buffer: $0.body).contains("権限のない操作を拒否"))
        }
    }
}

@Test func `while too many passwords are being computed the answer is "not now"`() async throws {
    let test = try await TestConsole(hasher: BusyHasher())
    try await test.test { client in
        try await client.execute(
            uri: "/alpha", method: .post, headers: form,
            body: ByteBuffer(string: "company=alpha&login=admin&password=x")
        ) { response in
            #expect(response.status == .serviceUnavailable)
            #expect(response.headers[.retryAfter] != nil)
        }
    }
}

@Test func `a link on another site does not change a person's language`() async throws {
    let test = try await TestConsole()
    let admin = try await test.signIn("admin", in: "alpha")
    try await test.test { client in
        for (site, expected) in [("cross-site", "lang=\"ja\""), ("same-origin", "lang=\"en\"")] {
            var headers: HTTPFields = [.cookie: admin.cookie]
            headers[HTTPField.Name("Sec-Fetch-Site")!] = site
            try await client.execute(uri: "/alpha/log?lang=en", method: .get, headers: headers) { _ in }
            try await client.execute(uri: "/alpha/log", method: .get, headers: [.cookie: admin.cookie]) {
                #expect(String(buffer: $0.body).contains(expected), "\(site)")
            }
        }
    }
}

@Test func `a forged X-Forwarded-For gives nobody more tries`() async throws {
    let test = try await TestConsole()
    try await test.test { client in
        for number in 0...LoginThrottle.addressLimit {
            var headers = form
            headers[.xForwardedFor] = "192.0.2.\(number)"
            try await client.execute(
                uri: "/", method: .post, headers: headers,
                body: ByteBuffer(string: "company=alpha&login=u\(number)&password=wrong")
            ) { #expect($0.status == (number < LoginThrottle.addressLimit ? .unprocessableContent : .tooManyRequests)) }
        }
    }
}
