public import Administration
public import CommandQueue
public import Enrollments
public import Foundation

/// Orders for many devices at once, and how far each of their devices has come.
public protocol BulkOrderRecords {
    /// Freezes the set: every managed device that the order's query finds now. Without such a device nothing is kept.
    ///
    /// - Returns: how many.
    func freezeTargets(of id: BulkOrderID, _ query: DeviceListQuery, at now: Date, in scope: CompanyScope) throws -> Int
    /// After ``freezeTargets(of:_:at:in:)``, with what it returned.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when an order of this company with the same conditions is not handed out yet.
    func insert(_ order: BulkOrder, in scope: CompanyScope) throws
    func bulkOrder(_ id: BulkOrderID, in scope: CompanyScope) throws -> BulkOrder?
    /// Newest first.
    func bulkOrders(limit: Int, in scope: CompanyScope) throws -> [BulkOrder]

    /// Of each company the oldest order with devices that wait for their commands, in an order of companies that stays.
    func openBulkOrders() throws -> [(scope: CompanyScope, id: BulkOrderID)]
    /// All such orders of one company, oldest first.
    func openBulkOrders(in scope: CompanyScope) throws -> [BulkOrder]
    /// Devices that wait for their commands, by identifier, behind `last`.
    func waitingTargets(of id: BulkOrderID, behind last: EnrollmentID?, limit: Int, in scope: CompanyScope) throws
        -> [EnrollmentID]
    /// Whether the device still waits for its commands.
    func isWaiting(_ target: EnrollmentID, of id: BulkOrderID, in scope: CompanyScope) throws -> Bool
    /// The device has its commands, of which `last` is the last.
    ///
    /// - Throws: ``StoreError/conflict(_:)`` when it does not wait any more.
    func handOut(_ last: CommandUUID, to target: EnrollmentID, of id: BulkOrderID, in scope: CompanyScope) throws
    /// The device gets none; one that does not wait any more is left alone.
    func skip(_ target: EnrollmentID, for obstacle: BulkObstacle, of id: BulkOrderID, in scope: CompanyScope) throws
    /// Nothing happens while a device waits.
    func endHandingOut(of id: BulkOrderID, at now: Date, in scope: CompanyScope) throws

    /// Steps without a device are left out.
    func bulkSteps(of id: BulkOrderID, in scope: CompanyScope) throws -> [BulkStep: Int]
    /// By identifier (the order of enrollment), behind `last`; `step` nil: all.
    func bulkTargets(
        of id: BulkOrderID, step: BulkStep?, behind last: EnrollmentID?, limit: Int, in scope: CompanyScope
    ) throws -> [BulkTarget]
    /// Removes the oldest order of any company that was made before `before` and handed out.
    ///
    /// - Returns: false when there is none.
    func forgetOneBulkOrder(before: Date) throws -> Bool
}
