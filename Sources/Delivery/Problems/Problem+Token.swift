public import AutomatedEnrollment
public import Foundation
public import UseCases

extension Problem {
    /// The sentence for a file that was not registered as the ADE token. In none of these cases was anything changed.
    ///
    /// - Parameters:
    ///   - timeZone: the company's.
    ///   - requests: the public keys that the company has, newest first.
    public init(_ refusal: TokenRefusal, timeZone: TimeZone, requests: [TokenRequest]) {
        let say = TokenSentences(timeZone: timeZone, requests: requests)
        switch refusal {
        case .empty: self = say.empty()
        case .truncated: self = say.truncated()
        case .tooLarge(let limitBytes): self = say.tooLarge(limitBytes)
        case .publicKey: self = say.publicKey()
        case .pushCertificate: self = say.pushCertificate()
        case .certificate: self = say.certificate()
        case .certificateRequest: self = say.certificateRequest()
        case .privateKey: self = say.privateKey()
        case .webPage: self = say.webPage()
        case .zipArchive: self = say.zipArchive()
        case .notMIME: self = say.notMIME()
        case .notAToken: self = say.notAToken()
        case .unsupportedEncryption: self = say.unsupportedEncryption()
        case .keyNotRequestedHere(let recipient): self = say.keyNotRequestedHere(recipient)
        case .notDecrypted(let instant): self = say.notDecrypted(instant)
        case .damagedContent: self = say.damagedContent()
        case .valueMissing(let name): self = say.valueMissing(name)
        case .expired(let instant): self = say.expired(instant)
        case .otherServer(let registered, let offered): self = say.otherServer(registered, offered)
        case .olderThanRegistered(let offered, let registered): self = say.older(offered, than: registered)
        case .alreadyRegistered: self = say.alreadyRegistered()
        }
    }

    /// What stands against a wish about the token besides the file.
    public init(_ error: TokenError, timeZone: TimeZone) {
        let say = TokenSentences(timeZone: timeZone, requests: [])
        switch error {
        case .changedMeanwhile(let login, let instant):
            self = .conflict(changedBy: login, at: instant, timeZone: timeZone)
        case .noFile: self = say.noFile()
        case .noTokenRegistered: self = say.noTokenRegistered()
        case .keyUnusable(let request): self = say.keyUnusable(request)
        }
    }
}
