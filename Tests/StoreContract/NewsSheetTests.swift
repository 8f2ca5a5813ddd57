import Enrollments
import Ports
import Testing

@testable import SQLStore

@Suite struct NewsSheetTests {
    private func told(_ news: [StoreNews]) -> (lines: [String], read: Set<StoreNews>) {
        var sheet = NewsSheet()
        for one in news { sheet.add(one) }
        return (sheet.lines, Set(sheet.lines.flatMap { NewsSheet.read(.line($0)) }))
    }

    @Test func `every kind of news is understood as it was told, once`() {
        let ids = (0..<250).map { EnrollmentID(stored: "e\($0)") }
        let news = ids.map { StoreNews.work($0) } + [.enrollment(EnrollmentID(stored: "x")), .wakeUp]
        let (lines, read) = told(news + news)
        #expect(read == Set(news))
        #expect(lines.count == 5 && lines.allSatisfy { $0.utf8.count < 7_000 })
    }

    @Test func `very much news is told as everything`() {
        let many = (0..<2_000).map { StoreNews.work(EnrollmentID(stored: "e\($0)")) }
        #expect(told(many).lines == ["*"])
        #expect(told([.everything, .wakeUp]).read == [.everything, .wakeUp])
        #expect(NewsSheet().isEmpty)
    }

    @Test func `a line of a newer version is everything`() {
        #expect(NewsSheet.read(.line("q 1 2")) == [.everything])
        #expect(NewsSheet.read(.lost) == [.lost] && NewsSheet.read(.resumed) == [.resumed])
    }
}
