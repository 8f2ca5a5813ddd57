import Crypto

/// Under what failed logins are counted: a hash, so that what people mistyped is not kept.
enum LoginFailureKey {
    static func account(company: String, login: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("account\u{0}\(company.lowercased())\u{0}\(login.lowercased())".utf8)))
    }

    static func address(_ address: String) -> [UInt8] {
        Array(SHA256.hash(data: Array("address\u{0}\(address)".utf8)))
    }
}
