import Foundation

/// A certificate's year as one line: the knot of the last renewal, the bead of today, the hatched last 60
/// days, and the dotted loop of the knot still to be tied.
struct YearLine {
    let geometry: YearLineGeometry
    let certificate: CertificateFace
    /// Prefix of the pattern's id, unique in the page.
    let id: String

    init(_ certificate: CertificateFace, id: String, in context: ViewContext) {
        self.certificate = certificate
        self.id = id
        geometry = YearLineGeometry(
            start: certificate.registeredAt, notAfter: certificate.notAfter, now: context.now,
            isRenewal: certificate.isRenewal, in: context.timeZone)
    }

    func html(in c: ViewContext) -> HTML {
        """
        <svg class="year" role="img" aria-label="\(sentence(c))" height="6.5rem">
        <defs><pattern id="\(id)-zone" width="7" height="7" patternUnits="userSpaceOnUse" \
        patternTransform="rotate(45)"><line class="hatch" x1="0" y1="0" x2="0" y2="7"/></pattern></defs>
        \(zone)\(cords)\(knots)\(bead)\(labels(c))</svg>
        """
    }

    private var zone: HTML {
        """
        <rect x="\(x(geometry.redZone))" y="3.2rem" width="\(x(geometry.expiry - geometry.redZone))" \
        height="1.6rem" fill="url(#\(id)-zone)"/>
        <line class="zone-edge" x1="\(x(geometry.redZone))" x2="\(x(geometry.redZone))" y1="2.6rem" y2="4.8rem"/>

        """
    }

    private var cords: HTML {
        let start = geometry.isRenewal ? "0" : x(geometry.start)
        let turn = x(geometry.isExpired ? geometry.expiry : geometry.today)
        let left: HTML? =
            geometry.isExpired ? nil : cord(" left", from: x(geometry.today), to: x(geometry.expiry))
        return """
            \(cord(" spent", from: start, to: turn))\(left)\
            \(cord(" after", from: x(geometry.expiry), to: "100%"))
            """
    }

    private func cord(_ kind: HTML, from: String, to: String) -> HTML {
        "<line class=\"cord\(kind)\" x1=\"\(from)\" x2=\"\(to)\" y1=\"4rem\" y2=\"4rem\"/>\n"
    }

    private var knots: HTML {
        let beginning: HTML =
            geometry.isRenewal
            ? loop("", at: geometry.start)
            : "<svg x=\"\(x(geometry.start))\" y=\"4rem\"><line class=\"cord\" x1=\"0\" x2=\"0\" y1=\"-9\" y2=\"9\"/></svg>\n"
        return "\(beginning)\(loop(" open", at: geometry.expiry))"
    }

    private func loop(_ kind: HTML, at place: YearLineGeometry.Percent) -> HTML {
        """
        <svg x="\(x(place))" y="4rem"><rect class="gap" x="-24" y="-3" width="48" height="6"/>\
        <path class="cord\(kind)" d="M-24 0C5 0 21-13 15-26C8-38-8-38-15-26C-21-13-5 0 24 0"/></svg>

        """
    }

    private var bead: HTML {
        let place = x(geometry.loopUnderToday ?? geometry.today)
        let isLifted = geometry.loopUnderToday != nil
        let height: HTML = isLifted ? " cy=\"-35\"" : ""
        let end: HTML = isLifted ? "1.8rem" : "4rem"
        return """
            <line class="zone-edge" x1="\(place)" x2="\(place)" y1="1.2rem" y2="\(end)"/>
            <svg x="\(place)" y="4rem"><circle class="bead"\(height) r="8"/></svg>

            """
    }

    private func labels(_ c: ViewContext) -> HTML {
        let today = x(geometry.loopUnderToday ?? geometry.today)
        let expiry = geometry.expiryLabel
        let start: HTML? =
            geometry.hasRoomForStartLabel
            ? "<text class=\"t-start\" x=\"\(x(geometry.start))\" y=\"6rem\">\(startWord(c)) \(c.date(certificate.registeredAt))</text>\n"
            : nil
        return """
            <text class="t-now" x="\(today)" y=".85rem" \
            text-anchor="\(geometry.todayAnchor.rawValue)">\
            \(c(YearLineWords.today)) \(c.date(c.now))</text>
            <text class="minor" x="\(x(geometry.redZone))" y="2.3rem" dx="-6" text-anchor="end">\
            \(c(YearLineWords.redZone)) \(c.date(redZoneDate(c)))</text>
            \(start)<text x="\(x(expiry.x))" y="6rem" text-anchor="\(expiry.anchor.rawValue)">\
            \(c(CertificateWords.expires)) \(c.date(certificate.notAfter))</text>

            """
    }

    /// The drawing in words.
    private func sentence(_ c: ViewContext) -> String {
        let days = c.daysLeft(until: certificate.notAfter)
        let dates = [
            "\(startWord(c)) \(c.date(certificate.registeredAt))", "\(c(YearLineWords.today)) \(c.date(c.now))",
            "\(c(YearLineWords.redZone)) \(c.date(redZoneDate(c)))",
            "\(c(CertificateWords.expires)) \(c.date(certificate.notAfter))",
        ]
        let end = geometry.isExpired ? YearLineWords.expiredDaysAgo(-days) : YearLineWords.daysRemain(days)
        return c(YearLineWords.sentence(dates, end))
    }

    private func startWord(_ c: ViewContext) -> String {
        c(certificate.isRenewal ? YearLineWords.renewed : YearLineWords.registered)
    }

    private func redZoneDate(_ c: ViewContext) -> Date {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = c.timeZone
        return calendar.date(byAdding: .day, value: -60, to: certificate.notAfter) ?? certificate.notAfter
    }

    private func x(_ place: YearLineGeometry.Percent) -> String { place.description }
}
