/// What is used; an installation of one's own has no contract to compare with, and says so.
struct UsageList {
    let userCount: Int
    let deviceCount: Int

    func html(in c: ViewContext) -> HTML {
        let contract = c(DashboardWords.noContract)
        let lines: [(Text, String)] = [
            (DashboardWords.userLicences, "\(userCount)/\(contract)"),
            (DashboardWords.deviceLicences, "\(deviceCount)/\(contract)"),
            (DashboardWords.assetLicences, "0/\(contract)"),
            (DashboardWords.basicPackage, c(DashboardWords.nothing)),
            (DashboardWords.optionPackages, c(DashboardWords.nothing)),
        ]
        let items = lines.map { line -> HTML in
            "<li><span>\(c(line.0))</span> <span class=\"num\">\(line.1)</span></li>\n"
        }
        return "<ul class=\"list usage\">\n\(items)</ul>"
    }
}
