"""The words by which a person finds things, in both languages: the manuals' and the contract's, to the letter."""

from __future__ import annotations

from dataclasses import dataclass

JAPANESE = {
    "company": "企業コード",
    "login": "ログインID",
    "password": "パスワード",
    "log in": "ログイン",
    "devices": "機器",
    "users": "ユーザー",
    "organizations": "組織",
    "settings": "設定",
    "log": "ログ",
    "manual": "マニュアル",
    "notices": "お知らせ",
    "see all": "全て見る",
    "usage": "利用状況",
    "open all": "全て開く",
    "service environment": "サービス環境設定",
    "certificate page": "Apple Push 証明書",
    "card": "Apple Push証明書登録",
    "expires": "有効期限",
    "set up": "設定する",
    "edit": "編集",
    "delete": "証明書を削除",
    "save": "保存",
    "download": "ダウンロード",
    "certificate": "証明書",
    "topic": "トピック",
    "apple id": "Apple ID",
    "apple id field": "Apple ID (証明書発行の際に使用されたApple IDを以下に記載してください。)",
    "notes": "備考",
    "registered": "証明書を登録しました。",
    "changed": "証明書を変更しました。",
    "deleted": "証明書を削除しました。",
    "notes saved": "備考を保存しました。",
    "not registered": "未登録",
    "was deleted": "削除済み",
    "valid until": r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\dまで有効",
    "days left": r"あと (\d+) 日",
    "act now": "要更新",
    "restore": "元に戻す",
    "new request": "新しい証明書要求を作る",
    "log out": "ログアウト",
}

ENGLISH = {
    "company": "Company code",
    "login": "Login ID",
    "password": "Password",
    "log in": "Log in",
    "devices": "Devices",
    "users": "Users",
    "organizations": "Organizations",
    "settings": "Settings",
    "log": "Logs",
    "manual": "Manual",
    "notices": "Notices",
    "see all": "See all",
    "usage": "Usage",
    "open all": "Open all",
    "service environment": "Service environment",
    "certificate page": "Apple Push certificate",
    "card": "Apple Push certificate",
    "expires": "Expires",
    "set up": "Set up",
    "edit": "Edit",
    "delete": "Delete certificate",
    "save": "Save",
    "download": "Download",
    "certificate": "Certificate",
    "topic": "Topic",
    "apple id": "Apple Account",
    "apple id field": "Apple Account",
    "notes": "Notes",
    "registered": "Certificate registered.",
    "changed": "Certificate changed.",
    "deleted": "Certificate deleted.",
    "notes saved": "Notes saved.",
    "not registered": "Not registered",
    "was deleted": "Deleted",
    "valid until": r"Valid until \d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    "days left": r"(\d+) days? left",
    "act now": "Renew",
    "restore": "Restore",
    "new request": "New request",
    "log out": "Log out",
}


@dataclass(frozen=True)
class Words:
    language: str
    """`ja` or `en`."""

    def __call__(self, key: str) -> str:
        return (JAPANESE if self.language == "ja" else ENGLISH)[key]


ja = Words("ja")
en = Words("en")
