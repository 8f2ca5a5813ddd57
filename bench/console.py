"""The console as a browser without a window sees it: signs in, sends forms."""
import http.cookiejar
import re
import ssl
import urllib.error
import urllib.parse
import urllib.request

from parts import Trouble

TIMEOUT_SECONDS = 60


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


class Console:
    def __init__(self, base, company):
        self.base, self.company = base, company
        self.cookies = http.cookiejar.CookieJar()
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        self.opener, self.staying = (
            urllib.request.build_opener(
                urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies),
                urllib.request.HTTPSHandler(context=trusting), *more)
            for more in ((), (NoRedirect(),)))

    def ask(self, path, form=None):
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        request = urllib.request.Request(f"{self.base}/{self.company}{path}", data=data)
        request.add_header("Accept-Language", "ja")
        if data is not None:
            request.add_header("Origin", self.base)
        with self.opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            return answer.read().decode()

    def press(self, path, form):
        """The address that the answer to a form leads to, which is not opened."""
        data = urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"{self.base}/{self.company}{path}", data=data)
        request.add_header("Origin", self.base)
        try:
            with self.staying.open(request, timeout=TIMEOUT_SECONDS) as answer:
                raise Trouble(f"{path} answered {answer.status} instead of 303.")
        except urllib.error.HTTPError as answer:
            if answer.code != 303:
                raise Trouble(f"{path} answered {answer.code}: {answer.read().decode()[:600]}") from answer
            return answer.headers["Location"]

    def log_in(self, login, password):
        page = self.ask("")
        action = re.search(r'<form[^>]*action="([^"]+)"', page).group(1)
        form = {name: "" for name in re.findall(r'<input[^>]*name="(\w+)"', page)}
        form |= {"company": self.company, "login": login, "password": password}
        request = urllib.request.Request(self.base + action, data=urllib.parse.urlencode(form).encode())
        request.add_header("Origin", self.base)
        with self.opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            if 'name="password"' in answer.read().decode():
                raise Trouble("The console did not let the administrator in.")

    @property
    def cookie(self):
        return "; ".join(f"{one.name}={one.value}" for one in self.cookies)

    def csrf(self, path):
        return re.search(r'name="csrf" value="([^"]+)"', self.ask(path)).group(1)

    def invite(self, user, count):
        """The link of an invitation good for `count` devices."""
        page = self.ask("/devices/enroll", {
            "csrf": self.csrf("/devices/enroll"), "for": "user", "user": user, "organization": "", "count": str(count),
            "valid": "1d"})
        found = re.search(r"http[^\s\"<]+/enroll/[0-9a-f]{16,}", page)
        if not found:
            raise Trouble("No invitation was made: " + re.sub(r"<[^>]+>|\s+", " ", page)[:600])
        return found.group(0)
