import Administration
import Foundation
import Ports
import Problems
import PushCertificates
import Testing

@Suite struct ProblemTests {
    private func problems() throws -> [Problem] { try ProblemSamples.all().flatMap(\.problems) }

    @Test func `every case of every error has its sample`() throws {
        #expect(try ProblemSamples.refusals().map(ProblemSamples.place) == Array(0...31))
        #expect(ProblemSamples.vendor.map(ProblemSamples.place) == Array(0...12))
        #expect(ProblemSamples.push.map(ProblemSamples.place) == Array(0...9))
        #expect(try ProblemSamples.administration().map(ProblemSamples.place) == Array(0...21))
        #expect(ProblemSamples.notices.map(ProblemSamples.place) == Array(0...13))
        #expect(try ProblemSamples.enrollment().map(ProblemSamples.place) == Array(0...35))
        #expect(ProblemSamples.vault.map(ProblemSamples.place) == Array(0...3))
        #expect(ProblemSamples.store.map(ProblemSamples.place) == Array(0...3))
    }

    @Test func `codes are unique and kebab-case`() throws {
        let codes = try problems().map(\.code)
        #expect(Set(codes).count == codes.count)
        for code in codes { #expect(code.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(code)") }
    }

    @Test func `every problem speaks both languages, each in its own script`() throws {
        for problem in try problems() {
            for text in [problem.fact, problem.meaning, problem.nextStep] {
                #expect(!text.ja.isEmpty && !text.en.isEmpty && text.ja != text.en, "\(problem.code)")
                #expect(text.ja.contains(/[\p{Hiragana}]/), "\(problem.code): \(text.ja)")
                #expect(text.en.contains(/[A-Za-z]/) && !text.ja.hasSuffix("."), "\(problem.code): \(text.en)")
            }
            #expect(!problem.fact.en.contains(/[\p{Hiragana}\p{Katakana}]/), "\(problem.code)")
        }
    }

    @Test func `japanese is calm and polite, english ends its sentences`() throws {
        for problem in try problems() {
            let japanese = [problem.fact.ja, problem.meaning.ja, problem.nextStep.ja]
            let english = [problem.fact.en, problem.meaning.en, problem.nextStep.en]
            for text in japanese {
                #expect(!text.contains("エラー") && !text.contains("失敗") && !text.contains("！"), "\(text)")
                #expect(text.hasSuffix("。") || text.hasSuffix(")"), "\(text)")
                for sentence in text.split(separator: "。") {
                    let ends = ["です", "ます", "ません", "ました", "ください", "でした", ")"]
                    let polite =
                        ends.contains { sentence.hasSuffix($0) } || sentence.contains("登録中: ")
                        || sentence.contains(": ")
                    #expect(polite, "\(problem.code): \(sentence)")
                }
            }
            for text in english {
                #expect(!text.contains("!") && !text.lowercased().contains("error"), "\(text)")
                #expect(text.hasSuffix(".") || text.hasSuffix(")"), "\(text)")
            }
        }
    }

    @Test func `no text tells a path, the database's words or a secret`() throws {
        for problem in try problems() {
            let said = Language.allCases.map { problem.paragraph(in: $0) }.joined()
            #expect(!said.contains(ProblemSamples.path), "\(problem.code)")
            #expect(!said.contains(ProblemSamples.databaseWords), "\(problem.code)")
            #expect(!said.contains("SQL"), "\(problem.code)")
        }
        let missing = Problem(SecretVaultError.masterKeyMissing(path: ProblemSamples.path))
        #expect(missing.operatorDetail == ProblemSamples.path)
    }

    @Test func `a topic that differs names both topics, the devices, the Apple ID and the button`() throws {
        let (registered, offered) = (try ProblemSamples.topic("3"), try ProblemSamples.topic("4"))
        let problem = Problem(
            .topicDiffers(registered: registered, offered: offered), facts: ProblemSamples.facts)
        #expect(problem.fact.ja == "登録できません。証明書のトピックが、登録中のものと異なります。")
        #expect(problem.meaning.ja.hasPrefix("この証明書では、管理中の 412 台すべてに指示が届かなくなります。"))
        for language in Language.allCases {
            let said = problem.paragraph(in: language)
            let needed = [
                registered.description, offered.description, "412", "mdm-push@sample.example", "Renew",
                "Create a Certificate", "情報システム課で更新",
            ]
            for word in needed { #expect(said.contains(word), "\(word)") }
        }
    }

    @Test(arguments: [(0, "0 台"), (1, "1 台"), (10_000, "10,000 台")])
    func `the number of devices is stated`(_ count: Int, _ shown: String) throws {
        let facts = UploadFacts(
            timeZone: .gmt, devicesOnRegisteredTopic: count, devicesInAll: count, registeredAppleID: "", notes: "",
            fileName: "")
        let problem = Problem(
            .topicDiffers(registered: try ProblemSamples.topic("3"), offered: try ProblemSamples.topic("4")),
            facts: facts)
        #expect(problem.meaning.ja.contains(shown))
    }

    @Test func `dates stand in the company's time zone, in each language's form`() {
        let problem = Problem(.expired(at: ProblemSamples.instant), facts: ProblemSamples.facts)
        #expect(problem.fact.ja.contains("2027/11/15 10:24:11"))
        #expect(problem.fact.en.contains("2027-11-15 10:24:11"))
    }

    @Test func `words from a certificate stay one line without control characters`() {
        let hostile = "CN=\u{202E}evil\r\nSet-Cookie: x\u{0}" + String(repeating: "A", count: 500)
        let said = Problem(.notIssuedByApple(issuer: hostile), facts: ProblemSamples.facts).fact.en
        #expect(!said.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x202E })
        #expect(said.count < 300)
    }

    @Test func `a missing right is named together with those who have it`() {
        let problem = Problem.forbidden(.manageCertificate)
        #expect(problem.fact.en.contains("Manage the Apple Push certificate"))
        #expect(problem.meaning.ja.contains("管理者") && !problem.meaning.ja.contains("閲覧者"))
    }

    @Test func `a change by the service operator is named as such`() {
        let problem = Problem.conflict(
            changedBy: "", at: ProblemSamples.instant, timeZone: ProblemSamples.timeZone)
        #expect(problem.fact.ja == "サービスの運用者が 2027/11/15 10:24:11 に、すでに変更しています。")
        #expect(problem.fact.en == "Already changed by the service operator at 2027-11-15 10:24:11.")
    }

    @Test func `a login that fails says the same whatever was wrong`() {
        #expect(Problem(AdministrationError.loginFailed).meaning.ja.contains("のどれか"))
    }
}
