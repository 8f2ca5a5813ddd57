import Foundation

// Built by scripts/fuzz together with the sources of CMS, outside of the package: libFuzzer brings main.

/// The short reader of devices' signatures and the general one give the same verdict on every input; a difference
/// ends the process, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDeviceSignature(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let message = Array(UnsafeBufferPointer(start: start, count: count))
    let general: Result<[UInt8], CMSError> = Result { () throws(CMSError) in
        try CMS.verifyDetached(message, content: content).der
    }
    let short: Result<[UInt8], CMSError> = Result { () throws(CMSError) in
        try verifier.verify(message, content: content).certificate
    }
    precondition(general == short, "the two readers differ")
    let text = Base64Line.decode(String(decoding: message, as: UTF8.self), skippingBlanks: false)
    let foundation = Data(base64Encoded: Data(message)).map { Array($0) }
    // Foundation overlooks bits that padding hides; nothing else.
    precondition(text == nil || text == foundation, "the two readers of base64 differ")
    return 0
}

private let verifier = DeviceSignatureVerifier()
/// What scripts/fuzz signs its seeds over.
private let content = Array("kizuna".utf8)
