"""Messages as devices send them, composed after shared knowledge of the protocol; every value is invented."""
import datetime
import hashlib

UDID = "00008110-000A11112222801E"
MAC = "5B0E2D4C-11AA-5C3E-9C1B-77A1F00D0001"
TOPIC = "com.apple.mgmt.External.1f6f1a4e-0000-4000-8000-000000000001"
COMMAND = "2F1F7A0A-4D0F-4D0C-8F0E-52C1B1F5B001"


def noise(size, seed):
    blocks = (hashlib.sha256(f"{seed} {n}".encode()).digest() for n in range(size // 32 + 1))
    return b"".join(blocks)[:size]


def answer(status="Acknowledged", **keys):
    return {"CommandUUID": COMMAND, "Status": status, "UDID": UDID, **keys}


MESSAGES = {
    "authenticate-iphone": {
        "BuildVersion": "23B85", "DeviceName": "鈴木のiPhone", "IMEI": "35 123456 789012 3", "MEID": "35123456789012",
        "MessageType": "Authenticate", "ModelName": "iPhone", "Model": "MU6A3J", "OSVersion": "26.1",
        "ProductName": "iPhone15,4", "SerialNumber": "KZN0000001", "Topic": TOPIC, "UDID": UDID},
    "authenticate-mac": {
        "BuildVersion": "25B78", "DeviceName": "MacBook <A&B>", "MessageType": "Authenticate",
        "Model": "Mac15,3", "ModelName": "MacBook Pro", "OSVersion": "26.1", "ProductName": "Mac15,3",
        "SerialNumber": "KZN0000002", "Topic": TOPIC, "UDID": MAC},
    "authenticate-user-enrollment": {
        "EnrollmentID": "9a3f-enrollment", "MessageType": "Authenticate", "OSVersion": "26.1",
        "ProductName": "iPad14,1", "Topic": TOPIC},
    "token-update": {
        "AwaitingConfiguration": False, "MessageType": "TokenUpdate", "PushMagic": "7C1E0F0B-7E57-4F5B-9E1A-2D2B1F7A0C11",
        "Token": noise(32, "token"), "Topic": TOPIC, "UDID": UDID, "UnlockToken": noise(700, "unlock")},
    "token-update-mac-user": {
        "MessageType": "TokenUpdate", "NotOnConsole": False, "PushMagic": "D4A1", "Token": noise(32, "user"),
        "Topic": TOPIC, "UDID": MAC, "UserID": "E7A5-USER", "UserLongName": "鈴木 一郎", "UserShortName": "ichiro"},
    "token-update-shared-ipad": {
        "MessageType": "TokenUpdate", "PushMagic": "D4A2", "Token": noise(32, "ipad"), "Topic": TOPIC, "UDID": UDID,
        "UserID": "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "UserShortName": "suzuki@example.jp"},
    "check-out": {"MessageType": "CheckOut", "Topic": TOPIC, "UDID": UDID},
    "user-authenticate": {"MessageType": "UserAuthenticate", "UDID": MAC, "UserID": "E7A5-USER"},
    "set-bootstrap-token": {
        "AwaitingConfiguration": False, "BootstrapToken": noise(60, "bootstrap"), "MessageType": "SetBootstrapToken",
        "UDID": MAC},
    "get-bootstrap-token": {"MessageType": "GetBootstrapToken", "UDID": MAC},
    "get-token": {"MessageType": "GetToken", "TokenServiceType": "com.apple.maid", "UDID": UDID},
    "declarative-management": {
        "Data": b'{"StatusItems":{},"Errors":[]}', "Endpoint": "status", "MessageType": "DeclarativeManagement",
        "UDID": UDID},
    "idle": {"Status": "Idle", "UDID": UDID},
    "not-now": {"CommandUUID": COMMAND, "Status": "NotNow", "UDID": UDID},
    "format-error": answer("CommandFormatError"),
    "error": answer("Error", ErrorChain=[
        {"ErrorCode": 12021, "ErrorDomain": "MCMDMErrorDomain", "LocalizedDescription": "“X”は無効です。",
         "USEnglishDescription": "“X” is not a valid request type."},
        {"ErrorCode": -4, "ErrorDomain": "NSPOSIXErrorDomain", "LocalizedDescription": ""}]),
    "device-information": answer(QueryResponses={
        "AvailableDeviceCapacity": 103.25, "BatteryLevel": 0.875, "DeviceCapacity": 128.0, "DeviceName": "鈴木のiPhone",
        "IsSupervised": False, "LastCloudBackupDate": datetime.datetime(2026, 11, 20, 3, 4, 5), "OSVersion": "26.1",
        "ServiceSubscriptions": [{"IMEI": "35 123456 789012 3", "IsDataPreferred": True, "Slot": "CTSubscriptionSlotOne"}],
        "UDID": UDID, "WiFiMAC": "aa:bb:cc:dd:ee:ff"}),
    "security-info": answer(SecurityInfo={
        "HardwareEncryptionCaps": 3, "ManagementStatus": {"IsUserEnrollment": False}, "PasscodeCompliant": True,
        "PasscodePresent": True}),
    "profile-list": answer(ProfileList=[
        {"HasRemovalPasscode": False, "IsManaged": True, "PayloadContent": [{"PayloadType": "com.apple.mdm",
         "PayloadVersion": 1}], "PayloadIdentifier": "jp.example.enroll", "PayloadUUID": COMMAND, "PayloadVersion": 1}]),
    "certificate-list": answer(CertificateList=[
        {"CommonName": "Example Root", "Data": noise(200, "certificate"), "IsIdentity": False}]),
    "application-list": answer(InstalledApplicationList=[
        {"BundleSize": 123456789, "Identifier": "jp.example.app", "Name": "アプリ", "Version": "1"},
        {"BundleSize": 5_000_000_000, "Identifier": "jp.example.second", "Name": "A & B", "ShortVersion": "2.0"}]),
    "mac-user-idle": {"NotOnConsole": True, "Status": "Idle", "UDID": MAC, "UserID": "E7A5-USER", "UserShortName": "i"},
}
