import CryptoExtras
import Foundation
import SwiftASN1
import Testing
import X509

@testable import PushCertificates

// MARK: certificates, but not the one

extension WrongFiles {
    var otherCertificates: [WrongFile] {
        get throws {
            let vendor = try TestPKI.issue(
                subject: DistinguishedName { CommonName("Sample K.K.") }, key: pki.vendorKey.publicKey,
                issuer: pki.vendorAuthority.subject, by: pki.vendorAuthorityKey, from: -1, to: 300, at: pki.now,
                extensions: TestPKI.leafExtensions(authority: pki.vendorAuthorityKey, marks: [.vendorSigningMark]))
            let unmarked = try TestPKI.issue(
                subject: DistinguishedName { CommonName("MDM Vendor: Sample K.K.") }, key: pki.vendorKey.publicKey,
                issuer: pki.vendorAuthority.subject, by: pki.vendorAuthorityKey, from: -1, to: 300, at: pki.now,
                extensions: TestPKI.leafExtensions(authority: pki.vendorAuthorityKey))
            let oldAuthority = try TestPKI.issue(
                subject: TestPKI.authorityName("Orchard Old CA"), key: pki.strangeKey.publicKey,
                issuer: pki.root.subject,
                by: pki.rootKey, from: -3000, to: -900, at: pki.now,
                extensions: TestPKI.authorityExtensions(pki.strangeKey))
            let app = "Apple Push Services: com.example.app"
            let topic = try PushTopic(subjectUID: pki.topic)
            let other = try PushTopic(subjectUID: pki.otherTopic)
            let second = try pki.push(from: -2)
            return [
                WrongFile("vendor certificate", vendor.derBytes(), .vendorCertificate),
                WrongFile("vendor certificate without mark", unmarked.derBytes(), .vendorCertificate),
                WrongFile("vendor certificate in PEM", Self.pem(pki.vendor.derBytes()), .vendorCertificate),
                WrongFile("root", pki.root.derBytes(), .appleAuthority(subject: "Orchard Root CA")),
                WrongFile(
                    "issuer of push certificates", Self.pem(pki.pushAuthority.derBytes()),
                    .appleAuthority(subject: "Orchard Application Integration 2 Certification Authority")),
                WrongFile(
                    "issuer of vendor certificates", pki.vendorAuthority.derBytes(),
                    .appleAuthority(subject: "Orchard Worldwide Developer Relations CA")),
                WrongFile("an authority of old", oldAuthority.derBytes(), .appleAuthority(subject: "Orchard Old CA")),
                WrongFile(
                    "app push, own key", try pki.push(uids: ["com.example.app"], commonName: app),
                    .appPushCertificate(subject: app)),
                WrongFile(
                    "app push, other key",
                    try pki.push(uids: ["com.example.app"], commonName: app, key: pki.strangeKey),
                    .appPushCertificate(subject: app)),
                WrongFile(
                    "pass type",
                    try pki.push(
                        uids: ["pass.com.example"], commonName: "Pass Type ID: pass.com.example", key: pki.strangeKey),
                    .appPushCertificate(subject: "Pass Type ID: pass.com.example")),
                WrongFile(
                    "calendar server", try pki.push(uids: ["com.apple.calendar.XServer.1"], key: pki.strangeKey),
                    .topicNotForManagement("com.apple.calendar.XServer.1")),
                WrongFile(
                    "calendar server, own key", try pki.push(uids: ["com.apple.calendar.XServer.1"]),
                    .topicNotForManagement("com.apple.calendar.XServer.1")),
                WrongFile("two leaves", Self.pem(renewed) + Self.pem(second), .severalCertificates(count: 2)),
                WrongFile("two leaves, DER", renewed + second, .severalCertificates(count: 2)),
                WrongFile(
                    "other topic", try pki.push(uids: [pki.otherTopic]),
                    .topicDiffers(registered: topic, offered: other)),
                WrongFile(
                    "other topic, and older", try pki.push(uids: [pki.otherTopic], from: -90, to: 200),
                    .topicDiffers(registered: topic, offered: other)),
                WrongFile(
                    "topic in other letter case", try pki.push(uids: [pki.topic.replacing("5f2d", with: "5F2D")]),
                    .topicDiffers(
                        registered: topic, offered: try PushTopic(subjectUID: pki.topic.replacing("5f2d", with: "5F2D"))
                    )),
                WrongFile("same topic, other key", try pki.push(key: pki.strangeKey), .sameTopicOtherKey(topic: topic)),
                WrongFile(
                    "other topic, other key", try pki.push(uids: [pki.otherTopic], key: pki.strangeKey),
                    .keyNotRequestedHere),
                WrongFile(
                    "other key, nothing registered", try pki.push(key: pki.strangeKey), .keyNotRequestedHere,
                    registered: .nothing),
                WrongFile("no UID", try pki.push(uids: []), .topicMissing),
                WrongFile("no UID, other key", try pki.push(uids: [], key: pki.strangeKey), .topicMissing),
                WrongFile(
                    "two UIDs", try pki.push(uids: [pki.topic, pki.otherTopic]),
                    .severalTopics([pki.topic, pki.otherTopic])),
                WrongFile(
                    "one UID twice", try pki.push(uids: [pki.topic, pki.topic]), .severalTopics([pki.topic, pki.topic])),
                WrongFile(
                    "UID with control characters", try pki.push(uids: [pki.topic + "\n\u{0}\u{202e}x"]),
                    .topicNotForManagement(pki.topic + "x")),
                WrongFile(
                    "UID of 300 characters",
                    try pki.push(uids: ["com.apple.mgmt." + String(repeating: "a", count: 285)]),
                    .topicNotForManagement("com.apple.mgmt." + String(repeating: "a", count: 113) + "…")),
                WrongFile(
                    "UID of the prefix alone", try pki.push(uids: ["com.apple.mgmt."]),
                    .topicNotForManagement("com.apple.mgmt.")),
                WrongFile(
                    "UID with the prefix inside", try pki.push(uids: ["x.com.apple.mgmt.External.1"]),
                    .topicNotForManagement("x.com.apple.mgmt.External.1")),
                WrongFile(
                    "UID with a homoglyph", try pki.push(uids: ["com.аpple.mgmt.External.1"]),
                    .topicNotForManagement("com.аpple.mgmt.External.1")),
                WrongFile("UID that is no text", try pki.push(type: .octets), .topicNotForManagement("")),
            ]
        }
    }

