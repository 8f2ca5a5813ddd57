import Enrollments
import Foundation
import MDMProtocol
import PushCertificates
import UseCases

extension DeviceFaces {
    /// The newest answers of the device, read again from what was kept as received.
    func facts(
        from answers: [(requestType: String, receivedAt: Date, answer: [UInt8])]
    ) -> DeviceFactsModel {
        var model = DeviceFactsModel(
            face: face, topic: detail.enrollment.topic, topicMatch: topicMatch,
            topicReportedAt: detail.enrollment.tokenUpdatedAt ?? detail.enrollment.authenticatedAt, answers: [])
        for answer in answers {
            guard let list = try? PropertyList(reading: answer.answer, limits: .command) else { continue }
            let at = answer.receivedAt
            switch answer.requestType {
            case CommandKind.deviceInformation.requestType:
                model.answers.append(
                    .init(
                        requestType: answer.requestType, receivedAt: at,
                        values: FlatFacts.values(of: list["QueryResponses"])))
            case CommandKind.securityInfo.requestType:
                model.answers.append(
                    .init(
                        requestType: answer.requestType, receivedAt: at,
                        values: FlatFacts.values(of: list["SecurityInfo"])))
            case CommandKind.profileList.requestType:
                model.profiles = .init(
                    receivedAt: at, items: InstalledProfile.list(in: list).map(DeviceFactsModel.Profile.init))
            case CommandKind.certificateList.requestType:
                model.certificates = .init(
                    receivedAt: at, items: InstalledCertificate.list(in: list).map(DeviceFactsModel.Certificate.init))
            case CommandKind.installedApplicationList.requestType:
                model.apps = .init(
                    receivedAt: at, items: InstalledApplication.list(in: list).map(DeviceFactsModel.App.init))
            default: break
            }
        }
        return model
    }
}

/// A dictionary of answers as names and plain values; see ``DeviceFactsModel/Answer``.
enum FlatFacts {
    /// Enough for every device; an answer that has more is cut.
    private static let most = 500

    static func values(of list: PropertyList?) -> [String: DeviceFactsModel.Value] {
        var values: [String: DeviceFactsModel.Value] = [:]
        if let list { add(list, under: "", to: &values) }
        return values
    }

    /// The reader has bounded the depth.
    private static func add(_ list: PropertyList, under name: String, to values: inout [String: DeviceFactsModel.Value])
    {
        guard values.count < most else { return }
        switch list {
        case .string(let text): values[name] = .text(text)
        case .integer(let number): values[name] = .number(Double(number))
        case .real(let number): values[name] = .number(number)
        case .boolean(let flag): values[name] = .flag(flag)
        case .date(let date): values[name] = .date(date)
        case .data(let bytes): values[name] = .text(bytes.prefix(64).map { String(format: "%02x", $0) }.joined())
        case .array(let items):
            let texts = items.compactMap(\.stringValue)
            if texts.count == items.count {
                values[name] = .list(texts)
            } else {
                for (index, item) in items.enumerated() { add(item, under: join(name, String(index)), to: &values) }
            }
        case .dictionary(let pairs):
            for pair in pairs { add(pair.value, under: join(name, pair.key), to: &values) }
        }
    }

    private static func join(_ name: String, _ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }
}

extension DeviceFactsModel.Profile {
    init(_ profile: InstalledProfile) {
        name = profile.displayName ?? profile.identifier ?? ""
        identifier = profile.identifier ?? ""
        organization = profile.organization ?? ""
        isManaged = profile.isManaged ?? false
    }
}

extension DeviceFactsModel.Certificate {
    init(_ certificate: InstalledCertificate) {
        name = certificate.commonName ?? ""
        notAfter = certificate.data.flatMap { CertificateDates.notAfter(der: $0) }
        isIdentity = certificate.isIdentity ?? false
    }
}

extension DeviceFactsModel.App {
    init(_ app: InstalledApplication) {
        name = app.name ?? app.identifier ?? ""
        identifier = app.identifier ?? ""
        version = app.shortVersion ?? app.version ?? ""
        bytes = app.bundleSize.map { Int(clamping: $0) }
    }
}
