import Administration
import Ports
import Problems
import UseCases

extension ProblemSamples {
    static func administration() throws -> [AdministrationError] {
        [
            .invalidCompanyCode("Sample Co"), .companyCodeTaken(try CompanyCode("sample")), .invalidCompanyName,
            .unknownTimeZone("Asia/Edo"), .unknownBrand("nobody"), .noSuchCompany("sampel"),
            .invalidLogin("sample admin"), .loginTaken("admin"), .noSuchUser("admni"), .passwordTooShort,
            .passwordTooLong, .passwordTooCommon, .passwordsDiffer, .wrongCurrentPassword, .loginFailed,
            .loginThrottled, .linkNotValid, .setUpAlreadyDone, .logDaysOutOfRange,
            .noticeTextNotValid, .noticeOverAlready, .noSuchNotice,
        ]
    }

    static func place(of error: AdministrationError) -> Int {
        switch error {
        case .invalidCompanyCode: 0
        case .companyCodeTaken: 1
        case .invalidCompanyName: 2
        case .unknownTimeZone: 3
        case .unknownBrand: 4
        case .noSuchCompany: 5
        case .invalidLogin: 6
        case .loginTaken: 7
        case .noSuchUser: 8
        case .passwordTooShort: 9
        case .passwordTooLong: 10
        case .passwordTooCommon: 11
        case .passwordsDiffer: 12
        case .wrongCurrentPassword: 13
        case .loginFailed: 14
        case .loginThrottled: 15
        case .linkNotValid: 16
        case .setUpAlreadyDone: 17
        case .logDaysOutOfRange: 18
        case .noticeTextNotValid: 19
        case .noticeOverAlready: 20
        case .noSuchNotice: 21
        }
    }

    /// What an adapter may hand in; none of it may reach a page.
    static let path = "/srv/somewhere/master.key"
    static let databaseWords = "SQLITE_CONSTRAINT: users.login"

    static let vault: [SecretVaultError] = [
        .masterKeyMissing(path: path), .masterKeyUnusable(path: path, reason: "mode 0644"),
        .masterKeyWrong(path: path), .doesNotOpen,
    ]

    static func place(of error: SecretVaultError) -> Int {
        switch error {
        case .masterKeyMissing: 0
        case .masterKeyUnusable: 1
        case .masterKeyWrong: 2
        case .doesNotOpen: 3
        }
    }

    static let store: [StoreError] = [
        .cannotOpen(databaseWords), .conflict(databaseWords), .unavailable(databaseWords),
        .unreadable(databaseWords),
    ]

    static func place(of error: StoreError) -> Int {
        switch error {
        case .cannotOpen: 0
        case .conflict: 1
        case .unavailable: 2
        case .unreadable: 3
        }
    }

    static let push: [PushCertificateError] = [
        .changedMeanwhile(by: "admin", at: instant), .nothingEntered, .appleIDTooLong(limit: 256),
        .notesTooLong(limit: 1000), .topicNeedsConfirmation(devices: 412), .noCertificateRegistered,
        .cannotBeRestored, .noPendingRequest, .keyUnusable(request: "1f0c9a2e"), .signedRequestNotOurs,
    ]

    static func place(of error: PushCertificateError) -> Int {
        switch error {
        case .changedMeanwhile: 0
        case .nothingEntered: 1
        case .appleIDTooLong: 2
        case .notesTooLong: 3
        case .topicNeedsConfirmation: 4
        case .noCertificateRegistered: 5
        case .cannotBeRestored: 6
        case .noPendingRequest: 7
        case .keyUnusable: 8
        case .signedRequestNotOurs: 9
        }
    }

    static let edge: [Problem] = [
        .notFound, .forbidden(.manageCertificate), .tooLarge, .throttled, .unavailable(reference: "7c1e-40aa"),
        .formExpired, .requestNotUnderstood,
    ]

    /// In the order of docs/reference/problems.md, under its headings.
    static func all() throws -> [(heading: String, problems: [Problem])] {
        [
            ("A file that was not registered", try refusals().map { Problem($0, facts: facts) }),
            ("A request that cannot be signed", vendor.map { Problem($0, timeZone: timeZone) }),
            ("The company's push certificate", push.map { Problem($0, timeZone: timeZone) }),
            ("Notification settings", notices.map { Problem($0) }),
            ("Webhooks", webhooks.map { Problem($0) }),
            (
                "A file that was not registered as the ADE token",
                tokenRefusals.map {
                    Problem($0, timeZone: timeZone, requests: [])
                }
            ),
            ("The ADE token", tokenErrors.map { Problem($0, timeZone: timeZone) }),
            ("Apple's device enrollment service", services.map { Problem($0, timeZone: timeZone) }),
            ("The profile of devices that enroll by themselves", setup.map { Problem($0) }),
            ("Invitations, devices and commands", try enrollment().map { Problem($0, timeZone: timeZone) }),
            ("People, companies and sessions", try administration().map { Problem($0) }),
            ("The master key", vault.map { Problem($0) }),
            ("The database", store.map { Problem($0) }),
            ("The edge", edge),
        ]
    }
}
