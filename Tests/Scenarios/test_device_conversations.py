"""A device that is not ours speaks to the server: what it is told next, and what is refused without a trace.

Keys, SCEP, signatures and property lists come from Debian's scepclient, openssl and Python.
"""

from __future__ import annotations

import json
import plistlib
import re
import uuid

import pytest
import requests

from support import authority as ca
from support.certificate import Desk
from support.device import Device, Identity
from support.device_pages import DevicePages
from support.enrollment import invite, open_profile, read_profile
from support.web import until
from support.words import ja

SYNC = ["DeviceInformation", "SecurityInfo", "ProfileList", "CertificateList", "InstalledApplicationList"]


@pytest.fixture(scope="module")
def desk(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("foreign", "外来機器の会社"))
    desk.register()
    return desk


@pytest.fixture(scope="module")
def other(installation, new_company) -> Desk:
    desk = Desk(installation, new_company("foreign-other", "別の会社"))
    desk.register()
    return desk


def instant(desk: Desk) -> int:
    return int(desk.installation.now().timestamp())


@pytest.fixture
def fresh(desk, tmp_path):
    """A device with its identity that has said nothing yet."""
    return Device(tmp_path).install(invite(desk), instant(desk))


@pytest.fixture
def device(fresh):
    """Enrolled, and with nothing left to fetch."""
    assert fresh.authenticate().status_code == fresh.token_update().status_code == 200
    assert fresh.drain() == SYNC
    return fresh


def pages_of(desk: Desk, device: Device) -> DevicePages:
    return DevicePages(desk, device.serial)


def snapshot(pages: DevicePages) -> tuple:
    """What a refused message must leave as it was."""
    page = pages.page()
    return pages.state(), page.rows(), pages.page("/commands").text, pages.page("/facts").rows()


# ---------------------------------------------------------------- conversations


CONVERSATIONS = {
    "Idle with nothing to do": (["Idle → -"]),
    "in order, one after the other, and what was put off comes back": [
        "Idle → -", "+restart", "+shut-down", "Idle → RestartDevice", "Acknowledged → ShutDownDevice", "Acknowledged → -",
        "+restart", "Idle → RestartDevice", "NotNow → -", "Idle → RestartDevice", "Acknowledged → -", "Idle → -",
    ],
    "a command put off does not keep the others": [
        "+restart", "+shut-down", "Idle → RestartDevice", "NotNow → ShutDownDevice", "Acknowledged → -",
        "Idle → RestartDevice", "Acknowledged → -",
    ],
    "a lock goes before what is older": [
        "+restart", "+lock", "Idle → DeviceLock", "Acknowledged → RestartDevice", "Acknowledged → -",
    ],
    "what was not answered is offered again": [
        "+restart", "Idle → RestartDevice", "Idle → RestartDevice", "Acknowledged → -", "Idle → -",
    ],
    "an error ends the command and not the queue": [
        "+restart", "+shut-down", "Idle → RestartDevice", "Error → ShutDownDevice", "CommandFormatError → -", "Idle → -",
    ],
    "a synchronisation is five commands": [
        "+sync", *[f"{'Idle' if n == 0 else 'Acknowledged'} → {kind}" for n, kind in enumerate(SYNC)], "Acknowledged → -",
    ],
}  # fmt: skip


