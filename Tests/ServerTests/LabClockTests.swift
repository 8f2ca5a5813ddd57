import Foundation
import Testing

@testable import kizuna

struct LabClockTests {
    @Test func `a clock file that is replaced counts at once, also by one of the same length`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "kizuna-clock-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let clock = LabClock(path: path)
        func distance() -> Int { Int((clock.now.timeIntervalSinceNow).rounded()) }
        #expect(distance() == 0, "no file")
        for hours in [1, 5, 9, 2, 7, 3, 8, 4] {
            try Data("\(hours)000000\n".utf8).write(to: URL(filePath: path + ".new"))
            #expect(rename(path + ".new", path) == 0)
            #expect(distance() == hours * 1000)
            #expect(distance() == hours * 1000)
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(distance() == 0)
    }
}
