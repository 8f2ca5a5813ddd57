import Foundation
import Glibc
import Measurements

/// What the kernel says of this process, under the names that Prometheus' own clients use.
struct ProcessFigures {
    /// Bytes resident in memory, virtual size, seconds of computing, seconds after boot at which it began.
    private let status: [String: Double]

    init() {
        status = Self.read()
    }

    func write(to page: inout MetricsPage) {
        func add(_ name: StaticString, _ kind: MetricsPage.Kind, _ help: StaticString) {
            guard let value = status["\(name)"] else { return }
            page.add(name, kind, help, value)
        }
        add("process_resident_memory_bytes", .gauge, "Resident memory size in bytes.")
        add("process_virtual_memory_bytes", .gauge, "Virtual memory size in bytes.")
        add("process_cpu_seconds_total", .counter, "Total user and system CPU time spent in seconds.")
        add("process_start_time_seconds", .gauge, "Start time of the process since unix epoch in seconds.")
        add("process_open_fds", .gauge, "Number of open file descriptors.")
        add("process_max_fds", .gauge, "Maximum number of open file descriptors.")
        add("process_threads", .gauge, "Number of threads.")
    }

    /// proc(5): `stat`, whose second field may hold blanks and ends with the last parenthesis.
    private static func read() -> [String: Double] {
        var figures: [String: Double] = [:]
        if let stat = text("/proc/self/stat"), let end = stat.lastIndex(of: ")") {
            let fields = stat[stat.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
            let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
            // The first of these fields is number 3, the state.
            func field(_ number: Int) -> Double { fields.indices.contains(number - 3) ? fields[number - 3] : 0 }
            figures["process_cpu_seconds_total"] = (field(14) + field(15)) / ticks
            figures["process_threads"] = field(20)
            figures["process_virtual_memory_bytes"] = field(23)
            figures["process_resident_memory_bytes"] = field(24) * Double(sysconf(Int32(_SC_PAGESIZE)))
            if let boot = bootTime() { figures["process_start_time_seconds"] = boot + field(22) / ticks }
        }
        if let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            figures["process_open_fds"] = Double(open.count)
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures["process_max_fds"] = Double(limit.rlim_cur)
        }
        return figures
    }

    private static func bootTime() -> Double? {
        text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
    }

    private static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
