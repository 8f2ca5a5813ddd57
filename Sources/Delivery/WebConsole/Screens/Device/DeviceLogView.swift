import Enrollments

/// 機器の詳細 › ログ.
struct DeviceLogView: Page {
    let model: DeviceLogModel

    init(_ model: DeviceLogModel) { self.model = model }

    var help: ManualSection { .device }

    func title(in c: ViewContext) -> String { "\(c(DevicePageWords.log)) · \(model.face.title)" }

    func main(in c: ViewContext) -> HTML {
        """
        \(DeviceHead(face: model.face, tab: .log).html(in: c))
        \(model.events.isEmpty ? "<div class=\"card\"><p>\(c(DeviceLogWords.empty))</p></div>" : grid(c))
        \(Pager(
            path: c.href("devices/\(model.face.id)/log"), olderBefore: model.olderBefore,
            isContinued: model.isContinued, older: DeviceLogWords.older, newest: DeviceLogWords.newest
        ).html(in: c))
        """
    }

    private func grid(_ c: ViewContext) -> HTML {
        Grid(
            caption: c(DeviceLogWords.caption),
            columns: [
                Grid.Column(c(LogWords.occurredAt)), Grid.Column(c(LogWords.event)), Grid.Column(c(LogWords.actor)),
                Grid.Column(c(DeviceLogWords.details)),
            ],
            rows: model.events.map { event in
                [
                    c.time(event.occurredAt), "\(c(DeviceLogWords.name(of: event.kind)))",
                    event.actor.isEmpty ? "\(c(DeviceLogWords.deviceOrServer))" : "\(event.actor)", fields(event, c),
                ]
            }
        ).html
    }

    private func fields(_ event: DeviceEvent, _ c: ViewContext) -> HTML {
        let lines = event.fields.map { field -> HTML in
            """
            <span class="key">\(DeviceLogWords.field(field.name, in: c)):</span> \
            \(DeviceLogWords.value(field, in: c))
            """
        }
        return HTML.joined(lines, by: "<br>\n")
    }
}