    var forged: [WrongFile] {
        get throws {
            let name = "Orchard Application Integration 2 Certification Authority"
            let strange = pki.strangeKey
            let forgedIssuer = try TestPKI.issue(
                subject: pki.pushAuthority.subject, key: strange.publicKey, issuer: pki.root.subject, by: strange,
                from: -100, to: 100, at: pki.now, extensions: TestPKI.authorityExtensions(strange))
            let subject = try TestPKI.pushSubject(uids: [pki.topic])
            func selfMade(isAuthority: Bool) throws -> [UInt8] {
                try TestPKI.issue(
                    subject: subject, key: pki.requestKey.publicKey, issuer: subject, by: pki.requestKey, from: -1,
                    to: 300, at: pki.now,
                    extensions: isAuthority
                        ? TestPKI.authorityExtensions(pki.requestKey)
                        : TestPKI.leafExtensions(authority: pki.requestKey)
                ).derBytes()
            }
            let belowVendor = try TestPKI.issue(
                subject: subject, key: pki.requestKey.publicKey, issuer: pki.vendor.subject, by: pki.vendorKey,
                from: -1,
                to: 100, at: pki.now, extensions: TestPKI.leafExtensions(authority: pki.vendorKey))
            let unknown = try TestPKI.issue(
                subject: subject, key: pki.requestKey.publicKey,
                issuer: TestPKI.authorityName("Orchard Application Integration 9"),
                by: strange, from: -1, to: 100, at: pki.now, extensions: TestPKI.leafExtensions(authority: strange))
            let website = try TestPKI.issue(
                subject: DistinguishedName { CommonName("www.example.com") }, key: strange.publicKey,
                issuer: DistinguishedName {
                    CommonName("Example CA"); OrganizationName("Example")
                }, by: strange, from: -1,
                to: 100, at: pki.now, extensions: TestPKI.leafExtensions(authority: strange))
            let authorityRefusal = UploadRefusal.notIssuedByApple(issuer: name)
            return [
                WrongFile("signed by a namesake", try pki.push(by: strange), authorityRefusal),
                WrongFile("signed by a namesake, other key", try pki.push(key: strange, by: strange), authorityRefusal),
                WrongFile(
                    "with the namesake beside it",
                    Self.pem(try pki.push(by: strange)) + Self.pem(forgedIssuer.derBytes()), authorityRefusal),
                WrongFile("self-signed", try selfMade(isAuthority: false), .notIssuedByApple(issuer: "APSP:5f2d7c1e")),
                WrongFile(
                    "self-signed, calls itself an authority", try selfMade(isAuthority: true),
                    .notIssuedByApple(issuer: "APSP:5f2d7c1e")),
                WrongFile(
                    "issued by a certificate that is no authority",
                    Self.pem(belowVendor.derBytes()) + Self.pem(pki.vendorAuthority.derBytes()),
                    .notIssuedByApple(issuer: "MDM Vendor: Sample K.K.")),
                WrongFile("signed with SHA-1", try pki.push(algorithm: .sha1WithRSAEncryption), authorityRefusal),
                WrongFile(
                    "issuer unknown, says it is Apple", unknown.derBytes(),
                    .appleIntermediateMissing(issuer: "Orchard Application Integration 9")),
                WrongFile("certificate of a web site", website.derBytes(), .notIssuedByApple(issuer: "Example CA")),
                WrongFile("signature changed", Array(renewed.dropLast()) + [(renewed.last ?? 0) ^ 1], authorityRefusal),
                WrongFile(
                    "unknown critical extension",
                    try pki.push(
                        extensions: Certificate.Extensions([
                            Certificate.Extension(oid: [1, 2, 3, 4], critical: true, value: [5, 0])
                        ])), authorityRefusal),
                WrongFile(
                    "key of RSA 4608", try pki.push(key: TestPKI.hugeKey()),
                    .keyNotRequestedHere),
                WrongFile(
                    "key of RSA 1024", try pki.push(key: _RSA.Signing.PrivateKey(unsafeKeySize: .init(bitCount: 1024))),
                    .keyNotRequestedHere),
            ]
        }
    }

