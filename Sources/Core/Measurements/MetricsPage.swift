/// Writes metrics as Prometheus reads them: text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// Each family is written once, with its help and type before its samples; label values are escaped, names and label
/// names are literals of the source code.
public struct MetricsPage: Sendable {
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    public enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    public typealias Labels = KeyValuePairs<StaticString, String>

    /// One line of a family.
    public struct Sample {
        let value: Double
        let labels: Labels

        public init(_ value: Double, _ labels: Labels = [:]) {
            self.value = value
            self.labels = labels
        }
    }

    public private(set) var text = ""

    public init() {}

    /// - Parameters:
    ///   - name: with its unit at the end; of a counter `…_total`.
    ///   - samples: nothing is written when there are none.
    public mutating func add(
        _ name: StaticString, _ kind: Kind, _ help: StaticString, _ samples: [Sample]
    ) {
        guard !samples.isEmpty else { return }
        head(name, kind, help)
        for sample in samples { line("\(name)", sample.labels, sample.value) }
    }

    public mutating func add(_ name: StaticString, _ kind: Kind, _ help: StaticString, _ value: Double) {
        add(name, kind, help, [Sample(value)])
    }

    public mutating func add(
        _ name: StaticString, _ help: StaticString, by label: StaticString, _ family: CounterFamily
    ) {
        add(name, .counter, help, family.values.map { Sample(Double($0.value), [label: $0.label]) })
    }

    public mutating func add(
        _ name: StaticString, _ help: StaticString, by label: StaticString, _ histograms: [(String, Histogram)]
    ) {
        head(name, .histogram, help)
        for (value, histogram) in histograms {
            let reading = histogram.reading
            let bounds = histogram.bounds.map { Self.number($0) } + ["+Inf"]
            for (bound, count) in zip(bounds, reading.cumulative) {
                line("\(name)_bucket", [label: value, "le": bound], Double(count))
            }
            line("\(name)_sum", [label: value], reading.sumSeconds)
            line("\(name)_count", [label: value], Double(reading.cumulative.last ?? 0))
        }
    }

    private mutating func head(_ name: StaticString, _ kind: Kind, _ help: StaticString) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: Double) {
        let inside = labels.map { "\($0.key)=\"\(Self.escaped($0.value))\"" }.joined(separator: ",")
        text += "\(name)\(inside.isEmpty ? "" : "{\(inside)}") \(Self.number(value))\n"
    }

    /// Backslash, quotation mark and line feed; other control characters become U+FFFD.
    static func escaped(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            case "\u{0}"..."\u{1F}", "\u{7F}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// Whole numbers without a point, the others as Swift prints them, which reads back as the same number.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        guard value == value.rounded(), abs(value) < 9e15 else { return "\(value)" }
        return String(Int64(value))
    }
}
