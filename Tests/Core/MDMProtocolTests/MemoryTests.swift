import Foundation
import MDMProtocol
import Testing

/// reading never takes memory of more than twenty times the body. Measured in a process of its own.
struct MemoryTests {
    /// Bodies from 16 KiB on, by the peak of resident memory, which the kernel counts in pages: 512 KiB are allowed
    /// for what it rounds.
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

    /// All bodies, by what the allocator has handed out while the value is held; 1 KiB for what is fixed.
    @Test func `a value holds less than twenty times its body`() async {
        await #expect(processExitsWith: .success) {
            let corpus = try Corpus()
            for item in corpus.cases {
                let body = corpus.body(item)
                let before = Memory.allocated
                let list = try? PropertyList(reading: body)
                let held = Memory.allocated - before
                #expect(held <= 20 * body.count + 1024, "\(item.kind): \(item.name): \(held) for \(body.count)")
                withExtendedLifetime(list) {}
            }
        }
    }
}

/// What glibc and Linux say of this process.
private enum Memory {
    /// Bytes handed out by the allocator, on its heap and as mappings.
    static var allocated: Int {
        let info = mallinfo2()
        return Int(info.uordblks + info.hblkhd)
    }

    /// How far resident memory rose above where it was, in bytes, while `work` ran.
    static func peak(_ work: () -> Void) throws -> Int {
        malloc_trim(0)
        try Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        let before = try resident("VmRSS:")
        work()
        return try resident("VmHWM:") - before
    }

    private static func resident(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kibibytes = try #require(line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
        return kibibytes * 1024
    }
}
