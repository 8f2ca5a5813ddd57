import AutomatedEnrollment
import Foundation
import Problems
import UseCases

extension ProblemSamples {
    static let tokenRefusals: [TokenRefusal] = [
        .empty, .tooLarge(limitBytes: 65_536), .publicKey, .pushCertificate, .certificate, .certificateRequest,
        .privateKey, .webPage, .zipArchive, .notMIME, .truncated, .notAToken, .unsupportedEncryption,
        .keyNotRequestedHere(recipient: "other ADE"), .notDecrypted(requestedAt: instant), .damagedContent,
        .valueMissing("access_secret"), .expired(at: instant), .otherServer(registered: "CK_1", offered: "CK_2"),
        .olderThanRegistered(offered: instant, registered: instant.addingTimeInterval(86_400)), .alreadyRegistered,
    ]

    static func place(of refusal: TokenRefusal) -> Int {
        switch refusal {
        case .empty: 0
        case .tooLarge: 1
        case .publicKey: 2
        case .pushCertificate: 3
        case .certificate: 4
        case .certificateRequest: 5
        case .privateKey: 6
        case .webPage: 7
        case .zipArchive: 8
        case .notMIME: 9
        case .truncated: 10
        case .notAToken: 11
        case .unsupportedEncryption: 12
        case .keyNotRequestedHere: 13
        case .notDecrypted: 14
        case .damagedContent: 15
        case .valueMissing: 16
        case .expired: 17
        case .otherServer: 18
        case .olderThanRegistered: 19
        case .alreadyRegistered: 20
        }
    }

    static let tokenErrors: [TokenError] = [
        .noFile, .noTokenRegistered, .keyUnusable(request: "1f0c9a2e"),
    ]

    static func place(of error: TokenError) -> Int {
        switch error {
        // Said as of the push certificate.
        case .changedMeanwhile: -1
        case .noFile: 0
        case .noTokenRegistered: 1
        case .keyUnusable: 2
        }
    }

    static let services: [ServiceProblem] = [
        .termsNotSigned, .tokenRejected("oauth_problem=token_rejected"), .clockRefused,
        .throttled(retryAfterSeconds: 60), .refused(status: 500, word: "INTERNAL"), .unreachable("timeout"),
        .unreadable, .profileUnknown,
    ]

    static let setup: [SetupSettings.Problem] = [
        .nameInvalid(limit: 125), .departmentTooLong(limit: 125), .supportPhoneTooLong(limit: 50),
    ]
}
