import Foundation

/// Two ties compared: the registered topic with its devices, and the refused one with none; then what to do.
struct TopicTies {
    let comparison: PushCertificateEditModel.TopicComparison
    let model: PushCertificateEditModel

    func html(in c: ViewContext) -> HTML {
        """
        <section class="card ties" aria-label="\(c(TopicComparisonWords.heading))">
        \(registered(c))
        \(offered(c))
        </section>
        \(toDo(c))
        """
    }

    private func registered(_ c: ViewContext) -> HTML {
        let devices = comparison.deviceCount
        let comb: HTML? =
            devices == 0 ? nil : "<rect x=\"64\" y=\"42\" width=\"100%\" height=\"30\" fill=\"url(#tie-devices)\"/>\n"
        return """
            <div class="tie">
            <p class="key">\(c(TopicComparisonWords.registered))</p><span></span>
            <svg role="img" aria-label="\(c(TopicComparisonWords.registeredDrawing(devices)))">
            <defs><pattern id="tie-devices" width="11" height="30" patternUnits="userSpaceOnUse" x="58" y="42">\
            <line class="cord thread" x1="5.5" x2="5.5" y1="0" y2="21"/>\
            <circle class="bead small" cx="5.5" cy="23" r="2.6"/></pattern></defs>
            \(comb)<line class="cord" x1="2" x2="100%" y1="42" y2="42"/>
            <svg x="30" y="42"><rect class="gap" x="-24" y="-3" width="48" height="6"/>\
            <path class="cord" d="M-24 0C5 0 21-13 15-26C8-38-8-38-15-26C-21-13-5 0 24 0"/></svg>
            </svg>
            <p class="count"><b>\(c(CertificateWords.devices(devices)))</b>\(c(TopicComparisonWords.reached))</p>
            <p class="mono wide">\(topic(comparison.registered))</p>
            </div>
            """
    }

    private func offered(_ c: ViewContext) -> HTML {
        let file: HTML? = model.fileName.flatMap { $0.isEmpty ? nil : $0 }.map {
            " <span class=\"mono\">(\($0))</span>"
        }
        return """
            <div class="tie refused">
            <p class="key">\(c(TopicComparisonWords.offered))\(file)</p><span></span>
            <svg role="img" aria-label="\(c(TopicComparisonWords.offeredDrawing))">
            <line class="cord cut" x1="0" x2="36%" y1="42" y2="42"/>\
            <svg x="36%" y="42"><path class="cord cut" d="M6 7 12-7M14 7 20-7"/></svg>
            </svg>
            <p class="count"><b>\(c(CertificateWords.devices(0)))</b>\(c(TopicComparisonWords.reached))</p>
            <p class="mono wide">\(topic(comparison.offered))</p>
            </div>
            """
    }

    /// What both have in common in grey, the rest underlined.
    private func topic(_ topic: String) -> HTML {
        let common = comparison.registered.commonPrefix(with: comparison.offered)
        // A whole component is easier to compare than single letters.
        let same = common.lastIndex(of: ".").map { String(common[...$0]) } ?? ""
        return """
            <span class="same">\(same)</span><wbr>\
            <span class="diff">\(String(topic.dropFirst(same.count)))</span>
            """
    }

    private func toDo(_ c: ViewContext) -> HTML {
        let account: HTML? = model.appleID.isEmpty ? nil : "<span class=\"mono\">\(model.appleID)</span>"
        let open = TopicComparisonWords.open(PortalLink(href: model.portalURL).html, account: account)
        let steps = [c(open), c(TopicComparisonWords.find), c(TopicComparisonWords.renew)].map { step -> HTML in
            "<li><span>\(step)</span></li>\n"
        }
        return """
            <section class="card" aria-labelledby="to-do">
            <h2 id="to-do">\(c(TopicComparisonWords.toDo))</h2>
            <p>\(c(TopicComparisonWords.probably))</p>
            <ol class="todo">
            \(steps)</ol>
            <p class="note">\(c(TopicComparisonWords.deletion(comparison.deviceCount)))</p>
            </section>

            """
    }
}