    var wrongInTime: [WrongFile] {
        get throws {
            let day = { (days: Double) in pki.now.addingTimeInterval(days * 86_400) }
            let old = try pki.push(from: -200, to: 165)
            return [
                WrongFile(
                    "last year's, still valid", old, .olderThanRegistered(offered: day(165), registered: day(335))),
                WrongFile(
                    "an old one with a key long gone", try pki.push(key: pki.strangeKey, from: -200, to: 165),
                    .olderThanRegistered(offered: day(165), registered: day(335))),
                WrongFile("last year's, expired", try pki.push(from: -400, to: -35), .expired(at: day(-35))),
                WrongFile(
                    "expired, nothing registered", try pki.push(from: -400, to: -35), .expired(at: day(-35)),
                    registered: .nothing),
                WrongFile("expires this second", try pki.push(from: -365, to: 0), .expired(at: pki.now)),
                WrongFile("not yet valid", try pki.push(from: 1, to: 366), .notYetValid(from: day(1))),
                WrongFile(
                    "not yet valid by eleven minutes", try pki.push(from: 11.0 / 1440, to: 366),
                    .notYetValid(from: pki.now.addingTimeInterval(660))),
                WrongFile("the same again", current, .alreadyRegistered),
                WrongFile("the same again, in PEM", Self.pem(current), .alreadyRegistered),
            ]
        }
    }
}
