import Administration
import Foundation
import Ports
import Synchronization
import Testing

@testable import UseCases

private let password = Secret("correct horse battery")

private func people() async throws -> (TestInstallation, LogIn.SignedIn) {
    let test = try await TestInstallation(importingVendor: false)
    _ = try await CreateUser(test.installation)(
        login: "hanako", role: .administrator, password: password, in: test.company)
    return (test, try await logIn(test))
}

private func logIn(
    _ test: TestInstallation, company: String = "sample", login: String = "hanako", password: Secret<String> = password
) async throws -> LogIn.SignedIn {
    try await LogIn(test.installation)(companyCode: company, login: login, password: password, from: "127.0.0.1")
}

private func isSignedIn(_ test: TestInstallation, _ signedIn: LogIn.SignedIn) async throws -> Bool {
    try await AuthenticateSession(test.installation)(token: signedIn.token.reveal()) != nil
}

@Test func `a session ends after half an hour without a request and after twelve hours in any case`() async throws {
    let (test, signedIn) = try await people()
    for _ in 0..<30 {
        test.clock.advance(seconds: 24 * 60)
        if test.clock.now.timeIntervalSince1970 - 1_795_230_000 >= 12 * 3600 { break }
        #expect(try await isSignedIn(test, signedIn))
    }
    #expect(try await !isSignedIn(test, signedIn))
    let another = try await logIn(test)
    test.clock.advance(seconds: 30 * 60)
    #expect(try await !isSignedIn(test, another))
}

@Test func `whatever is wrong, the answer is the same`() async throws {
    let (test, _) = try await people()
    for (company, login, word) in [
        ("sample", "hanako", "wrong password!"), ("sample", "nobody", "correct horse battery"),
        ("nowhere", "hanako", "correct horse battery"), ("UPPER", "hanako", "x"),
    ] {
        await #expect(throws: AdministrationError.loginFailed) {
            try await logIn(test, company: company, login: login, password: Secret(word))
        }
    }
}

@Test func `ten wrong passwords make the account wait, known or not`() async throws {
    for login in ["hanako", "nobody"] {
        let (test, _) = try await people()
        for _ in 0..<LoginThrottle.accountLimit {
            await #expect(throws: AdministrationError.loginFailed) {
                try await logIn(test, login: login, password: Secret("wrong"))
            }
        }
        await #expect(throws: AdministrationError.loginThrottled) { try await logIn(test, login: login) }
        test.clock.advance(seconds: LoginThrottle.windowSeconds + 1)
        if login == "hanako" { _ = try await logIn(test) }
    }
}

@Test func `a disabled person is out at the next request`() async throws {
    let (test, signedIn) = try await people()
    try await test.installation.store.write { transaction in
        var user = signedIn.principal.user
        user.isDisabled = true
        try transaction.update(user, in: test.company.scope)
    }
    #expect(try await !isSignedIn(test, signedIn))
    await #expect(throws: AdministrationError.loginFailed) { try await logIn(test) }
}

@Test func `a changed password ends the other sessions and keeps this one`() async throws {
    let (test, here) = try await people()
    let elsewhere = try await logIn(test)
    let new = Secret("another good sentence")
    try await SetPassword(test.installation).change(current: password, password: new, again: new, by: here.principal)
    #expect(try await isSignedIn(test, here))
    #expect(try await !isSignedIn(test, elsewhere))
    await #expect(throws: AdministrationError.loginFailed) { try await logIn(test) }
    _ = try await logIn(test, password: new)
}

@Test func `a password link works once and for three days`() async throws {
    let test = try await TestInstallation(importingVendor: false)
    let created = try await CreateUser(test.installation)(login: "taro", role: .viewer, in: test.company)
    let token = try #require(created.linkToken).reveal()
    await #expect(throws: AdministrationError.passwordTooShort) {
        try await SetPassword(test.installation).byLink(token, password: Secret("short"), again: Secret("short"))
    }
    _ = try await SetPassword(test.installation).byLink(token, password: password, again: password)
    await #expect(throws: AdministrationError.linkNotValid) {
        try await SetPassword(test.installation).byLink(token, password: password, again: password)
    }
    let late = try await CreateUser(test.installation).newLink(login: "taro", in: test.company).reveal()
    test.clock.advance(days: 3)
    #expect(try await SetPassword(test.installation).owner(ofLink: late) == nil)
}

/// Something happens while a password is being computed.
private struct SlowHasher: PasswordHasher {
    let hasher: any PasswordHasher
    let meanwhile: @Sendable () async throws -> Void

