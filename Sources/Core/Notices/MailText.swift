/// Words of others in a mail of ours: a typed login, a device's name, 備考.
public enum MailText {
    /// Octets of one such word that a mail repeats.
    public static let mostOctets = 512

    /// On one line, without control characters, so that nobody writes a line of his own into the mail; cut off at
    /// ``mostOctets``.
    public static func oneLine(_ text: String) -> String {
        let plain = HeaderWords.oneLine(text).split(separator: " ").joined(separator: " ")
        var kept = "", octets = 0
        for scalar in plain.unicodeScalars {
            octets += String(scalar).utf8.count
            guard octets <= mostOctets else { return kept + "…" }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }
}
