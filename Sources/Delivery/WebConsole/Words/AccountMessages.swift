/// The messages after a change of the own account.
enum AccountMessages {
    static func languageSaved(_ c: ViewContext) -> Message { Message(.done, c(AccountWords.languageSaved)) }

    static func passwordChanged(_ c: ViewContext) -> Message {
        Message(.done, c(AccountWords.passwordChanged), meaning: c(AccountWords.passwordChangedMeaning))
    }
}
