import Hummingbird

/// The Lab's own page and its JSON interface.
struct LabRoutes {
    let portal: PushPortal

    func add(to router: Router<BasicRequestContext>) {
        router.get("portal-code") { _, _ -> Response in
            guard let code = await portal.newestCode else {
                return .text("No code has been sent yet. Sign in to the portal first.\n", status: .notFound)
            }
            return .text(code)
        }
        router.get("") { _, _ -> Response in
            .page(Layout.lab(content: "<div class=\"plate\"><h1>Kizuna Lab</h1></div>"))
        }
    }
}
