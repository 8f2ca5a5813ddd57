public import Administration
public import Foundation
import Ports
import Problems
import PushCertificates
import UseCases

/// What ends a command with exit status 1 besides the product's own problems.
enum CommandFailure: Error {
    case notAssembled
    case companyNeeded([String])
    case fileUnreadable(String)
    case fileUnwritable(String)
    case valueInvalid(String)
}

/// Errors in words for a terminal; the same sentences as the console's.
public enum TerminalReport {
    /// - Returns: what happened, what it means and what to do, each on a line, with its code.
    public static func lines(for error: any Error, language: Language, timeZone: TimeZone = .current) -> [String] {
        guard let problem = problem(for: error, timeZone: timeZone) else {
            return ["kizuna: internal: \(error)"]
        }
        var lines = [
            "kizuna: \(problem.fact[language])", "  \(problem.meaning[language])", "  \(problem.nextStep[language])",
            "  [\(problem.code)]",
        ]
        if !problem.operatorDetail.isEmpty { lines.append("  \(problem.operatorDetail)") }
        return lines
    }

    /// True for a command that was used wrongly (exit status 2), false for one that failed (1).
    public static func isUsage(_ error: any Error) -> Bool {
        switch error as? CommandFailure {
        case .valueInvalid, .companyNeeded: true
        default: false
        }
    }

    static func problem(for error: any Error, timeZone: TimeZone) -> Problem? {
        switch error {
        case let problem as Problem: problem
        case let error as AdministrationError: Problem(error)
        case let error as VendorSigningProblem: Problem(error, timeZone: timeZone)
        case let error as PushCertificateError: Problem(error, timeZone: timeZone)
        case let error as SecretVaultError: Problem(error)
        case let error as StoreError: Problem(error)
        case let refusal as UploadRefusal:
            Problem(
                refusal,
                facts: UploadFacts(
                    timeZone: timeZone, devicesOnRegisteredTopic: 0, devicesInAll: 0, registeredAppleID: "", notes: "",
                    fileName: ""))
        case let failure as CommandFailure: failure.problem
        default: nil
        }
    }
}

extension CommandFailure {
    var problem: Problem {
        switch self {
        case .notAssembled:
            Problem(
                "not-assembled", fact: .init(ja: "起動の途中です。", en: "The program is not assembled."),
                meaning: .init(ja: "何も変更していません。", en: "Nothing was changed."),
                nextStep: .init(ja: "kizuna から実行してください。", en: "Run it as `kizuna`."))
        case .companyNeeded(let codes):
            Problem(
                "company-needed",
                fact: .init(ja: "会社が指定されていません。", en: "No company was named."),
                meaning: .init(
                    ja: "会社は \(codes.count) 社あります: \(codes.joined(separator: ", "))",
                    en: "There are \(codes.count): \(codes.joined(separator: ", "))"),
                nextStep: .init(ja: "--company で指定してください。", en: "Name one with --company."))
        case .fileUnreadable(let path):
            Problem(
                "file-unreadable", fact: .init(ja: "ファイルを読めません: \(path)", en: "The file cannot be read: \(path)"),
                meaning: .init(ja: "何も変更していません。", en: "Nothing was changed."),
                nextStep: .init(ja: "場所と権限を確かめてください。", en: "Check its path and permissions."))
        case .fileUnwritable(let path):
            Problem(
                "file-unwritable", fact: .init(ja: "ファイルに書けません: \(path)", en: "The file cannot be written: \(path)"),
                meaning: .init(ja: "ファイルは作られていません。", en: "It was not created."),
                nextStep: .init(
                    ja: "場所と権限を確かめるか、別の名前にしてください。既存のファイルは上書きしません。",
                    en: "Check path and permissions, or choose another name; an existing file is not overwritten."))
        case .valueInvalid(let detail):
            Problem(
                "value-invalid", fact: .init(ja: "値が正しくありません: \(detail)", en: "A value is not right: \(detail)"),
                meaning: .init(ja: "何も変更していません。", en: "Nothing was changed."),
                nextStep: .init(ja: "--help で使い方を確かめてください。", en: "See --help."))
        }
    }
}
