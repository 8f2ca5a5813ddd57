import Administration
import CommandQueue
import Enrollments
import Foundation
import HTTPTypes
import Hummingbird
import Problems
import UseCases

/// リモートロック, リモートワイプ, パスコード消去, 再起動, システム終了, and PINs in escrow.
extension RouteTable {
    mutating func addDeviceActions() {
        for kind in DeviceAction.Kind.allCases where kind != .sync {
            let permission: Permission =
                kind == .restart || kind == .shutDown ? .commandDevices : .lockAndWipeDevices
            page("devices/:device/\(kind.rawValue)", requires: permission) {
                try await DeviceActionScreen($0, kind).ask()
            }
            form("devices/:device/\(kind.rawValue)", requires: permission) {
                try await DeviceActionScreen($0, kind).act($1)
            }
        }
        page("devices/:device/pin/:command", requires: .revealSecrets) { try await DevicePINScreen($0).ask() }
        form("devices/:device/pin/:command", requires: .revealSecrets) { try await DevicePINScreen($0).reveal($1) }
    }
}

struct DeviceActionScreen {
    let signedIn: SignedIn
    let kind: DeviceAction.Kind

    init(_ signedIn: SignedIn, _ kind: DeviceAction.Kind) {
        self.signedIn = signedIn
        self.kind = kind
    }

    private var device: DeviceScreen { DeviceScreen(signedIn) }

    func ask() async throws -> Response { try await page(openedAt: signedIn.installation.now) }

    func act(_ form: FormData) async throws -> Response {
        let opened = (try? Date(form["opened"], strategy: .iso8601)) ?? .distantPast
        let detail = try await device.detail()
        do {
            guard form["enrollment"] == detail.enrollment.id.description else {
                throw EnrollmentError.enrolledSincePageOpened
            }
            return try await carryOut(form, on: detail.enrollment, opened: opened)
        } catch let error as EnrollmentError {
            return try await refused(
                form, opened: opened, Problem(error, timeZone: signedIn.company.timeZone), error.wrongFields,
                status: error.formStatus, enrolledMeanwhile: error == .enrolledSincePageOpened)
        } catch let error as AdministrationError {
            return try await refused(
                form, opened: opened, Problem(error), [.password],
                status: error == .loginThrottled ? .tooManyRequests : .unprocessableContent, enrolledMeanwhile: false)
        }
    }

    private func carryOut(_ form: FormData, on enrollment: Enrollment, opened: Date) async throws -> Response {
        let installation = signedIn.installation
        let path = device.path
        if kind == .restart || kind == .shutDown {
            try await OrderPower(installation)(
                kind == .restart ? .restart : .shutDown, for: enrollment.id, by: signedIn.actor, in: signedIn.scope)
            return signedIn.done(kind.rawValue, at: path)
        }
        var principal = signedIn.principal
        if needsPassword {
            guard !form["password"].isEmpty else { throw EnrollmentError.stepUpNeeded }
            principal = try await StepUp(installation)(Secret(form["password"]), by: principal)
        }
        let ordered = try await OrderDestructive(installation)(
            order(form), for: enrollment.id, pageOpenedAt: opened, by: principal)
        guard let pin = ordered.pin else { return signedIn.done(kind.rawValue, at: path) }
        let faces = try await device.faces()
        return signedIn.visit.render(
            DevicePINView(
                DevicePINModel(
                    face: faces.face,
                    entry: EscrowEntry(
                        commandUUID: ordered.uuid.description,
                        requestType: kind == .wipe ? "EraseDevice" : "DeviceLock",
                        at: installation.now), pin: pin.reveal(), isNew: true, isPasswordNeeded: false, problem: nil)),
            section: .devices)
    }

    private func order(_ form: FormData) -> OrderDestructive.Order {
        switch kind {
        case .wipe:
            .wipe(
                .init(
                    serialEnding: form["serial"], preservesDataPlan: form["keep-plan"] == "yes",
                    disallowsProximitySetup: form["no-proximity"] == "yes"))
        case .clearPasscode: .clearPasscode
        default: .lock(message: form["message"], phoneNumber: form["phone"])
        }
    }

