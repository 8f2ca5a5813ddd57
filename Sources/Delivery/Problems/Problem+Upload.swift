public import PushCertificates

extension Problem {
    /// The sentence for a file that was not registered. In none of these cases was anything changed.
    public init(_ refusal: UploadRefusal, facts: UploadFacts) {
        let say = UploadSentences(facts: facts)
        switch refusal {
        case .empty: self = say.empty()
        case .tooLarge(let limitBytes): self = say.tooLarge(limitBytes)
        case .certificateRequest: self = say.certificateRequest()
        case .signedRequest: self = say.signedRequest()
        case .vendorCertificate: self = say.vendorCertificate()
        case .appleAuthority(let subject): self = say.appleAuthority(subject)
        case .appPushCertificate(let subject): self = say.appPushCertificate(subject)
        case .pkcs12: self = say.pkcs12()
        case .privateKey: self = say.privateKey()
        case .deviceEnrollmentToken: self = say.deviceEnrollmentToken()
        case .zipArchive: self = say.zipArchive()
        case .webPage: self = say.webPage()
        case .utf16Text: self = say.utf16Text()
        case .propertyList: self = say.propertyList()
        case .image: self = say.image()
        case .severalCertificates(let count): self = say.severalCertificates(count)
        case .certificateBundle: self = say.certificateBundle()
        case .damagedCertificate: self = say.damagedCertificate()
        case .notACertificate: self = say.notACertificate()
        case .keyNotRequestedHere: self = say.keyNotRequestedHere()
        case .sameTopicOtherKey(let topic): self = say.sameTopicOtherKey(topic)
        case .notIssuedByApple(let issuer): self = say.notIssuedByApple(issuer)
        case .appleIntermediateMissing(let issuer): self = say.appleIntermediateMissing(issuer)
        case .authoritiesNotImported: self = say.authoritiesNotImported()
        case .topicMissing: self = say.topicMissing()
        case .severalTopics(let topics): self = say.severalTopics(topics)
        case .topicNotForManagement(let topic): self = say.topicNotForManagement(topic)
        case .expired(let instant): self = say.expired(instant)
        case .notYetValid(let instant): self = say.notYetValid(instant)
        case .olderThanRegistered(let offered, let registered): self = say.older(offered, than: registered)
        case .topicDiffers(let registered, let offered): self = say.topicDiffers(registered, offered)
        case .alreadyRegistered: self = say.alreadyRegistered()
        }
    }
}
