import Foundation
import SCEP
import Testing

@Suite struct QueryTests {
    private let bytes: [UInt8] = (0..<200).map { UInt8(truncatingIfNeeded: $0 &* 251) } + [0xfb, 0xef, 0xbe, 0xff]

    @Test func `base64 is read as clients write it`() {
        for count in 197..<204 {
            let bytes = Array(bytes.suffix(count))
            let base64 = Data(bytes).base64EncodedString()
            let forms = [
                base64, base64.replacing("+", with: " "), base64.replacing("=", with: ""),
                base64.replacing("+", with: "-").replacing("/", with: "_"), base64 + "\n",
                Data(bytes).base64EncodedString(options: .lineLength64Characters),
                Data(bytes).base64EncodedString(options: [.lineLength76Characters, .endLineWithLineFeed]),
            ]
            for form in forms { #expect(SCEPQuery.decode(message: form) == bytes) }
        }
    }

    @Test func `anything else is refused`() {
        let long = String(repeating: "A", count: SCEPRequest.largest * 4 / 3 + 8)
        for text in ["", "=", "====", "A", "AAAAA", "AA=A", "AA===", "A%2B", "AAA\0", "AAé=", "AA==AA==", "{}", long] {
            #expect(SCEPQuery.decode(message: text) == nil, "\(text.prefix(20))")
        }
    }

    @Test func `capabilities are bare lines`() {
        let lines = SCEPCapabilities.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.last == "")
        #expect(
            Set(["POSTPKIOperation", "SHA-256", "AES", "SCEPStandard", "Renewal"]).isSubset(
                of: Set(lines.map(String.init))))
        #expect(SCEPCapabilities.text.allSatisfy { $0 == "\n" || $0 == "-" || $0.isLetter || $0.isNumber })
    }
}
