import Foundation
import SimulatedDevices

/// The texts of the device pages, Japanese or English.
struct DeviceWords {
    let japanese: Bool

    func callAsFunction(_ japaneseText: String, _ english: String) -> String { japanese ? japaneseText : english }

    var title: String { self("シミュレーション機器", "Simulated devices") }

    func state(_ device: DeviceSummary) -> String {
        switch device.state {
        case .new: self("未登録", "Not enrolled")
        case .enrolled: self("登録済み", "Enrolled")
        case .unenrolled: self("登録解除", "Unenrolled")
        case .wiped: self("ワイプ済み", "Wiped")
        }
    }

    func conditions(_ device: DeviceSummary) -> String {
        var words = [device.isOnline ? self("オンライン", "Online") : self("オフライン", "Offline")]
        if device.answersErrors { words.append(self("エラーを返す", "Answers with errors")) }
        if device.isInSetup { words.append(self("設定アシスタントで待機中", "Waits in Setup Assistant")) }
        if device.isLocked { words.append(self("画面ロック中", "Screen locked")) }
        if device.owedResults > 0 {
            words.append(self("未送信の結果 \(device.owedResults)", "\(device.owedResults) results owed"))
        }
        return words.joined(separator: self("、", ", "))
    }

    func instant(_ date: Date?) -> String {
        guard let date else { return "–" }
        return date.formatted(.iso8601).replacing("T", with: " ").replacing("Z", with: " UTC")
    }
}
