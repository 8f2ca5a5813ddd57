import Foundation

// Built by scripts/fuzz together with the sources of MDMProtocol, outside of the package: libFuzzer brings main.

/// What every input must satisfy; a violation ends the process, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPropertyList(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var body = Array(UnsafeBufferPointer(start: start, count: count))
    if isBinaryRun, !body.starts(with: magic) { body = magic + body }
    let list = try? PropertyList(reading: body)
    let scan = try? MessageScan(reading: body, wanted: wanted)
    let isDictionary = list?.dictionaryValue != nil
    precondition((scan != nil) == isDictionary, "scan and reader differ on whether this may be read")
    if let list, let scan {
        for key in wanted {
            let found = list[key], isSimple = found?.arrayValue == nil && found?.dictionaryValue == nil
            precondition(scan[key] == (isSimple ? found : nil), "scan and reader differ on a value")
        }
    }
    if let list, !list.hasFractionOfSecond {
        precondition((try? PropertyList(reading: list.xmlBytes)) == list, "written and read again it is another")
    }
    _ = try? CheckInMessage(reading: body)
    _ = try? CommandReport(reading: body)
    if let list {
        _ = DeviceFacts(list)
        _ = SecurityFacts(list)
        _ = InstalledProfile.list(in: list)
        _ = InstalledCertificate.list(in: list)
        _ = InstalledApplication.list(in: list)
    }
    return 0
}

/// KIZUNA_FUZZ_FORM=binary: every input is a binary list, so that no time goes into finding the magic.
private let isBinaryRun = ProcessInfo.processInfo.environment["KIZUNA_FUZZ_FORM"] == "binary"
private let magic = Array("bplist00".utf8)
private let wanted = ["UDID", "Status", "CommandUUID", "k", "ErrorChain", "Token"]

extension PropertyList {
    /// Dates are written in whole seconds, so such a value comes back as another.
    fileprivate var hasFractionOfSecond: Bool {
        switch self {
        case .date(let date):
            date.timeIntervalSinceReferenceDate != date.timeIntervalSinceReferenceDate.rounded(.down)
        case .array(let values): values.contains(where: \.hasFractionOfSecond)
        case .dictionary(let pairs): pairs.contains { $0.value.hasFractionOfSecond }
        default: false
        }
    }
}
