/// The drawings beside words; never alone, so hidden from screen readers. Shapes differ as much as colours do.
enum Icon {
    case ok, clock, warning, bad, unknown, download, todo, next, note

    var html: HTML {
        "<svg class=\"icon\" viewBox=\"0 0 24 24\" aria-hidden=\"true\">\(paths)</svg>"
    }

    private var paths: HTML {
        switch self {
        case .ok: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m8 12.5 2.8 2.8L16 9.5\"/>"
        case .clock: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 7v5.3l3.4 2\"/>"
        case .warning: "<path d=\"M12 3.5 22 20.5H2Z\"/><path d=\"M12 10v5m0 2.6v.1\"/>"
        case .bad: "<path d=\"M8 2.8h8L21.2 8v8L16 21.2H8L2.8 16V8Z\"/><path d=\"m9 9 6 6m0-6-6 6\"/>"
        case .unknown:
            "<circle cx=\"12\" cy=\"12\" r=\"9\" stroke-dasharray=\"3.2 3.2\"/><path d=\"M9.8 9.6c0-3 4.6-3 4.6 0 0 1.9-2.3 2-2.3 4m0 2.6v.1\"/>"
        case .download: "<path d=\"M12 4v11m-4.5-4.5L12 15l4.5-4.5M4.5 20h15\"/>"
        case .todo: "<circle cx=\"12\" cy=\"12\" r=\"9\"/>"
        case .next: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"m10.5 8.5 3.5 3.5-3.5 3.5\"/>"
        case .note: "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 11v5m0-8.6v.1\"/>"
        }
    }
}

/// Shape, word and colour of a state.
struct Badge {
    enum Kind {
        case plain, ok, live, warning, bad
    }

    let kind: Kind
    let icon: Icon
    let word: String

    var html: HTML { "<span class=\"badge\(kindClass)\">\(icon.html)\(word)</span>" }

    private var kindClass: HTML {
        switch kind {
        case .plain: ""
        case .ok: " ok"
        case .live: " live"
        case .warning: " warn"
        case .bad: " bad"
        }
    }
}
