public import Administration
public import Foundation
public import Problems

/// The few pages that a person opens on the device that is being enrolled. They are served by the device
/// listener, which need not share anything with the console but the look.
public struct DevicePages: Sendable {
    public enum Content: Sendable {
        /// An open invitation.
        ///
        /// - Parameter profilePath: where the profile is downloaded.
        case invitation(companyName: String, inviteeName: String, profilePath: String, expiresAt: Date)
        /// Company code and 認証コード.
        case code(companyCode: String, problem: Problem?)
        /// What stands against enrolling.
        case problem(Problem)
    }

    let language: Language
    let company: Company?
    let now: Date
    let isLab: Bool
    let version: String
    let path: String

    /// - Parameters:
    ///   - company: whose brand is shown; nil for the first brand.
    ///   - path: of this page, without `lang`.
    public init(language: Language, company: Company?, now: Date, isLab: Bool, version: String, path: String) {
        self.language = language
        self.company = company
        self.now = now
        self.isLab = isLab
        self.version = version
        self.path = path
    }

    /// The whole document, UTF-8.
    public func html(_ content: Content) -> String {
        let context = ViewContext(
            language: language, brand: company?.brand ?? .smartMobileSafetyManager, company: nil, user: nil,
            timeZone: company?.timeZone ?? .gmt, now: now, isLab: isLab, section: nil, path: path, csrfToken: "",
            version: version)
        switch content {
        case .invitation(let companyName, let inviteeName, let profilePath, let expiresAt):
            return OnDeviceView(
                companyName: companyName, inviteeName: inviteeName, profilePath: profilePath, expiresAt: expiresAt
            ).document(in: context).markup
        case .code(let code, let problem):
            return EnrollmentCodeView(companyCode: code, problem: problem).document(in: context).markup
        case .problem(let problem): return OnDeviceProblemView(problem: problem).document(in: context).markup
        }
    }

    /// The style sheets that these pages name.
    public static func asset(named name: String) -> (contentType: String, bytes: [UInt8])? {
        ConsoleAssets.asset(named: name).map { ($0.contentType, $0.bytes) }
    }

    /// `?lang=`, else Accept-Language, else Japanese.
    public static func language(wish: String?, acceptLanguage: String?) -> Language {
        wish.flatMap(Language.init(rawValue:)) ?? AcceptedLanguage.first(in: acceptLanguage ?? "") ?? .japanese
    }
}
