import X509

extension UploadPipeline {
    /// What a file is that was uploaded where no push certificate belongs.
    ///
    /// - Returns: nil when it holds certificates and nothing worse.
    public static func kind(of file: [UInt8]) -> UploadRefusal? { FileContents(of: file).refusal }

    /// Whether the file's certificate says that it is for device management pushes.
    public static func holdsManagementTopic(_ file: [UInt8]) -> Bool {
        FileContents(of: file).certificates.contains { certificate in
            certificate.parsed.subject.values(of: .userID).contains { $0?.hasPrefix("com.apple.mgmt.") == true }
        }
    }

    /// Whether exactly this certificate stands in the file.
    public static func holds(_ der: [UInt8], in file: [UInt8]) -> Bool {
        FileContents(of: file).certificates.contains { $0.der == der }
    }
}
