import Administration
import CurlMailTransport
import Foundation
import Notices
import UseCases
import WebConsole

extension Settings {
    func checkMail(_ mistakes: inout [String]) {
        if let smtp {
            if MailServer(address: smtp) == nil {
                // The value itself is not repeated: a mistyped one may hold a password.
                mistakes.append(
                    "--smtp must be like smtp://login@mail.example.jp:587 (STARTTLS) or smtps://login@mail.example.jp "
                        + "(TLS), without the password: that belongs into --smtp-password-file. Without TLS only this "
                        + "machine itself is reached: smtp://127.0.0.1:25?tls=none.")
            }
            if lab == nil, mailFrom == nil {
                mistakes.append(
                    "--mail-from is missing. Name the address that notices are sent from, one that your mail server "
                        + "may send for, e.g. --mail-from mdm@example.jp.")
            }
        } else {
            for (name, value) in [
                (SettingName.smtpPasswordFile, smtpPasswordFile), (.smtpAuthorities, smtpAuthorities),
                (.mailFrom, mailFrom), (.operatorMail, operatorMail),
            ] where value != nil && lab == nil {
                mistakes.append("--\(name.rawValue) is given without --smtp. Name the mail server, too.")
            }
        }
        if let mailFrom, (try? MailAddress(mailFrom)) == nil {
            mistakes.append("--mail-from is \"\(mailFrom)\". It must be a mail address such as mdm@example.jp.")
        }
        if let operatorMail, (try? MailAddress(operatorMail)) == nil {
            mistakes.append("--operator-mail is \"\(operatorMail)\". It must be a mail address such as ops@example.jp.")
        }
        for (name, path) in [(SettingName.smtpPasswordFile, smtpPasswordFile), (.smtpAuthorities, smtpAuthorities)] {
            guard let path, (FileManager.default.contents(atPath: path) ?? Data()).isEmpty else { continue }
            mistakes.append("--\(name.rawValue) \(path) cannot be read or is empty. Check path and permissions.")
        }
    }

    /// - Parameter lab: the Lab's mailbox, when there is one and no other server was named.
    func mailFacilities(lab: MailServer?) -> MailFacilities? {
        guard let server = smtp.flatMap(mailServer) ?? lab else { return nil }
        return MailFacilities(
            transport: CurlMailTransport(server), wording: NoticeMailWriter(),
            sender: mailFrom.flatMap { try? MailAddress($0) }, consoleURL: consoleURL,
            operatorAddress: operatorMail.flatMap { try? MailAddress($0) })
    }

    private func mailServer(_ address: String) -> MailServer? {
        let password = smtpPasswordFile.flatMap { FileManager.default.contents(atPath: $0) }.map {
            Secret(String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines))
        }
        return MailServer(address: address, password: password, authorityFile: smtpAuthorities)
    }
}
