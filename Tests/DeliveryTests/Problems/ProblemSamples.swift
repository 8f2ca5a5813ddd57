import Administration
import Foundation
import Ports
import Problems
import PushCertificates

/// One of every problem, with sample values. Each list has a switch without default beside it: a new case
/// does not compile until it has a place here, and the test counts the places.
enum ProblemSamples {
    static let timeZone = TimeZone(identifier: "Asia/Tokyo") ?? .gmt
    /// 2027-11-15 10:24:11 in Tokyo.
    static let instant = Date(timeIntervalSince1970: 1_826_241_851)

    static let facts = UploadFacts(
        timeZone: timeZone, devicesOnRegisteredTopic: 412, devicesInAll: 415,
        registeredAppleID: "mdm-push@sample.example", notes: "情報システム課で更新", fileName: "MDM_sample_Certificate.pem")

    static func topic(_ last: String) throws -> PushTopic {
        try PushTopic(subjectUID: "com.apple.mgmt.External.8f3c2d51-6b7e-4a90-b1d4-5e2f7c9a0e1" + last)
    }

    static func refusals() throws -> [UploadRefusal] {
        let (registered, offered) = (try topic("3"), try topic("4"))
        return [
            .empty, .tooLarge(limitBytes: 65536), .certificateRequest, .signedRequest, .vendorCertificate,
            .appleAuthority(subject: "CN=Apple Root CA"),
            .appPushCertificate(subject: "CN=Apple Push Services: com.example.app"), .pkcs12, .privateKey,
            .deviceEnrollmentToken, .zipArchive, .webPage, .utf16Text, .propertyList, .image,
            .severalCertificates(count: 3), .damagedCertificate, .notACertificate, .keyNotRequestedHere,
            .sameTopicOtherKey(topic: registered), .notIssuedByApple(issuer: "CN=Example CA"), .topicMissing,
            .severalTopics([registered.description, offered.description]),
            .topicNotForManagement("com.example.app"), .expired(at: instant), .notYetValid(from: instant),
            .olderThanRegistered(offered: instant, registered: instant.addingTimeInterval(365 * 86400)),
            .topicDiffers(registered: registered, offered: offered), .alreadyRegistered, .certificateBundle,
            .appleIntermediateMissing(issuer: "CN=Apple Application Integration 9 Certification Authority"),
            .authoritiesNotImported,
        ]
    }

    static func place(of refusal: UploadRefusal) -> Int {
        switch refusal {
        case .empty: 0
        case .tooLarge: 1
        case .certificateRequest: 2
        case .signedRequest: 3
        case .vendorCertificate: 4
        case .appleAuthority: 5
        case .appPushCertificate: 6
        case .pkcs12: 7
        case .privateKey: 8
        case .deviceEnrollmentToken: 9
        case .zipArchive: 10
        case .webPage: 11
        case .utf16Text: 12
        case .propertyList: 13
        case .image: 14
        case .severalCertificates: 15
        case .damagedCertificate: 16
        case .notACertificate: 17
        case .keyNotRequestedHere: 18
        case .sameTopicOtherKey: 19
        case .notIssuedByApple: 20
        case .topicMissing: 21
        case .severalTopics: 22
        case .topicNotForManagement: 23
        case .expired: 24
        case .notYetValid: 25
        case .olderThanRegistered: 26
        case .topicDiffers: 27
        case .alreadyRegistered: 28
        case .certificateBundle: 29
        case .appleIntermediateMissing: 30
        case .authoritiesNotImported: 31
        }
    }

    static let vendor: [VendorSigningProblem] = [
        .noVendorCertificate, .unreadableCertificate, .unreadableKey, .keyDoesNotMatch, .keyNotSupported,
        .expired(at: instant), .notYetValid(from: instant),
        .intermediateMissing(issuer: "CN=Apple Worldwide Developer Relations Certification Authority"),
        .rootMissing, .chainNotTrusted,
        .intermediateExpired(
            subject: "CN=Apple Worldwide Developer Relations Certification Authority", at: instant),
        .selfCheckFailed("signature"), .notAppleAuthority(subject: "CN=Example CA"),
    ]

    static func place(of problem: VendorSigningProblem) -> Int {
        switch problem {
        case .noVendorCertificate: 0
        case .unreadableCertificate: 1
        case .unreadableKey: 2
        case .keyDoesNotMatch: 3
        case .keyNotSupported: 4
        case .expired: 5
        case .notYetValid: 6
        case .intermediateMissing: 7
        case .rootMissing: 8
        case .chainNotTrusted: 9
        case .intermediateExpired: 10
        case .selfCheckFailed: 11
        case .notAppleAuthority: 12
        }
    }
}
