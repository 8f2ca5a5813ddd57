import Administration
import Foundation
import PushCertificates

/// How a certificate's remaining days look: the figure, its plate and its badge.
struct DaysFigure {
    let urgency: CertificateUrgency
    let days: Int

    init(notAfter: Date, in context: ViewContext) {
        days = context.daysLeft(until: notAfter)
        urgency = CertificateUrgency(daysLeft: days, isExpired: context.now >= notAfter)
    }

    var isExpired: Bool { urgency == .expired }
    var isRed: Bool { urgency != .calm }
    var isPlate: Bool { urgency == .renewAtOnce || urgency == .expired }

    /// Class of the card around it.
    var cardClass: HTML { isPlate ? " red last" : isRed ? " red" : "" }

    /// - Parameter isSmall: in a card beside the page's one large figure.
    func figure(in c: ViewContext, isSmall: Bool = false) -> HTML {
        let words = urgency == .expired ? CertificateWords.daysExpired(-days) : CertificateWords.daysLeft(days)
        return "<p class=\"days\(isSmall ? " mid" : "")\">\(c(words))</p>"
    }

    func badge(in c: ViewContext) -> HTML? {
        switch urgency {
        case .calm: nil
        case .renew: Badge(kind: .bad, icon: .warning, word: c(CertificateWords.renewBadge)).html
        case .renewAtOnce: Badge(kind: .bad, icon: .warning, word: c(CertificateWords.renewAtOnceBadge)).html
        case .expired: Badge(kind: .bad, icon: .bad, word: c(CertificateWords.expiredBadge)).html
        }
    }

    /// What follows; nil while it is calm.
    func message(for certificate: CertificateFace, census: DeviceCensus, in c: ViewContext) -> Message? {
        switch urgency {
        case .calm: nil
        case .renew, .renewAtOnce:
            Message(
                .warning, c(CertificateStateWords.renew(days)), meaning: c(CertificateStateWords.renewMeaning),
                nextStep: c(CertificateStateWords.renewStep))
        case .expired:
            Message(
                .refusal, c(CertificateStateWords.expired(c.dateTime(certificate.notAfter))),
                meaning: c(CertificateStateWords.expiredMeaning(census.onTopic)),
                nextStep: c(CertificateStateWords.expiredStep(census.onTopic)))
        }
    }
}
