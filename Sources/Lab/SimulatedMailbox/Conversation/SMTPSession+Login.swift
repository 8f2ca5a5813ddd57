import Foundation

/// AUTH PLAIN (RFC 4616) and LOGIN, offered only under TLS (RFC 4954).
extension SMTPSession {
    mutating func authenticate(_ argument: Substring?) -> [SMTPAction] {
        guard tls != nil else {
            let encryptionFirst = SMTPReply(538, "5.7.11", "Encryption required for authentication")
            return mistake(host.behaviour.requiresTLS ? Self.tlsFirst : encryptionFirst)
        }
        guard client?.isExtended == true, login == nil, transaction == nil else { return mistake(Self.wrongOrder) }
        let words = (argument ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard let mechanism = words.first?.uppercased(), !mechanism.isEmpty, words.count <= 2 else {
            return mistake(SMTPReply(501, "5.5.4", "Syntax: AUTH mechanism [initial-response]"))
        }
        guard host.behaviour.mechanisms.contains(mechanism) else {
            return mistake(SMTPReply(504, "5.5.4", "This mechanism is not offered"))
        }
        return faulty(.auth) { session in
            let first = words.dropFirst().first.map { $0 == "=" ? "" : String($0) }
            switch (mechanism, first) {
            case ("PLAIN", nil): return session.challenge("", .plain)
            case ("PLAIN", .some(let response)): return session.loginAnswer(Array(response.utf8), .plain)
            case (_, .some(let response)): return session.loginAnswer(Array(response.utf8), .loginName)
            default: return session.challenge("Username:", .loginName)
            }
        }
    }

    private mutating func challenge(_ text: String, _ step: LoginStep) -> [SMTPAction] {
        phase = .login(step)
        return [.say(SMTPReply(334, nil, Data(text.utf8).base64EncodedString()))]
    }

    mutating func loginAnswer(_ line: [UInt8], _ step: LoginStep) -> [SMTPAction] {
        phase = .commands
        guard line != [UInt8(ascii: "*")] else { return mistake(SMTPReply(501, "5.7.0", "Authentication cancelled")) }
        guard let decoded = Data(base64Encoded: Data(line)) else {
            return mistake(SMTPReply(501, "5.5.2", "Not base64"))
        }
        switch step {
        case .plain:
            // authorization identity, NUL, login, NUL, password
            let parts = decoded.split(separator: 0, omittingEmptySubsequences: false)
                .map { String(decoding: $0, as: UTF8.self) }
            guard parts.count == 3, let name = parts.dropFirst().first, let password = parts.last,
                let identity = parts.first, identity.isEmpty || identity == name
            else { return mistake(SMTPReply(501, "5.5.2", "Not what PLAIN asks for")) }
            return judge(name, password)
        case .loginName:
            return challenge("Password:", .loginPassword(name: String(decoding: decoded, as: UTF8.self)))
        case .loginPassword(let name):
            return judge(name, String(decoding: decoded, as: UTF8.self))
        }
    }

    private mutating func judge(_ name: String, _ password: String) -> [SMTPAction] {
        guard host.behaviour.acceptsLogin, host.accepts(login: name, password: password) else {
            return mistake(SMTPReply(535, "5.7.8", "Login or password is wrong"))
        }
        login = name
        return [.say(SMTPReply(235, "2.7.0", "Authentication succeeded"))]
    }
}
