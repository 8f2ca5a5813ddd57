extension EnrollmentProfile {
    /// The profile, ready to be written and signed. Certificates stand first: they install first.
    public var propertyList: PropertyList {
        .dictionary([
            ("PayloadType", .string("Configuration")),
            ("PayloadVersion", .integer(1)),
            ("PayloadIdentifier", .string(identifier)),
            ("PayloadUUID", .string(uuids.profile)),
            ("PayloadDisplayName", .string(name[language])),
            ("PayloadDescription", .string(explanation[language])),
            ("PayloadOrganization", .string(organization)),
            ("PayloadScope", .string("System")),
            ("PayloadContent", .array(roots + [identity, management])),
        ])
    }

    private var roots: [PropertyList] {
        zip(rootCertificates, uuids.roots).enumerated().map { number, root in
            let (certificate, uuid) = root
            return payload(
                "com.apple.security.root", "root\(number + 1)", uuid,
                [
                    ("PayloadCertificateFileName", .string("root\(number + 1).cer")),
                    ("PayloadContent", .data(certificate)),
                ])
        }
    }

    /// Key usage 5: sign and decrypt, which SCEP needs for its own messages.
    private var identity: PropertyList {
        var content: [(key: String, value: PropertyList)] = [
            ("URL", .string(scep.url)),
            ("Name", .string(scep.name)),
            (
                "Subject",
                .array(scep.subject.map { .array([.array([.string($0.type), .string($0.value)])]) })
            ),
            ("Challenge", .string(scep.challenge)),
            ("Keysize", .integer(2048)),
            ("Key Type", .string("RSA")),
            ("Key Usage", .integer(5)),
        ]
        if let fingerprint = scep.caFingerprint { content.append(("CAFingerprint", .data(fingerprint))) }
        return payload(
            "com.apple.security.scep", "identity", uuids.identity, [("PayloadContent", .dictionary(content))])
    }

    private var management: PropertyList {
        payload(
            "com.apple.mdm", "mdm", uuids.management,
            [
                ("IdentityCertificateUUID", .string(uuids.identity)),
                ("Topic", .string(topic)),
                ("ServerURL", .string(serverURL)),
                ("CheckInURL", .string(checkInURL)),
                ("SignMessage", .boolean(signMessage)),
                ("CheckOutWhenRemoved", .boolean(checkOutWhenRemoved)),
                ("AccessRights", .integer(accessRights)),
                ("ServerCapabilities", .array(serverCapabilities.map(PropertyList.string))),
            ])
    }

    private func payload(
        _ type: String, _ suffix: String, _ uuid: String, _ keys: [(key: String, value: PropertyList)]
    ) -> PropertyList {
        .dictionary(
            [
                ("PayloadType", .string(type)),
                ("PayloadVersion", .integer(1)),
                ("PayloadIdentifier", .string("\(identifier).\(suffix)")),
                ("PayloadUUID", .string(uuid)),
            ] + keys)
    }
}

extension EnrollmentProfile.Text {
    /// The text in one language.
    public subscript(language: EnrollmentProfile.Language) -> String {
        switch language {
        case .japanese: japanese
        case .english: english
        }
    }
}
