import Administration
import Hummingbird
import UseCases

/// ログ
extension RouteTable {
    mutating func addLog() {
        page("log", requires: .viewLog) { signedIn in
            let before = signedIn.visit.query("before").flatMap(Int.init)
            let page = try await ReadLog(signedIn.installation)(before: before, in: signedIn.scope)
            return signedIn.visit.render(
                LogView(LogModel(entries: page.entries, olderBefore: page.next, isContinued: before != nil)),
                section: .log)
        }
    }
}
