import Measurements
import Testing

@Suite struct MetricsPageTests {
    @Test func `a family is written with help and type before its samples`() {
        var page = MetricsPage()
        page.add("things", .gauge, "Things.", [.init(1, ["kind": "a"]), .init(2.5)])
        #expect(page.text == "# HELP things Things.\n# TYPE things gauge\nthings{kind=\"a\"} 1\nthings 2.5\n")
    }

    @Test func `a label value cannot end its line or its quotation`() {
        var page = MetricsPage()
        page.add("things", .gauge, "Things.", [.init(1, ["kind": "a\"} 9\nfake 1\\\u{0}"])])
        #expect(page.text.hasSuffix("things{kind=\"a\\\"} 9\\nfake 1\\\\\u{FFFD}\"} 1\n"))
        #expect(page.text.split(separator: "\n").count == 3)
    }

    @Test(arguments: [
        (0.0, "0"), (-3.0, "-3"), (0.5, "0.5"), (1e15, "1000000000000000"), (1e16, "1e+16"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
    ]) func `numbers are written as Prometheus reads them`(_ value: Double, _ text: String) {
        var page = MetricsPage()
        page.add("n", .gauge, "N.", value)
        #expect(page.text.hasSuffix("n \(text)\n"))
    }

    @Test func `the buckets of a histogram are cumulative and end with all observations`() {
        let histogram = Histogram(bounds: [0.001, 0.01])
        histogram.observe(.microseconds(1_000))
        histogram.observe(.microseconds(1_001))
        histogram.observe(.seconds(2))
        var page = MetricsPage()
        page.add("took_seconds", "Took.", by: "kind", [("read", histogram)])
        #expect(
            page.text == """
                # HELP took_seconds Took.
                # TYPE took_seconds histogram
                took_seconds_bucket{kind="read",le="0.001"} 1
                took_seconds_bucket{kind="read",le="0.01"} 2
                took_seconds_bucket{kind="read",le="+Inf"} 3
                took_seconds_sum{kind="read"} 2.002001
                took_seconds_count{kind="read"} 3

                """)
    }

    @Test func `what comes from outside makes no new time series`() {
        let telemetry = Telemetry()
        let before = telemetry.checkIns.values.count
        telemetry.checkIns.add("NoSuchMessage")
        telemetry.checkIns.add("Authenticate")
        #expect(telemetry.checkIns.values.count == before)
        #expect(telemetry.checkIns.value("Authenticate") == 1)
        #expect(telemetry.checkIns.values.last?.value == 1)
        telemetry.pushes.add(status: 299, reason: "Odd")
        telemetry.pushes.add(status: 400, reason: "BadDeviceToken")
        telemetry.pushes.add(status: 400, reason: "Invented")
        #expect(
            telemetry.pushes.values.map { "\($0.status) \($0.reason) \($0.value)" } == [
                "200  0", "400 BadDeviceToken 1", "400 other 1", "other other 1",
            ])
    }

    @Test func `nothing is counted twice or lost by threads that count at once`() async {
        let counter = Counter()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { for _ in 0..<10_000 { counter.add() } } }
        }
        #expect(counter.value == 80_000)
    }

    @Test func `counting costs less than a microsecond`() {
        let telemetry = Telemetry()
        let clock = ContinuousClock()
        let rounds = 200_000
        let label = clock.measure { for _ in 0..<rounds { telemetry.checkIns.add("DeclarativeManagement") } } / rounds
        let push =
            clock.measure { for _ in 0..<rounds { telemetry.pushes.add(status: 410, reason: "Unregistered") } }
            / rounds
        let time =
            clock.measure { for _ in 0..<rounds { telemetry.store.reads.observe(nanoseconds: 700_000) } } / rounds
        print("a labelled counter \(label), a push \(push), an observation \(time)")
        // Without optimization; docs/reference/performance.md has the figures of an optimized build.
        #expect(max(label, push, time) < .microseconds(20))
    }
}
