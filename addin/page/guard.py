"""Who may speak to the page: a browser on this PC that was given the address, and no other site in it.

The address holds a token; whoever brings it is given a cookie. Every request names this very host (a foreign name that
was pointed at 127.0.0.1 does not), and what changes something comes from our own page.
"""

import hmac
import logging
import secrets
import traceback
from collections.abc import Iterable
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from jineng.addin.page.desk import MOST_BYTES

_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_SAFE = ("GET", "HEAD")
_ICON = '<link rel="icon" href="/static/icon.svg">'  # without it browsers ask for another
_log = logging.getLogger("jineng.page")


class Guard:
    """The outermost layer. hosts: the names and port under which the page is reached, such as 127.0.0.1:8765."""

    def __init__(self, app: ASGIApp, token: str, port: int) -> None:
        self.app, self.token = app, token
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.cookie = f"jineng-{port}"  # cookies know no ports: two pages at once need two names
        self.session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = dict(message["headers"])
                more = [(k.encode(), v.encode()) for k, v in _HEADERS.items() if k.encode() not in given]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        answer = self._answer(scope)
        try:
            await (answer or self.app)(scope, receive, with_headers)
        except Exception as problem:
            # The app has answered. The words of an exception may hold what a table says about somebody; its place does not.
            last = traceback.extract_tb(problem.__traceback__)[-1]
            _log.error("%s at %s:%s", type(problem).__name__, last.filename, last.lineno)

    def _answer(self, scope: Scope) -> Response | None:
        """A refusal, or the welcome to one that brings the token; None where the request may pass."""
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        host, origin = headers.get("host", ""), headers.get("origin")
        fetched = headers.get("sec-fetch-site", "same-origin" if origin else "none")
        if host not in self.hosts:
            return _page(421, "这个地址不是本机网页的地址")
        if int(headers.get("content-length", "0")) > MOST_BYTES:
            return _page(413, f"文件太大，合计超过 {MOST_BYTES // 1_000_000} MB，没有接收")
        if scope["method"] in _SAFE and scope["path"] == "/" and (given := _token(scope)):
            return self._welcome() if hmac.compare_digest(given, self.token.encode()) else self._stranger()
        if origin is not None and origin != f"http://{host}":
            return _page(403, "请求来自别的网站，已拒绝")
        if fetched not in ("same-origin", "none") or (scope["method"] not in _SAFE and fetched != "same-origin"):
            return _page(403, "请求来自别的网站，已拒绝")
        return None if self._knows(headers.get("cookie", "").split(";")) else self._stranger()

    def _knows(self, cookies: Iterable[str]) -> bool:
        pairs = (cookie.strip().partition("=") for cookie in cookies)
        return any(name == self.cookie and hmac.compare_digest(value.encode(), self.session.encode())
                   for name, _, value in pairs)  # fmt: skip

    def _welcome(self) -> Response:
        """Not a redirect: behind one that began elsewhere the browser would not send the cookie (SameSite)."""
        answer = HTMLResponse(f'<!doctype html>{_ICON}<meta http-equiv="refresh" content="0;url=/">')
        answer.set_cookie(self.cookie, self.session, httponly=True, samesite="strict", path="/")
        return answer

    def _stranger(self) -> Response:
        return _page(403, "请用 jineng serve 显示的完整地址打开本页")


def _token(scope: Scope) -> bytes:
    return parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0].encode()


def _page(status: int, words: str) -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="zh-CN">{_ICON}<title>技能兴威</title><p>{words}。</p></html>', status
    )
