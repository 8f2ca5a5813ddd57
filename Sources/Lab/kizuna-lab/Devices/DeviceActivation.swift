import Foundation
import Hummingbird
import SimulatedBusinessManager
import SimulatedClock
import SimulatedDevices

/// Apple's activation, as far as devices meet it: says which profile the Business Manager has for a serial number.
struct DeviceActivation: Sendable {
    let manager: BusinessManager

    /// - Throws: 422 when no server has assigned a profile: Setup Assistant goes on without management.
    func order(for serialNumber: String) async throws -> SetupOrder {
        guard let profile = try await manager.activate(serialNumber) else {
            throw HTTPError(
                .unprocessableContent,
                message:
                    "\(serialNumber) has no enrollment profile in the Business Manager: Setup Assistant goes on without management."
            )
        }
        let (authority, clock) = (manager.deviceAuthority, manager.clock)
        return SetupOrder(url: profile.url, awaitsConfiguration: profile.awaitsConfiguration) { key in
            try authority.issue(for: serialNumber, publicKey: key, at: clock.now)
        }
    }
}
