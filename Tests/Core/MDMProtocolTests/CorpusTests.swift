import Foundation
import MDMProtocol
import Testing

/// Every hostile file of Tests/Corpora/plist.corpus: read, judged against Python's plistlib, scanned, taken for a
/// message, written and read again.
struct CorpusTests {
    @Test func `verdicts and values are plistlib's but for reasons written down, and none takes a second`() throws {
        let corpus = try Corpus()
        var unused = corpus.reasons.mapValues { Set($0.keys) }
        var classes: Set<String> = []
        for item in corpus.cases {
            classes.insert(item.kind)
            let body = corpus.body(item)
            var ours = Result<PropertyList, PropertyListError>.failure(.unknownForm)
            let seconds = cpuSeconds {
                ours = Result { () throws(PropertyListError) in try PropertyList(reading: body) }
            }
            #expect(seconds < 1, "\(item.kind): \(item.name)")
            switch (ours, item.verdict) {
            case (.success(let list), let verdict):
                #expect(CanonicalValue(list).hash == verdict, "\(item.kind): \(item.name)")
            case (.failure, "refused"): break
            case (.failure(let error), _):
                let reason = corpus.reasons[item.kind]?[error.rule]
                #expect(reason != nil, "\(item.kind): \(item.name): plistlib accepts, we say \(error)")
                unused[item.kind]?.remove(error.rule)
            }
            check(body, try? ours.get(), item)
        }
        #expect(corpus.cases.count >= 2000)
        #expect(classes.count >= 24)
        let idle = unused.filter { !$0.value.isEmpty }
        #expect(idle.isEmpty, "reasons nobody needs")
    }

    /// The scan against the reader, the writer against the reader; messages only must not end the process.
    private func check(_ body: [UInt8], _ list: PropertyList?, _ item: Corpus.Case) {
        let wanted = ["UDID", "Status", "CommandUUID", "k", "QueryResponses", "Token"]
        let scan = try? MessageScan(reading: body, wanted: wanted)
        if let list, list.dictionaryValue != nil {
            for key in wanted {
                let found = list[key], isSimple = found?.arrayValue == nil && found?.dictionaryValue == nil
                #expect(scan?[key] == (isSimple ? found : nil), "\(item.kind): \(item.name): \(key)")
                #expect(scan?.contains(key) == (found != nil), "\(item.kind): \(item.name): \(key)")
            }
        } else {
            #expect(scan == nil, "\(item.kind): \(item.name)")
        }
        guard body.count <= 65_536 else { return }
        _ = try? CheckInMessage(reading: body)
        _ = try? CommandReport(reading: body)
        guard let list, !list.holdsFractionOfSecond else { return }
        let again = try? PropertyList(reading: list.xmlBytes)
        #expect(again == list, "\(item.kind): \(item.name)")
    }
}

/// What this thread worked, whatever else the machine has to do meanwhile.
private func cpuSeconds(_ work: () -> Void) -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let start = now()
    work()
    return now() - start
}

extension PropertyList {
    /// Dates are written in whole seconds.
    fileprivate var holdsFractionOfSecond: Bool {
        switch self {
        case .date(let date):
            date.timeIntervalSinceReferenceDate != date.timeIntervalSinceReferenceDate.rounded(.down)
        case .array(let values): values.contains(where: \.holdsFractionOfSecond)
        case .dictionary(let pairs): pairs.contains { $0.value.holdsFractionOfSecond }
        default: false
        }
    }
}
