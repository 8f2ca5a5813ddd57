public import PushCertificates

public typealias LabAnchors = TrustAnchors