    func hash(_ password: Secret<String>) async throws -> PasswordHash { try await hasher.hash(password) }
    func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool {
        let isRight = try await hasher.verify(password, against: hash)
        try await meanwhile()
        return isRight
    }
}

@Test func `a password that is changed while an old one is being checked lets nobody in`() async throws {
    let (test, here) = try await people()
    let new = Secret("another good sentence")
    let base = test.installation
    let slow = Installation(
        store: base.store, vault: base.vault, time: base.time, randomness: base.randomness,
        hasher: SlowHasher(hasher: base.hasher) {
            let token = try await CreateUser(base).newLink(login: "hanako", in: test.company)
            _ = try await SetPassword(base).byLink(token.reveal(), password: new, again: new)
        })
    await #expect(throws: AdministrationError.loginFailed) {
        try await LogIn(slow)(companyCode: "sample", login: "hanako", password: password, from: "127.0.0.1")
    }
    let third = Secret("a third sentence, better")
    await #expect(throws: AdministrationError.wrongCurrentPassword) {
        try await SetPassword(slow).change(current: password, password: third, again: third, by: here.principal)
    }
    _ = try await logIn(test, password: new)
}

/// Counts how many passwords are computed, and lets others go first.
private final class CountingHasher: PasswordHasher {
    private let hasher: any PasswordHasher
    private let count = Mutex(0)
    var verified: Int { count.withLock { $0 } }

    init(_ hasher: any PasswordHasher) { self.hasher = hasher }

    func hash(_ password: Secret<String>) async throws -> PasswordHash { try await hasher.hash(password) }
    func verify(_ password: Secret<String>, against hash: PasswordHash?) async throws -> Bool {
        count.withLock { $0 += 1 }
        for _ in 0..<1_000 { await Task.yield() }
        return try await hasher.verify(password, against: hash)
    }
}

private func counting(_ test: TestInstallation) -> (Installation, CountingHasher) {
    let base = test.installation
    let hasher = CountingHasher(base.hasher)
    return (
        Installation(
            store: base.store, vault: base.vault, time: base.time, randomness: base.randomness, hasher: hasher), hasher
    )
}

@Test func `of forty wrong passwords at the same time no more are looked at than one after the other`() async throws {
    let (test, _) = try await people()
    let (installation, hasher) = counting(test)
    let answers = await withTaskGroup(of: AdministrationError?.self) { group in
        for number in 0..<40 {
            group.addTask {
                do {
                    _ = try await LogIn(installation)(
                        companyCode: "sample", login: "hanako", password: Secret("wrong \(number)"), from: "127.0.0.1")
                    return nil
                } catch {
                    return error as? AdministrationError
                }
            }
        }
        return await group.reduce(into: [AdministrationError?]()) { $0.append($1) }
    }
    #expect(hasher.verified == LoginThrottle.accountLimit)
    #expect(answers.count { $0 == .loginFailed } == LoginThrottle.accountLimit)
    #expect(answers.count { $0 == .loginThrottled } == 40 - LoginThrottle.accountLimit)
    let told = try await test.events()
    #expect(told.count { $0 == .loginThrottled } == 1 && told.count { $0 == .loginFailed } == 10)
}

@Test func `of forty wrong passwords at the same time before an action no more are looked at either`() async throws {
    let (test, here) = try await people()
    let (installation, hasher) = counting(test)
    await withTaskGroup(of: Void.self) { group in
        for number in 0..<40 {
            group.addTask { _ = try? await StepUp(installation)(Secret("wrong \(number)"), by: here.principal) }
        }
    }
    #expect(hasher.verified == LoginThrottle.accountLimit)
}

@Test func `whoever knows the password is not counted, from one address neither`() async throws {
    let (test, here) = try await people()
    for number in 0..<LoginThrottle.addressLimit + 5 {
        if number.isMultiple(of: 3) { _ = try await StepUp(test.installation)(password, by: here.principal) }
        _ = try await logIn(test)
    }
    // Nor does it take back what others tried meanwhile from there.
    for _ in 0..<4 {
        await #expect(throws: AdministrationError.loginFailed) { try await logIn(test, login: "nobody") }
    }
    _ = try await logIn(test)
    let key = LoginFailureKey.address("127.0.0.1")
    let failures = try await test.installation.store.read { try $0.loginFailures(key: key, since: .distantPast) }
    #expect(failures == 4)
}
