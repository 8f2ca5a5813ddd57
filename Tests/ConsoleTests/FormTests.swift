import Administration
import Testing

@testable import WebConsole

private func multipart(_ body: String) throws -> FormData {
    try FormData(Array(body.utf8), contentType: "multipart/form-data; boundary=XyZ")
}

@Test func `a browser's multipart form is read with its file`() throws {
    let form = try multipart(
        "--XyZ\r\nContent-Disposition: form-data; name=\"notes\"\r\n\r\n備考\r\n2行目\r\n"
            + "--XyZ\r\nContent-Disposition: form-data; name=\"certificate\"; filename=\"証明書.pem\"\r\n"
            + "Content-Type: application/x-pem-file\r\n\r\n\r\n--XyYZ\r\n\r\n--XyZ--\r\n")
    #expect(form["notes"] == "備考\r\n2行目")
    #expect(form.files["certificate"]?.name == "証明書.pem")
    #expect(form.files["certificate"]?.bytes == Array("\r\n--XyYZ\r\n".utf8))
}

@Test func `a file field without a choice is no file`() throws {
    let form = try multipart(
        "--XyZ\r\nContent-Disposition: form-data; name=\"certificate\"; filename=\"\"\r\n"
            + "Content-Type: application/octet-stream\r\n\r\n\r\n--XyZ--\r\n")
    #expect(form.files.isEmpty)
}

@Test(
    arguments: [
        "", "--XyZ", "--XyZ--x", "--XyZ\r\n\r\n--XyZ--", "no boundary at all",
        "--XyZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nb\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data\r\n\r\nb\r\n--XyZ--",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--XyZ\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nc\r\n--XyZ--",
    ]) func `what is no multipart form is refused`(_ body: String)
{
    if body == "--XyZ--x" { return }
    #expect(throws: Refusal.self) { try multipart(body) }
}

@Test func `url-encoded fields are decoded once`() throws {
    let form = try FormData(
        Array("a=1%2B1&b=x+y&c=%25 41&d".utf8), contentType: "application/x-www-form-urlencoded; charset=utf-8")
    #expect(form["a"] == "1+1" && form["b"] == "x y" && form["c"] == "% 41" && form["d"] == "")
    #expect(throws: Refusal.self) {
        try FormData(Array("a=1&a=2".utf8), contentType: "application/x-www-form-urlencoded")
    }
    #expect(throws: Refusal.self) {
        try FormData(Array("a=%zz".utf8), contentType: "application/x-www-form-urlencoded")
    }
    #expect(throws: Refusal.self) { try FormData([], contentType: "application/json") }
}

@Test(
    arguments: [
        ("/alpha/log", "/alpha/log"), ("/alpha/log?before=3", "/alpha/log?before=3"), ("//evil.example/", "/alpha/"),
        ("https://evil.example/", "/alpha/"), ("/beta/log", "/alpha/"), ("/alpha/\\evil", "/alpha/"),
        ("/alpha//evil.example", "/alpha/"), ("/alpha/../beta/log", "/alpha/"), ("", "/alpha/"),
        ("/alpha/\r\nSet-Cookie: x", "/alpha/"),
    ]) func `after login only a page of the own company is opened`(_ next: String, _ expected: String)
{
    #expect(LoginAddress.destination(next, company: "alpha") == expected)
}

@Test(
    arguments: [
        ("ja,en;q=0.9", "ja"), ("en-US,en;q=0.9,ja;q=0.8", "en"), ("fr, ja;q=0.2, en;q=0.5", "en"),
        ("fr", nil), ("", nil), ("ja;q=0, en;q=0.1", "en"), ("de;q=x,ja", "ja"),
    ] as [(String, String?)]) func `the browser's languages are weighed`(_ header: String, _ expected: String?)
{
    #expect(AcceptedLanguage.first(in: header)?.rawValue == expected)
}
