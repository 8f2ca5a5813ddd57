/// An honest page for something that later versions bring.
enum LaterModel: String, CaseIterable, Sendable {
    case notifications
}