    /// What cannot be undone; a lock is fast.
    private var needsPassword: Bool {
        (kind == .wipe || kind == .clearPasscode)
            && StepUp(signedIn.installation).isNeeded(for: signedIn.principal)
    }

    private func refused(
        _ form: FormData, opened: Date, _ problem: Problem, _ fields: Set<DeviceActionModel.Field>,
        status: HTTPResponse.Status, enrolledMeanwhile: Bool
    ) async throws -> Response {
        let input = DeviceActionModel.Input(
            message: form["message"], phoneNumber: form["phone"], serialEnd: form["serial"],
            keepsDataPlan: form["keep-plan"] == "yes", forbidsProximitySetup: form["no-proximity"] == "yes")
        return try await page(
            openedAt: enrolledMeanwhile ? signedIn.installation.now : opened, input: input, wrongFields: fields,
            problem: Message(.refusal, problem, signedIn.visit.language), status: status,
            enrolledMeanwhile: enrolledMeanwhile)
    }

    private func page(
        openedAt: Date, input: DeviceActionModel.Input = .init(), wrongFields: Set<DeviceActionModel.Field> = [],
        problem: Message? = nil, status: HTTPResponse.Status = .ok, enrolledMeanwhile: Bool = false
    ) async throws -> Response {
        let faces = try await device.faces()
        let model = DeviceActionModel(
            page: faces.model(message: nil), kind: kind, openedAt: openedAt,
            enrolledMeanwhile: enrolledMeanwhile ? faces.detail.enrollment.authenticatedAt : nil,
            isPasswordNeeded: needsPassword, makesPIN: faces.face.family == .mac && (kind == .lock || kind == .wipe),
            input: input, wrongFields: wrongFields, problem: problem)
        return signedIn.visit.render(DeviceActionView(model), status: status, section: .devices)
    }
}

/// A Mac's PIN in escrow: asked for, shown, written down.
struct DevicePINScreen {
    let signedIn: SignedIn
    init(_ signedIn: SignedIn) { self.signedIn = signedIn }

    private var device: DeviceScreen { DeviceScreen(signedIn) }
    private var needsPassword: Bool { StepUp(signedIn.installation).isNeeded(for: signedIn.principal) }

    func ask() async throws -> Response { try await page(pin: nil, problem: nil, status: .ok) }

    func reveal(_ form: FormData) async throws -> Response {
        do {
            if needsPassword {
                guard !form["password"].isEmpty else { throw AdministrationError.wrongCurrentPassword }
                _ = try await StepUp(signedIn.installation)(Secret(form["password"]), by: signedIn.principal)
            }
        } catch let error as AdministrationError {
            return try await page(
                pin: nil, problem: Problem(error),
                status: error == .loginThrottled ? .tooManyRequests : .unprocessableContent)
        }
        let detail = try await device.detail()
        let pin: Secret<String>
        do {
            pin = try await RevealPIN(signedIn.installation)(
                uuid, of: detail.enrollment.id, by: signedIn.actor, in: signedIn.scope)
        } catch EnrollmentError.noSuchCommand {
            throw Refusal.notFound
        }
        return try await page(pin: pin, problem: nil, status: .ok)
    }

    private var uuid: CommandUUID {
        CommandUUID(stored: signedIn.visit.context.parameters.get("command") ?? "")
    }

    private func page(pin: Secret<String>?, problem: Problem?, status: HTTPResponse.Status) async throws -> Response {
        let faces = try await device.faces()
        guard let entry = faces.detail.escrow.first(where: { $0.uuid == uuid }) else { throw Refusal.notFound }
        return signedIn.visit.render(
            DevicePINView(
                DevicePINModel(
                    face: faces.face,
                    entry: EscrowEntry(
                        commandUUID: entry.uuid.description, requestType: entry.requestType, at: entry.at),
                    pin: pin?.reveal(), isNew: false, isPasswordNeeded: needsPassword && pin == nil,
                    problem: problem.map { Message(.refusal, $0, signedIn.visit.language) })),
            status: status, section: .devices)
    }
}

extension EnrollmentError {
    var wrongFields: Set<DeviceActionModel.Field> {
        switch self {
        case .serialMismatch: [.serial]
        case .stepUpNeeded, .wrongPassword: [.password]
        case .messageTooLong: [.message, .phone]
        default: []
        }
    }
}
