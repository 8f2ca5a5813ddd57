public import Administration
public import Foundation
public import PushCertificates

public protocol PushRecords {
    /// The defaults (empty, version 0) when nothing was stored.
    func pushDetails(in scope: CompanyScope) throws -> PushDetails
    func save(_ details: PushDetails, in scope: CompanyScope) throws

    /// Newest first, all that are retained.
    func pushRequests(in scope: CompanyScope) throws -> [PushRequest]
    func pushRequest(_ id: PushRequest.ID, in scope: CompanyScope) throws -> PushRequest?
    func pendingPushRequest(in scope: CompanyScope) throws -> PushRequest?
    /// A pending one takes the place of the one that was pending before.
    func insert(_ request: PushRequest, in scope: CompanyScope) throws
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such request.
    func attach(signedRequest: String, to id: PushRequest.ID, in scope: CompanyScope) throws
    /// After a registration or deletion: [ダウンロード] makes a new one.
    func endPendingPushRequest(in scope: CompanyScope) throws
    /// Removes keys older than the retention, but never that of an active or restorable certificate, nor of
    /// one that was retired later. The certificates themselves stay in the history.
    ///
    /// - Returns: how many keys.
    @discardableResult
    func deletePushRequests(createdBefore: Date, in scope: CompanyScope) throws -> Int

    func activePushCertificate(in scope: CompanyScope) throws -> RegisteredCertificate?
    /// Newest registration first, every state.
    func pushCertificates(in scope: CompanyScope) throws -> [RegisteredCertificate]
    func pushCertificate(_ id: RegisteredCertificate.ID, in scope: CompanyScope) throws -> RegisteredCertificate?
    /// - Throws: ``StoreError/conflict(_:)`` when another certificate of the company is active.
    func insert(_ certificate: RegisteredCertificate, in scope: CompanyScope) throws
    /// - Throws: ``StoreError/conflict(_:)`` when this company has no such certificate, or another is active.
    func setState(
        _ state: RegisteredCertificate.State, of id: RegisteredCertificate.ID, in scope: CompanyScope) throws
}

public protocol VendorRecords {
    /// The installation's vendor certificate; the newest import counts.
    func vendorCertificate() throws -> VendorCertificate?
    func insert(_ vendor: VendorCertificate) throws
    func trustAnchors() throws -> TrustAnchors
    /// Adds what is not yet known.
    func add(_ anchors: TrustAnchors) throws
}
