public import Administration

extension Problem {
    /// The sentence for what can be wrong with people, companies and sessions.
    ///
    /// ``AdministrationError/loginFailed`` is the same for an unknown company, an unknown login and a wrong
    /// password, so that nothing is told to a stranger.
    public init(_ error: AdministrationError) {
        let say = AdministrationSentences()
        switch error {
        case .invalidCompanyCode(let code): self = say.invalidCompanyCode(code)
        case .companyCodeTaken(let code): self = say.companyCodeTaken(code)
        case .invalidCompanyName: self = say.invalidCompanyName()
        case .unknownTimeZone(let name): self = say.unknownTimeZone(name)
        case .unknownBrand(let key): self = say.unknownBrand(key)
        case .noSuchCompany(let code): self = say.noSuchCompany(code)
        case .invalidLogin(let login): self = say.invalidLogin(login)
        case .loginTaken(let login): self = say.loginTaken(login)
        case .noSuchUser(let login): self = say.noSuchUser(login)
        case .passwordTooShort: self = say.passwordTooShort()
        case .passwordTooLong: self = say.passwordTooLong()
        case .passwordTooCommon: self = say.passwordTooCommon()
        case .passwordsDiffer: self = say.passwordsDiffer()
        case .wrongCurrentPassword: self = say.wrongCurrentPassword()
        case .loginFailed: self = say.loginFailed()
        case .loginThrottled: self = say.loginThrottled()
        case .linkNotValid: self = say.linkNotValid()
        case .setUpAlreadyDone: self = say.setUpAlreadyDone()
        case .logDaysOutOfRange: self = say.logDaysOutOfRange()
        case .noticeTextNotValid: self = say.noticeTextNotValid()
        case .noticeOverAlready: self = say.noticeOverAlready()
        case .noSuchNotice: self = say.noSuchNotice()
        }
    }
}
