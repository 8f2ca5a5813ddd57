import Foundation
import Ports
import PushCertificates
import Testing

@Suite struct InstallationTests {
    @Test(arguments: Engine.all) func `each fact of the installation is set, replaced and removed`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            for key in InstallationKey.allCases {
                for value: [UInt8]? in [nil, [], [0, 1, 255], Array("lab".utf8), nil] {
                    try await bench.store.write { try $0.setInstallationValue(value, for: key) }
                    #expect(try await bench.store.read { try $0.installationValue(key) } == value)
                }
                try await bench.store.write { try $0.setInstallationValue(Array(key.rawValue.utf8), for: key) }
            }
            for key in InstallationKey.allCases {
                #expect(try await bench.store.read { try $0.installationValue(key) } == Array(key.rawValue.utf8))
            }
        }
    }

    @Test(arguments: Engine.all) func `the newest import of a vendor certificate counts`(
        _ engine: Engine
    ) async throws {
        try await withBench(engine) { bench in
            #expect(try await bench.store.read { try $0.vendorCertificate() } == nil)
            for subject in ["first", "second", "first"] {
                try await bench.store.write { try $0.insert(VendorCertificate.sample(subject)) }
                #expect(try await bench.store.read { try $0.vendorCertificate() } == .sample(subject))
            }
        }
    }

    @Test(arguments: Engine.all) func `trust anchors grow by what is not yet known`(_ engine: Engine) async throws {
        try await withBench(engine) { bench in
            #expect(try await bench.store.read { try $0.trustAnchors() } == TrustAnchors(roots: [], intermediates: []))
            try await bench.store.write { try $0.add(TrustAnchors(roots: [[9]], intermediates: [[5], [4]])) }
            try await bench.store.write { try $0.add(TrustAnchors(roots: [[9], [1]], intermediates: [[4], [6]])) }
            let all = TrustAnchors(roots: [[9], [1]], intermediates: [[5], [4], [6]])
            #expect(try await bench.store.read { try $0.trustAnchors() } == all)
        }
    }
}
