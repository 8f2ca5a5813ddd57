import Administration
import Enrollments
import Foundation
import Problems
import PushCertificates

extension ProblemSamples {
    static func enrollment() throws -> [EnrollmentError] {
        let obstacles: [ActionObstacle] = [
            .notYetEnrolled, .removed, .erased, .archived, .noCertificate, .certificateDeleted,
            .certificateExpired(at: instant),
            .topicMismatch(device: try topic("4").description, certificate: try topic("3").description),
        ]
        return [
            .noSuchDevice, .noSuchInvitation, .noSuchCommand, .noSuchPerson, .noSuchOrganization, .invalidName,
            .nameTaken("営業部"), .invalidUses(limit: 1_000), .invalidValidity, .nobodyInvited, .noDeviceAddress,
            .tooManyOpenProfiles, .commandOver, .commandWithDevice, .invitationNotOpen(.usedUp),
            .invitationNotOpen(.expired), .invitationNotOpen(.revoked),
        ] + obstacles.map { .obstacle($0) } + [
            .notAvailable(requestType: "ClearPasscode", reason: "macOS"), .serialMismatch, .stepUpNeeded,
            .wrongPassword,
            .enrolledSincePageOpened, .messageTooLong(limit: 500), .noUnlockToken, .invalidCode, .tooManyAttempts,
            .ordersWaiting(limit: 5), .unknownCondition,
        ]
    }

    static func place(of error: EnrollmentError) -> Int {
        switch error {
        case .noSuchDevice: 0
        case .noSuchInvitation: 1
        case .noSuchCommand: 2
        case .noSuchPerson: 3
        case .noSuchOrganization: 4
        case .invalidName: 5
        case .nameTaken: 6
        case .invalidUses: 7
        case .invalidValidity: 8
        case .nobodyInvited: 9
        case .noDeviceAddress: 10
        case .tooManyOpenProfiles: 11
        case .commandOver: 12
        case .commandWithDevice: 13
        case .invitationNotOpen(let standing): place(of: standing)
        case .obstacle(let obstacle): place(of: obstacle)
        case .notAvailable: 25
        case .serialMismatch: 26
        case .stepUpNeeded: 27
        case .wrongPassword: 28
        case .enrolledSincePageOpened: 29
        case .messageTooLong: 30
        case .noUnlockToken: 31
        case .invalidCode: 32
        case .tooManyAttempts: 33
        case .ordersWaiting: 34
        case .unknownCondition: 35
        }
    }

    private static func place(of standing: Invitation.Standing) -> Int {
        switch standing {
        case .open: -1  // nobody is told
        case .usedUp: 14
        case .expired: 15
        case .revoked: 16
        }
    }

    private static func place(of obstacle: ActionObstacle) -> Int {
        switch obstacle {
        case .notYetEnrolled: 17
        case .removed: 18
        case .erased: 19
        case .archived: 20
        case .noCertificate: 21
        case .certificateDeleted: 22
        case .certificateExpired: 23
        case .topicMismatch: 24
        }
    }
}
