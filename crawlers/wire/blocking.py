"""Walls: answers that are a challenge, a firewall or a login in place of the page asked for.

They are recognised and named, never got around. Pure functions of an answer.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from urllib.parse import urlsplit

#: A wall's page is short; a long page that speaks of access being refused is an article.
_SHORT = 20_000
_JSL = re.compile(r"__jsl_clearance|\"tn\"\s*:\s*\"__jsl", re.IGNORECASE)
_JSL_COOKIE = re.compile(r"__jsluid|__jsl_clearance", re.IGNORECASE)
_RIVERSEC = re.compile(r"\$_ts\b|FSSBBI", re.IGNORECASE)
_RIVERSEC_COOKIE = re.compile(r"FSSBBI|^\w{3,}80[ST]=", re.IGNORECASE)
_FIREWALL = re.compile(
    r"(访问|请求|操作|IP)[^。]{0,12}(拦截|阻断|拒绝|屏蔽|禁止)|已被拦截|请求存在威胁|安全威胁|拒绝访问|禁止访问|网站防火墙|云防护|"
    r"Web应用防火墙|Access Denied|Request Rejected|Request blocked|WAF",
)
_CAPTCHA = re.compile(r"请完成(安全)?验证|人机验证|安全验证|滑动验证|请输入验证码|访问验证")
_LOGIN_TITLE = re.compile(r"<title>[^<]*(登录|登陆|身份认证|login|sign in)[^<]*</title>", re.IGNORECASE)
_PASSWORD = re.compile(r"type\s*=\s*[\"']?password", re.IGNORECASE)
_LOGIN_PATH = re.compile(r"/(login|signin|sso|cas|passport)(/|\.|$)", re.IGNORECASE)
#: What a wall has to say is short, its markup may be anything.
_FEW_WORDS = 500
#: A page without words whose script sets a cookie and asks again wants to know whether a browser is there.
_NO_WORDS = 40
_SETS_COOKIE = re.compile(r"document\.cookie\s*=")
_COMES_AGAIN = re.compile(r"location\.(reload|href|replace|assign)|location\s*=|\.submit\(")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_WALL_STATUS = {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED, 468}


def recognise(status: int, url: str, content_type: str | None, cookies: list[str], body: bytes) -> str | None:
    """The kind of wall this answer is (jsl, riversec, challenge, waf, captcha, login); None when it is none.

    `body` is decoded from its content coding; `cookies` are the Set-Cookie values.
    """
    text = _text(content_type, body)
    if status == 521 or ("__jsl" in text and _JSL.search(text)):
        return "jsl"
    if status in {HTTPStatus.ACCEPTED, HTTPStatus.PRECONDITION_FAILED} and (
        status == HTTPStatus.PRECONDITION_FAILED
        or _RIVERSEC.search(text)
        or any(_RIVERSEC_COOKIE.search(cookie) for cookie in cookies)
    ):
        return "riversec"
    if status in _WALL_STATUS:
        return "jsl" if any(_JSL_COOKIE.search(cookie) for cookie in cookies) else "waf"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.PROXY_AUTHENTICATION_REQUIRED}:
        return "login"
    if status == HTTPStatus.OK and 0 < len(body) < _SHORT:
        return _short_page(url, text)
    return None


def _short_page(url: str, text: str) -> str | None:
    if "$_ts" in text and "<table" not in text:
        return "riversec"
    if _PASSWORD.search(text) and (_LOGIN_TITLE.search(text) or _LOGIN_PATH.search(urlsplit(url).path)):
        return "login"
    words = re.sub(r"\s+", " ", _TAG.sub("", _SCRIPT.sub("", text))).strip()
    if len(words) <= _NO_WORDS and _SETS_COOKIE.search(text) and _COMES_AGAIN.search(text):
        return "challenge"
    if len(words) > _FEW_WORDS or "信息公开" in words:
        return None
    if _CAPTCHA.search(words):
        return "captcha"
    return "waf" if _FIREWALL.search(words) else None


def _text(content_type: str | None, body: bytes) -> str:
    """The start of a textual body; empty for files."""
    kind = (content_type or "text/html").lower()
    if not any(word in kind for word in ("text", "html", "xml", "javascript", "json")):
        return ""
    start = body[:_SHORT]
    text = start.decode("utf-8", "ignore")
    return text if "gb" not in kind else text + start.decode("gb18030", "ignore")
