import Foundation
import SimulatedClock
import Testing

@Suite struct `The Lab's clock` {
    private let path = Shared.scratch + "/clock-\(UUID().uuidString)"
    private let system = Date(timeIntervalSince1970: 1_795_000_000)

    private func clock() throws -> LabClock {
        let system = system
        return try LabClock(path: path, system: { system })
    }

    private var file: String { get throws { try String(contentsOfFile: path, encoding: .utf8) } }

    @Test func `begins with the system's time`() throws {
        let clock = try clock()
        #expect(clock.now == system)
        #expect(try file == "0\n")
    }

    @Test func `keeps its offset as milliseconds in decimal`() throws {
        let clock = try clock()
        try clock.set(to: system + 86_400)
        #expect(try file == "86400000\n")
        #expect(clock.now == system + 86_400)
        try clock.set(to: system - 1.5)
        #expect(try file == "-1500\n")
    }

    @Test func `is never a moment before what it was set to`() throws {
        let clock = try clock()
        try clock.set(to: system + 0.0004)
        #expect(clock.now >= system + 0.0004)
    }

    @Test func `sees at once what another process wrote`() throws {
        let clock = try clock()
        try "3600000".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(clock.now == system + 3600)
    }

    @Test func `goes on with the last offset while the file cannot be read`() throws {
        let clock = try clock()
        try clock.set(to: system + 60)
        try "tomorrow".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(clock.now == system + 60)
    }

    @Test func `does not begin with a file that holds no offset`() throws {
        try "tomorrow".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: LabClockError.noOffset(path: path)) { try clock() }
    }

    @Test func `does not go further than a hundred years`() throws {
        let clock = try clock()
        #expect(throws: LabClockError.tooFar) { try clock.set(to: system + 200 * 366 * 86_400) }
        #expect(clock.now == system)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0.0), ("2026-11-18T11:06:40Z", 1_795_000_000),
        ("2026-11-18t20:06:40+09:00", 1_795_000_000),
        ("2024-02-29T23:59:59.5z", 1_709_251_199.5), ("1969-12-31T23:59:59Z", -1),
        ("2000-03-01T00:00:00-00:30", 951_870_600),
    ])
    func `reads RFC 3339`(_ text: String, _ seconds: Double) {
        #expect(RFC3339.instant(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: [
        "", "2026-11-18", "2026-11-18T11:06:40", "2026-11-18 11:06:40Z", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
        "2026-11-18T24:00:00Z", "2026-11-18T11:06:60Z", "2026-11-18T11:06:40.Z", "2026-11-18T11:06:40+0900",
        "2026-11-18T11:06:40Zx", "+026-11-18T11:06:40Z",
    ])
    func `does not read anything else`(_ text: String) {
        #expect(RFC3339.instant(text) == nil)
    }

    @Test(arguments: ["1970-01-01T00:00:00Z", "2024-02-29T12:34:56Z", "2099-12-31T23:59:59Z", "1969-07-20T20:17:40Z"])
    func `writes what it reads`(_ text: String) throws {
        #expect(RFC3339.text(try #require(RFC3339.instant(text))) == text)
    }
}
