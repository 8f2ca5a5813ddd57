import Foundation
import MDMProtocol
import Testing

/// reading never takes memory of more than twenty times the body. Measured in a process of its own, by the
/// peak of resident memory, which the kernel counts in pages: 512 KiB are allowed for what it rounds.
struct MemoryTests {
    @Test func `reading large bodies peaks below twenty times the body`() async {
        await #expect(processExitsWith: .success) {
            let corpus = try Corpus()
            for item in corpus.cases {
                let body = corpus.body(item)
                guard body.count >= 16_384 else { continue }
                let peak = try Memory.peak { _ = try? PropertyList(reading: body) }
                #expect(peak <= 20 * body.count + 524_288, "\(item.kind): \(item.name): \(peak) for \(body.count)")
                let scan = try Memory.peak { _ = try? MessageScan(reading: body, wanted: ["k"]) }
                #expect(scan <= 20 * body.count + 524_288, "\(item.kind): \(item.name): \(scan) for \(body.count)")
            }
        }
    }

    /// Small bodies are read so often that a quarter of a megabyte was read, and all values are held.
    @Test func `many small bodies hold below twenty times of all of them`() async {
        await #expect(processExitsWith: .success) {
            let corpus = try Corpus()
            for (number, item) in corpus.cases.enumerated() where number.isMultiple(of: 16) {
                let body = corpus.body(item)
                guard (64..<16_384).contains(body.count), (try? PropertyList(reading: body)) != nil else { continue }
                let times = 262_144 / body.count
                var lists: [PropertyList] = []
                lists.reserveCapacity(3 * times)
                let peak = try Memory.peak {
                    for _ in 0..<times {
                        if let list = try? PropertyList(reading: body) { lists.append(list) }
                    }
                }
                #expect(
                    peak <= 20 * body.count * times + 524_288, "\(item.kind): \(item.name): \(peak) for \(body.count)")
            }
        }
    }
}

/// What Linux says of this process.
private enum Memory {
    /// How far resident memory rose above where it was, in bytes, while `work` ran: the least of three times, as the
    /// first brings in the pages of the code itself, and other threads of the process bring in theirs at any time.
    static func peak(_ work: () -> Void) throws -> Int {
        try (0..<3).map { _ in try onePeak(work) }.min() ?? 0
    }

    private static func onePeak(_ work: () -> Void) throws -> Int {
        giveBack()
        try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        let before = try resident("VmRSS:")
        work()
        return try resident("VmHWM:") - before
    }

    /// Free memory goes back to the kernel, so that what is used again counts again. glibc only.
    private static func giveBack() {
        guard let symbol = dlsym(nil, "malloc_trim") else { return }
        _ = unsafeBitCast(symbol, to: (@convention(c) (Int) -> CInt).self)(0)
    }

    private static func resident(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kibibytes = try #require(line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
        return kibibytes * 1024
    }
}
