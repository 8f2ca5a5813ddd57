"""An ADE token, handled without a window: for tests whose point lies elsewhere."""

from __future__ import annotations

from .certificate import Desk
from .manager import Manager
from .web import Page


class TokenDesk:
    def __init__(self, desk: Desk):
        self.desk, self.manager = desk, Manager(desk.installation)
        self.server = ""

    @property
    def path(self) -> str:
        return f"{self.desk.installation.base}/{self.desk.person.company}/settings/service/ade-token"

    def register(self) -> Page:
        """The first one, or the next of the same server."""
        words, edit = self.desk.words, self.desk.web.get(f"{self.path}/edit")
        if not self.server:
            key = edit.form(words("download")).send(button=words("download")).response.content
            self.server = self.manager.add(f"Kizuna {self.desk.person.company}", key)
            edit = self.desk.web.get(f"{self.path}/edit")
        token = ("token_smime.p7m", self.manager.token(self.server))
        page = edit.form(words("save")).send(file=token, button=words("save"))
        assert page.status == 200 and (page.says("トークンを登録しました。") or page.says("トークンを変更しました。")), page.text[:500]
        return page
