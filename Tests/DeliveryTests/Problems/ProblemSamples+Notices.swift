import Notices
import Problems

extension ProblemSamples {
    static let notices: [NoticeError] = [
        .invalidAddress("admin@"), .tooManyAddresses(limit: 50), .invalidName, .noEvent, .noRecipient, .noSuchRule,
        .tooManyRules(limit: 50), .invalidLadder("400"), .invalidSilence("0"), .invalidEscalation("0"),
        .changedMeanwhile, .noMailServer, .noSuchMail, .mailNotWaiting,
    ]

    static func place(of error: NoticeError) -> Int {
        switch error {
        case .invalidAddress: 0
        case .tooManyAddresses: 1
        case .invalidName: 2
        case .noEvent: 3
        case .noRecipient: 4
        case .noSuchRule: 5
        case .tooManyRules: 6
        case .invalidLadder: 7
        case .invalidSilence: 8
        case .invalidEscalation: 9
        case .changedMeanwhile: 10
        case .noMailServer: 11
        case .noSuchMail: 12
        case .mailNotWaiting: 13
        }
    }
}
