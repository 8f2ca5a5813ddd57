import CommandQueue
import Enrollments
import Foundation
import Testing

@Suite struct QueuedCommandTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        arguments: [
            (nil, nil, false), (10, nil, true), (10, 20, false), (30, 20, true), (10, 10, false),
        ] as [(Double?, Double?, Bool)])
    func `a command is with the device from its fetching until it is put off`(
        fetched: Double?, putOff: Double?, isWithDevice: Bool
    ) {
        var command = QueuedCommand(
            uuid: CommandUUID(stored: "U"), enrollmentID: EnrollmentID(stored: "e"), sequence: 1,
            requestType: "EraseDevice", isDestructive: true, payload: [], queuedAt: Self.start, queuedBy: "admin",
            expiresAt: nil)
        command.fetchedAt = fetched.map(Self.start.addingTimeInterval)
        command.lastNotNowAt = putOff.map(Self.start.addingTimeInterval)
        #expect(command.isWithDevice == isWithDevice)
    }
}