@pytest.mark.parametrize("steps", CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_a_conversation(desk, device, steps):
    pages, current = pages_of(desk, device), None
    for number, step in enumerate(steps):
        if step.startswith("+"):
            answer = pages.sync() if step == "+sync" else pages.order(step[1:])
            assert answer.status == 200, f"{step}: {answer.status} {answer.text[:300]}"
            continue
        status, expected = step.split(" → ")
        more = {}
        if status == "Error":
            more["ErrorChain"] = [{"ErrorCode": 12021, "ErrorDomain": "MCMDMErrorDomain", "LocalizedDescription": "x"}]
        current = device.next(status, None if status == "Idle" else current.uuid, **more)
        assert (current.kind if current else "-") == expected, f"step {number}: {step}"


def test_a_binary_property_list_is_understood_too(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    command = device.next(fmt=plistlib.FMT_BINARY)
    assert command.kind == "RestartDevice"
    assert device.next("Acknowledged", command.uuid, fmt=plistlib.FMT_BINARY) is None


def test_what_the_device_answers_stands_on_its_page(desk, device):
    pages = pages_of(desk, device)
    pages.sync()
    command = device.next()
    answer = {"DeviceName": "外からの Mac", "OSVersion": "15.4", "ModelName": "MacBook Pro", "SerialNumber": device.serial}
    command = device.next("Acknowledged", command.uuid, QueryResponses=answer)
    assert command.kind == "SecurityInfo"
    device.next("Acknowledged", command.uuid, SecurityInfo={"FDE_Enabled": True})
    facts = pages.page("/facts")
    assert facts.says("外からの Mac") and facts.says("15.4")
    assert pages.page().says("外からの Mac"), "the name in the head"
    assert "macOS 15.4" in pages.page().text


def test_the_pin_of_a_lock_is_the_one_that_was_shown(desk, device):
    pages = pages_of(desk, device)
    shown = pages.order("lock").rows()["PIN"]
    command = device.next()
    assert command.kind == "DeviceLock" and command.content["Command"]["PIN"] == shown
    assert re.fullmatch(r"\d{6}", shown)
    assert device.next("Acknowledged", command.uuid) is None


def test_a_wipe_ends_the_management_when_it_is_answered_and_not_before(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    assert pages.order("wipe", serial=device.serial[-4:]).status == 200
    command = device.next()
    assert command.kind == "EraseDevice"
    assert ja("wiped") not in pages.state()
    assert device.next("Acknowledged", command.uuid) is None, "nothing more for a device that erases itself"
    assert ja("wiped") in pages.state()
    assert device.report("Idle").status_code == 400


def test_what_the_device_has_fetched_cannot_be_taken_back_until_it_says_not_now(desk, device):
    pages = pages_of(desk, device)
    assert pages.order("wipe", serial=device.serial[-4:]).status == 200
    cancel = pages.page("/commands").form(ja("cancel command"))
    command = device.next()
    assert command.kind == "EraseDevice"
    assert ja("cancel command") not in pages.page("/commands").text
    late = cancel.send(button=ja("cancel command"))
    assert late.status == 409 and late.says("すでに端末が取得しています")
    assert device.next("NotNow", command.uuid) is None
    assert pages.page("/commands").form(ja("cancel command"))
    assert device.next().uuid == command.uuid
    assert cancel.send(button=ja("cancel command")).status == 409
    assert device.next("Acknowledged", command.uuid) is None
    assert ja("wiped") in pages.state()


# ---------------------------------------------------------------- at least once, and never lost


def test_a_result_that_comes_twice_is_answered_the_same(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    command = device.next()
    assert device.next("Acknowledged", command.uuid) is None
    before = pages.page("/commands").text
    assert device.next("Acknowledged", command.uuid) is None
    assert device.next("Error", command.uuid, ErrorChain=[]) is None, "what ended stays ended"
    assert pages.page("/commands").text == before


def test_an_answer_to_an_unknown_command_is_taken_and_noted(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    answer = device.next("Acknowledged", str(uuid.uuid4()).upper())
    assert answer is None or answer.kind == "RestartDevice"
    assert pages.page("/log").says("知らない指示への答え")
    assert device.next().kind == "RestartDevice"


def test_a_report_that_cannot_be_read_is_kept_and_blocks_nothing(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    pages.order("shut-down")
    command = device.next()
    for body in (
        plistlib.dumps({"UDID": device.udid, "Status": "Bewildered", "CommandUUID": command.uuid}),
        b"<plist><dict><key>Status</key><string>Acknowledged</string><key>CommandUUID</key><string>"
        + command.uuid.encode() + b"</string><key>x</key><integer>12z</integer></dict></plist>",
    ):  # fmt: skip
        answer = device.put(body)
        assert answer.status_code in (200, 400), answer.status_code
    kinds = device.drain()
    assert "ShutDownDevice" in kinds, kinds
    assert pages.page("/log").says("読み取れない報告")


# ---------------------------------------------------------------- refused, and nothing changed


def refused(answer: requests.Response) -> bool:
    return answer.status_code == 400 and answer.content == b""


def test_one_devices_certificate_with_anothers_name(desk, device, tmp_path):
    victim = Device(tmp_path).enroll(invite(desk), instant(desk))
    victim.drain()
    pages = pages_of(desk, victim)
    pages.order("restart")
    before, mine = snapshot(pages), snapshot(pages_of(desk, device))
    thief = device.identity
    assert refused(victim.report("Idle", signer=thief))
    assert refused(victim.token_update(Token=b"\x01" * 32, signer=thief))
    assert refused(victim.authenticate(signer=thief))
    assert refused(victim.check_in({"MessageType": "CheckOut", "Topic": victim.topic}, signer=thief))
    assert refused(victim.check_in({"MessageType": "SetBootstrapToken", "BootstrapToken": b"x"}, signer=thief))
    assert refused(victim.check_in({"MessageType": "GetBootstrapToken"}, signer=thief))
    assert (snapshot(pages), snapshot(pages_of(desk, device))) == (before, mine)
    log = pages.page("/log")
    assert log.says("ID証明書の拒否")
    prints = re.findall(r"\b[0-9a-f]{64}\b", log.text.replace(":", ""))
    assert len(set(prints)) >= 2, "both hashes"
    assert victim.next().kind == "RestartDevice"


def test_a_second_enrollment_with_the_same_certificate(desk, device, tmp_path):
    second = Device(tmp_path, profile=device.profile, identity=device.identity)
    assert refused(second.authenticate()) and refused(second.token_update()) and refused(second.report("Idle"))
    assert second.serial not in desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices").text


def test_nothing_before_authenticate(desk, fresh):
    assert refused(fresh.token_update())
    assert refused(fresh.report("Idle"))
    assert refused(fresh.check_in({"MessageType": "CheckOut", "Topic": fresh.topic}))
    assert fresh.serial not in desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices").text
    # And still welcome.
    assert fresh.authenticate().status_code == 200
    assert fresh.next() is None or pytest.fail("nothing is delivered before TokenUpdate")
    assert fresh.token_update().status_code == 200
    assert fresh.next().kind == SYNC[0]


def test_another_companys_certificate_or_address(desk, other, device, tmp_path):
    theirs = Device(tmp_path).enroll(invite(other), instant(other))
    before = snapshot(pages_of(desk, device)), snapshot(pages_of(other, theirs))
    # their certificate at our address, ours at theirs, with either name
    for speaker, address in ((theirs, device.mdm), (device, theirs.mdm)):
        for name in (device.udid, theirs.udid):
            body = {"UDID": name}
            assert refused(speaker.put(plistlib.dumps({**body, "Status": "Idle"}), url=address["ServerURL"]))
            for kind in ("Authenticate", "TokenUpdate", "CheckOut"):
                message = {**body, "MessageType": kind, "Topic": address["Topic"], "Token": b"t" * 32, "PushMagic": "m"}
                assert refused(speaker.check_in(message, url=address.get("CheckInURL", address["ServerURL"])))
    assert (snapshot(pages_of(desk, device)), snapshot(pages_of(other, theirs))) == before


def test_without_a_signature_or_with_a_wrong_one(desk, device, tmp_path):
    pages = pages_of(desk, device)
    pages.order("restart")
    before = snapshot(pages)
    body = plistlib.dumps({"UDID": device.udid, "Status": "Idle"})
    right = device.identity.signature(body)
    forged = Identity.forged(tmp_path / "forged")
    copied = subject_of(device.identity)
    same_name = Identity.forged(tmp_path / "same-name", f"/CN={copied}")
    for what, header in {
        "none": None, "empty": "", "not base64": "*" * 400, "not CMS": "MIIB", "of other bytes": device.identity.signature(body + b" "),
        "self-signed": forged.signature(body), "self-signed with its name": same_name.signature(body),
        "an elliptic one": Identity.forged(tmp_path / "ec", algorithm="ec:" + ec_parameters(tmp_path)).signature(body),
        "cut": right[: len(right) // 2], "huge": "A" * 200_000,
    }.items():  # fmt: skip
        try:
            answer = device.put(body, signer=None, headers={"Mdm-Signature": header} if header is not None else {})
        except requests.ConnectionError:
            assert what == "huge"
            continue
        assert answer.status_code not in (200, 401, 403) and answer.status_code < 500, f"{what}: {answer.status_code}"
    assert snapshot(pages) == before
    assert device.next().kind == "RestartDevice"


def ec_parameters(folder) -> str:
    file = folder / "p256.pem"
    from support.device import run

    run("openssl", "ecparam", "-name", "prime256v1", "-out", str(file), folder=folder)
    return str(file)


def subject_of(identity: Identity) -> str:
    from cryptography import x509

    certificate = x509.load_pem_x509_certificate(identity.pem.encode())
    return certificate.subject.get_attributes_for_oid(ca.NameOID.COMMON_NAME)[0].value


def test_an_invitation_that_is_over(desk, clock, tmp_path):
    late = Device(tmp_path).install(invite(desk), instant(desk))
    link = invite(desk)
    clock.advance(hours=25)
    assert refused(late.authenticate()), "the day is over"
    page = requests.get(link.link, timeout=30)
    assert page.status_code == 410 and "期限" in page.text or "expired" in page.text
    assert requests.get(f"{link.link}/profile", timeout=30).status_code == 410


def test_an_invitation_that_is_used_up(desk, tmp_path):
    invitation = invite(desk, devices=1)
    first, second = (Device(tmp_path).install(invitation, instant(desk)) for _ in range(2))
    assert first.authenticate().status_code == 200
    assert refused(second.authenticate())
    assert requests.get(f"{invitation.link}/profile", timeout=30).status_code == 410
    assert first.token_update().status_code == 200


def test_an_invitation_that_was_revoked(desk, tmp_path):
    invitation = invite(desk, user="取消 太郎")
    device = Device(tmp_path).install(invitation, instant(desk))
    page = desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices/enroll")
    row = next(row for row in page.soup.select("main tr") if "取消 太郎" in row.get_text())
    form = next(form for form in page.forms() if form.action.endswith(row.find("form")["action"]))
    form.send()
    assert refused(device.authenticate())
    assert requests.get(invitation.link, timeout=30).status_code == 410


# ---------------------------------------------------------------- topics and tokens


def test_a_topic_that_is_not_ours_is_refused_at_authenticate(desk, fresh):
    assert refused(fresh.authenticate(Topic=ca.new_topic()))
    assert fresh.serial not in desk.web.get(f"{desk.installation.base}/{desk.person.company}/devices").text
    assert fresh.authenticate().status_code == 200


def test_a_token_with_another_topic_is_kept_shown_and_not_acted_on(desk, device):
    pages, foreign = pages_of(desk, device), ca.new_topic()
    answer = device.token_update(Topic=foreign)
    assert (answer.status_code, answer.content) == (200, b"")
    page = pages.page()
    assert page.says(ja("other topic")) and page.says(foreign) and page.says(ja("impossible"))
    assert not page.has_button(ja("sync")) or page.soup.select("main button[disabled]")
    assert pages.page("/facts").says(foreign)
    assert pages.order("lock").status == 422
    assert device.next() is None
    assert pages.page("/log").says("トピック不一致")
    # and back
    assert device.token_update().status_code == 200
    assert pages.page().form(ja("sync"))


def test_what_a_token_update_leaves_out_stays(desk, device):
    assert device.token_update(UnlockToken=b"unlock me").status_code == 200
    assert device.token_update(Token=b"n" * 32).status_code == 200
    assert device.check_in({"MessageType": "TokenUpdate", "Topic": device.topic}).status_code == 400
    assert device.next() is None


def test_a_user_channel_of_a_mac_is_taken_and_does_not_replace_the_devices(desk, device):
    user = {"UserID": str(uuid.uuid4()).upper(), "UserShortName": "hanako", "UserLongName": "佐藤 花子"}
    answer = device.token_update(Token=b"u" * 32, PushMagic="user", **user)
    assert answer.status_code == 200
    pages = pages_of(desk, device)
    pages.order("restart")
    first = device.next("Idle", **user)
    assert first is None, "the device's commands are not the user's"
    assert device.next().kind == "RestartDevice"


# ---------------------------------------------------------------- the other check-ins


def test_a_bootstrap_token_is_kept_given_back_and_deleted(desk, device):
    nothing = device.check_in({"MessageType": "GetBootstrapToken"})
    assert nothing.status_code == 200 and (not nothing.content or not plistlib.loads(nothing.content).get("BootstrapToken"))
    token = b"bootstrap\x00\xff" * 8
    assert device.check_in({"MessageType": "SetBootstrapToken", "BootstrapToken": token}).status_code == 200
    assert plistlib.loads(device.check_in({"MessageType": "GetBootstrapToken"}).content)["BootstrapToken"] == token
    assert device.check_in({"MessageType": "SetBootstrapToken", "BootstrapToken": b""}).status_code == 200
    gone = device.check_in({"MessageType": "GetBootstrapToken"})
    assert not gone.content or not plistlib.loads(gone.content).get("BootstrapToken")
    page = pages_of(desk, device).page("/log")
    assert page.says("ブートストラップトークンの保管") and page.says("ブートストラップトークンの削除")


def test_check_ins_that_apple_gives_a_status_of_their_own(desk, device):
    user = {"UserID": str(uuid.uuid4()).upper(), "UserShortName": "hanako"}
    assert device.check_in({"MessageType": "UserAuthenticate", **user}).status_code == 410
    assert device.check_in({"MessageType": "GetToken", "TokenServiceType": "com.apple.maid"}).status_code == 400
    assert device.check_in({"MessageType": "SomethingNew"}).status_code == 400
    tokens = device.check_in({"MessageType": "DeclarativeManagement", "Endpoint": "tokens"})
    assert tokens.status_code == 200 and json.loads(tokens.content)["SyncTokens"]["DeclarationsToken"]
    items = device.check_in({"MessageType": "DeclarativeManagement", "Endpoint": "declaration-items"})
    assert set(json.loads(items.content)["Declarations"]) == {"Activations", "Assets", "Configurations", "Management"}
    unknown = device.check_in({"MessageType": "DeclarativeManagement", "Endpoint": "declaration/configuration/x"})
    assert unknown.status_code == 404
    status = device.check_in({"MessageType": "DeclarativeManagement", "Endpoint": "status", "Data": b"{}"})
    assert (status.status_code, status.content) == (200, b"")


def test_a_device_that_leaves_has_left(desk, device):
    pages = pages_of(desk, device)
    pages.order("restart")
    answer = device.check_in({"MessageType": "CheckOut", "Topic": device.topic})
    assert (answer.status_code, answer.content) == (200, b"")
    assert ja("released") in pages.state()
    assert pages.page("/commands").says(ja("nothing waiting"))
    assert refused(device.report("Idle"))


def test_the_same_hardware_again_begins_anew(desk, device, tmp_path):
    pages = pages_of(desk, device)
    pages.order("restart")
    assert device.check_in({"MessageType": "SetBootstrapToken", "BootstrapToken": b"old"}).status_code == 200
    again = Device(tmp_path, udid=device.udid, serial=device.serial).enroll(invite(desk), instant(desk))
    assert refused(device.report("Idle")), "the old certificate is over"
    assert again.drain() == SYNC, "nothing of the old queue"
    token = again.check_in({"MessageType": "GetBootstrapToken"})
    assert not token.content or not plistlib.loads(token.content).get("BootstrapToken"), "nothing of the old secrets"
    assert pages_of(desk, again).page("/log").says(ja("enrolled again"))


# ---------------------------------------------------------------- never a 401, never a 403


def test_no_request_whatever_is_answered_401_or_403(desk, device, fresh):
    base = device.mdm["ServerURL"].split("/mdm/")[0]
    server, check_in = device.mdm["ServerURL"], device.mdm.get("CheckInURL", device.mdm["ServerURL"])
    company = server.split("/mdm/")[1].split("/")[0]
    paths = [
        server, check_in, f"{base}/mdm/{company}/connect/", f"{base}/mdm/{company}/", f"{base}/mdm/", f"{base}/mdm/{'0' * 32}/connect",
        f"{base}/mdm/x/connect", f"{base}/mdm/../mdm", f"{base}/scep/{company}", f"{base}/scep/{company}?operation=GetCACert", f"{base}/scep/x",
        f"{base}/scep/{company}?operation=PKIOperation&message=%00", f"{base}/", f"{base}/enroll/", f"{base}/enroll/{'0' * 32}",
        f"{base}/enroll/{'0' * 32}/profile", f"{base}/.well-known/com.apple.remotemanagement", f"{base}/%00", f"{base}/{'a' * 6000}",
    ]  # fmt: skip
    bodies = [b"", b"\x00", b"garbage", b"<?xml", plistlib.dumps({}), plistlib.dumps([]), plistlib.dumps({"MessageType": "Authenticate"}),
              plistlib.dumps({"UDID": device.udid, "Status": "Idle"}), plistlib.dumps({"Status": 1}), b"bplist00" + bytes(64)]  # fmt: skip
    seen: dict[int, int] = {}
    wrong = []

    def ask(method: str, url: str, body: bytes, **headers: str) -> None:
        answer = requests.request(
            method, url, data=body, timeout=60, allow_redirects=False, headers={"Content-Type": "application/x-apple-aspen-mdm", **headers}
        )
        seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
        if answer.status_code in (401, 403) or answer.status_code >= 500:
            wrong.append((method, url[:120], body[:60], answer.status_code))

    for method in ("PUT", "POST", "GET", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "PROPFIND"):
        for url in paths:
            for body in bodies if method in ("PUT", "POST") else bodies[:2]:
                ask(method, url, body)
    for authorization in ("Basic eDp5", "Bearer x", "Negotiate", ""):
        ask("PUT", server, bodies[7], Authorization=authorization)
    # signed, so that the message itself is read
    for body in [*bodies, plistlib.dumps({"UDID": device.udid, "MessageType": "x" * 100_000})]:
        for url in (server, check_in):
            for speaker in (device, fresh):
                answer = speaker.put(body, url=url)
                seen[answer.status_code] = seen.get(answer.status_code, 0) + 1
                if answer.status_code in (401, 403) or answer.status_code >= 500:
                    wrong.append(("signed PUT", url, body[:60], answer.status_code))
    assert not wrong, wrong
    assert seen.get(400, 0) > 100, seen


@pytest.mark.parametrize("megabytes,expected", [(1, 400), (9, 400), (11, 413), (30, 413)])
def test_a_body_that_is_too_large_is_413_and_smaller_garbage_400(device, megabytes, expected):
    try:
        answer = requests.put(device.mdm["ServerURL"], data=b"a" * (megabytes << 20), timeout=60)
    except requests.ConnectionError:
        assert expected == 413, "hung up in the middle"
        return
    assert answer.status_code == expected


def test_an_endless_body_ends(device):
    def endless():
        for _ in range(40):
            yield b"a" * (1 << 20)

    try:
        answer = requests.put(device.mdm["ServerURL"], data=endless(), timeout=60)
    except requests.ConnectionError:
        return
    assert answer.status_code == 413
