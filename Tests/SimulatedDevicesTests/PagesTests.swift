import Foundation
import Hummingbird
import HummingbirdTesting
import SimulatedBusinessManager
import SimulatedClock
import SimulatedDevices
import Testing

@testable import kizuna_lab

@Suite struct `The Lab shows and steers devices` {
    /// - Returns: status, body and Location.
    private func ask(
        _ stage: Stage, _ method: HTTPRequest.Method, _ path: String, _ body: String = "", language: String = "ja"
    ) async throws -> (status: Int, body: String, location: String) {
        let router = Router(context: BasicRequestContext.self)
        let activation = DeviceActivation(manager: try await stage.manager())
        DeviceAPIRoutes(fleet: stage.fleet, activation: activation).add(to: router)
        DevicePageRoutes(fleet: stage.fleet, activation: activation).add(to: router)
        return try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: [.acceptLanguage: language],
                body: body.isEmpty ? nil : ByteBuffer(string: body)
            ) { (Int($0.status.code), String(buffer: $0.body), $0.headers[.location] ?? "") }
        }
    }

    @Test func `programs make, enroll, steer and look`() async throws {
        try await onStage { stage in
            let made = try await ask(stage, .post, "/api/devices", #"{"count": 2, "kind": "iPad", "supervised": true}"#)
            #expect(made.status == 201)
            let id = try #require(await stage.fleet.list().first?.id)
            let link = try await stage.server.link.absoluteString
            #expect(try await ask(stage, .post, "/api/devices/\(id)/enroll", "{\"url\": \"\(link)\"}").status == 200)
            let again = try await ask(stage, .post, "/api/devices/\(id)/enroll", "{\"url\": \"\(link)\"}")
            #expect(again.status == 422)
            let seen = try await ask(stage, .get, "/api/devices/\(id)").body
            #expect(seen.contains("\"state\" : \"enrolled\"") && seen.contains("\"supervised\" : true"))
            #expect(seen.contains("\"event\" : \"TokenUpdate\""))
            let list = try await ask(stage, .get, "/api/devices").body
            #expect(list.contains("\"unenrolled_by_401\" : 0") && list.contains("\"enrolled\" : 1"))
            let locked = try await ask(stage, .put, "/api/devices/\(id)/behaviour", #"{"locked": true}"#)
            #expect(locked.status == 200 && locked.body.contains("\"locked\" : true"))
            #expect(try await ask(stage, .put, "/api/devices/\(id)/behaviour", #"{"lokced": true}"#).status == 422)
            #expect(try await ask(stage, .post, "/api/devices/\(id)/poll").status == 200)
            #expect(try await ask(stage, .get, "/api/devices/none").status == 404)
            let profile = Data(try await stage.server.profile()).base64EncodedString()
            let other = try #require(await stage.fleet.list().last?.id)
            #expect(
                try await ask(stage, .post, "/api/devices/\(other)/enroll", "{\"profile_base64\": \"\(profile)\"}")
                    .status
                    == 200)
        }
    }

    @Test func `people see the devices in their language and press buttons`() async throws {
        try await onStage { stage in
            let id = try #require(try await stage.fleet.add(3).first)
            let japanese = try await ask(stage, .get, "/devices").body
            #expect(japanese.contains("<html lang=\"ja\">") && japanese.contains("未登録") && japanese.contains(id))
            let english = try await ask(stage, .get, "/devices", language: "en").body
            #expect(english.contains("Not enrolled") && english.contains("Invitation link"))
            let refused = try await ask(stage, .post, "/devices/\(id)/enroll", "url=nowhere")
            #expect(refused.status == 422 && refused.body.contains("role=\"alert\""))
            let link = try await stage.server.link.absoluteString
            let enrolled = try await ask(stage, .post, "/devices/\(id)/enroll", "url=\(link)")
            #expect(enrolled.status == 303 && enrolled.location == "/devices#\(id)")
            #expect(try await ask(stage, .post, "/devices/\(id)/do", "do=offline").status == 303)
            #expect(try await ask(stage, .get, "/devices").body.contains("オフライン"))
            #expect(try await ask(stage, .get, "/devices/\(id)").body.contains(FakeServer.topic))
            #expect(try await ask(stage, .post, "/devices", "count=2&kind=Mac&url=").status == 303)
            #expect(await stage.fleet.count == 5)
        }
    }
}

extension Stage {
    /// A Business Manager that has assigned nothing.
    fileprivate func manager() async throws -> BusinessManager {
        let directory = FileManager.default.temporaryDirectory.appending(path: "manager-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return try BusinessManager(directory: directory.path, clock: try LabClock(path: directory.path + "/clock"))
    }
}
