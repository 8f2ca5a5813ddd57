/// What a new password must satisfy: 12 to 256 characters, no composition rules (NIST SP 800-63B §3.1.1,
/// ASVS 5.0 V6.2), and nothing an attacker tries first.
public enum PasswordPolicy {
    public static let minimumLength = 12
    public static let maximumLength = 256

    /// - Throws: ``AdministrationError/passwordTooShort``, `passwordTooLong` or `passwordTooCommon`.
    public static func check(_ password: String, login: String, companyCode: String)
        throws(AdministrationError)
    {
        guard password.count >= minimumLength else { throw .passwordTooShort }
        guard password.count <= maximumLength else { throw .passwordTooLong }
        let folded = password.lowercased()
        let plain = folded.filter { $0.isLetter || $0.isNumber }
        let known = [login.lowercased(), companyCode, "password", "kizuna", "qwertyuiop", "administrator"]
        let leftover = known.filter { $0.count >= 4 }.reduce(plain) { $0.replacing($1, with: "") }
        // What is left of "Password1234" is a run, which is as easily guessed as nothing.
        let isKnownWord = leftover.count < 4 || isSequence(Array(leftover.unicodeScalars))
        let tooCommon =
            Set(folded).count < 4 || isKnownWord && plain.count < 24 || isSequence(Array(plain.unicodeScalars))
        if tooCommon { throw .passwordTooCommon }
    }

    /// True for runs such as `123456789012` and `abcdefghijkl`, up or down.
    private static func isSequence(_ scalars: [Unicode.Scalar]) -> Bool {
        guard scalars.count > 2 else { return false }
        let steps = zip(scalars, scalars.dropFirst()).map { Int($1.value) - Int($0.value) }
        let usual = steps.filter { $0 == 1 || $0 == -1 || $0 == 0 || $0 == -9 || $0 == 9 }
        return usual.count * 10 >= steps.count * 9
    }
}
