"""What a faulty portal answers in place of what was asked for: a table of faults by name, one function each.

Each looks at one exchange and gives another answer, or None where it leaves that one alone. What the portal lists, as a
half of its reports, is chosen in `answer.py`.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from gzip import compress

from crawlers.sandbox.exchange import Answer, Headers, Request
from crawlers.sandbox.wire.site import HTML, Resource

_TEXT: Headers = (("Content-Type", "text/plain"),)
_PAGE: Headers = (("Content-Type", HTML),)
#: A bomb unpacks to so many megabytes, more than any document.
_BOMB = 80
#: Rows that a list says it has beside those it shows.
_MORE_ROWS = 60
_TOTAL = re.compile(rb"(totalRecord:|totalRecord=|count=\"|\"total\": ?)(\d+)")


@dataclass(frozen=True, slots=True)
class Scene:
    """One exchange: the request, what it asks for (None where there is no such thing), and its honest answer.

    `is_target` says that the answer holds the report that faults of one document hit; `seen` how often its path was
    asked for before; `first` is the first page of the list.
    """

    request: Request
    resource: Resource | None
    honest: Answer
    is_target: bool
    seen: int
    first: Resource

    @property
    def is_robots(self) -> bool:
        """Whether robots.txt is asked for."""
        return self.request.path == "/robots.txt"

    @property
    def is_list(self) -> bool:
        """Whether a page of the list is asked for."""
        return self.resource is not None and self.resource.kind in {"list", "list2"}


Act = Callable[[Scene], Answer | None]
ACTS: dict[str, Act] = {}


def _act(name: str) -> Callable[[Act], Act]:
    def enter(act: Act) -> Act:
        ACTS[name] = act
        return act

    return enter


def error(status: int, words: str, headers: Headers = ()) -> Answer:
    """An error page."""
    head = f"<!DOCTYPE html><html><head><title>{status}</title></head>"
    page = f"{head}<body><h1>{status}</h1><p>{words}</p></body></html>"
    return Answer(status, _PAGE + headers, page.encode())


def _said(title: str, words: str, status: int = 200, headers: Headers = ()) -> Answer:
    page = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{words}</body></html>"
    return Answer(status, _PAGE + headers, page.encode())


def challenge() -> Answer:
    """The first step of a script challenge as a well-known shield sends it."""
    cookie = ("Set-Cookie", "__jsluid_s=0f2d6c1a; max-age=31536000; path=/; HttpOnly")
    script = (
        "<script>document.cookie=('_')+('_')+('jsl_clearance_s=1700000000.123|-1|abcDEF%2B');"
        "location.href=location.pathname+location.search</script>"
    )
    return Answer(521, (("Content-Type", "text/html"), cookie), script.encode())


# --- walls in place of everything -------------------------------------------------------------------------------


@_act("jsl-second-step")
def _jsl_second_step(_: Scene) -> Answer:
    script = '<script>go({"bts":["1700000000","x"],"ct":"a1","ha":"md5","tn":"__jsl_clearance_s","vt":"3600"})</script>'
    return Answer(521, _PAGE, script.encode())


@_act("riversec-412")
def _riversec_412(_: Scene) -> Answer:
    cookie = ("Set-Cookie", "FSSBBIl1UgzbN7N80S=1a; Path=/; HttpOnly")
    return _said("", "<script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script>", 412, (cookie,))


@_act("riversec-202")
def _riversec_202(_: Scene) -> Answer:
    return _said("", "<script>$_ts={};</script>", 202, (("Set-Cookie", "azSsQE5NvspcO80S=1b; Path=/"),))


@_act("waf-468")
def _waf_468(_: Scene) -> Answer:
    return Answer(468, _PAGE, b"<html></html>")


@_act("waf-403")
def _waf_403(_: Scene) -> Answer:
    return error(403, "Forbidden")


@_act("waf-page")
def _waf_page(_: Scene) -> Answer:
    return _said("访问被拦截", "<p>您的请求存在威胁，已被网站防火墙拦截。</p><p>事件编号 示例</p>")


@_act("captcha")
def _captcha(_: Scene) -> Answer:
    return _said("安全验证", "<p>为保护网站，请完成安全验证后继续访问。</p><input name='captcha'>")


@_act("login")
def _login(_: Scene) -> Answer:
    form = "<form action='/cas/login'>用户名<input name='u'>密码<input type='password' name='p'></form>"
    return _said("统一身份认证平台", form)


@_act("maintenance")
def _maintenance(scene: Scene) -> Answer | None:
    words = "<h1>系统维护公告</h1><p>因系统升级维护，网站暂停访问，给您带来不便敬请谅解。</p>"
    return None if scene.is_robots else _said("系统维护", words)


# --- robots.txt -------------------------------------------------------------------------------------------------


@_act("robots-disallows")
def _robots_disallows(scene: Scene) -> Answer | None:
    return Answer(200, _TEXT, b"User-agent: *\nDisallow: /\n") if scene.is_robots else None


@_act("robots-challenge")
def _robots_challenge(scene: Scene) -> Answer | None:
    return challenge() if scene.is_robots else None


@_act("robots-page")
def _robots_page(scene: Scene) -> Answer | None:
    return _said("首页", "<p>Disallow: /</p>") if scene.is_robots else None


# --- a server asked too much ------------------------------------------------------------------------------------


@_act("busy-once")
def _busy_once(scene: Scene) -> Answer | None:
    return error(429, "访问过于频繁", (("Retry-After", "1"),)) if scene.is_target and not scene.seen else None


@_act("busy-for-a-day")
def _busy_for_a_day(scene: Scene) -> Answer | None:
    day = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    return error(503, "服务暂不可用", (("Retry-After", day),)) if scene.is_list else None


@_act("drip")
def _drip(scene: Scene) -> Answer | None:
    return replace(scene.honest, drip=0.5) if scene.is_target else None


# --- the list ---------------------------------------------------------------------------------------------------


@_act("list-repeats")
def _list_repeats(scene: Scene) -> Answer | None:
    is_second = scene.resource is not None and scene.resource.kind == "list2"
    return Answer(200, _PAGE, scene.first.body) if is_second else None


@_act("list-declares-more")
def _list_declares_more(scene: Scene) -> Answer | None:
    if not scene.is_list:
        return None
    body = _TOTAL.sub(lambda found: found[1] + str(int(found[2]) + _MORE_ROWS).encode(), scene.honest.body)
    return replace(scene.honest, body=body)


# --- one document -----------------------------------------------------------------------------------------------


@_act("soft-404")
def _soft_404(scene: Scene) -> Answer | None:
    words = "<h1>您访问的页面不存在或已删除</h1><a href='/'>返回首页</a>"
    return _said("404", words) if scene.is_target else None


@_act("broken-gzip")
def _broken_gzip(scene: Scene) -> Answer | None:
    if not scene.is_target:
        return None
    packed = compress(scene.honest.body)
    return Answer(200, (*_PAGE, ("Content-Encoding", "gzip")), packed[: len(packed) // 2])


@_act("gzip-bomb")
def _gzip_bomb(scene: Scene) -> Answer | None:
    if not scene.is_target:
        return None
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    body = b"".join([packer.compress(bytes(1 << 20)) for _ in range(_BOMB)] + [packer.flush()])
    return Answer(200, (*_PAGE, ("Content-Encoding", "gzip")), body)


@_act("cut-without-length")
def _cut_without_length(scene: Scene) -> Answer | None:
    half = scene.honest.body[: len(scene.honest.body) // 2]
    return Answer(200, scene.honest.headers, half, told=False) if scene.is_target else None


@_act("redirect-loop")
def _redirect_loop(scene: Scene) -> Answer | None:
    if scene.request.path == "/loop.html":
        return Answer(302, (("Location", scene.request.headers.get("referer", "/")),))
    return Answer(302, (("Location", "/loop.html"),)) if scene.is_target else None


@_act("redirect-away")
def _redirect_away(scene: Scene) -> Answer | None:
    return Answer(302, (("Location", "http://mirror.example/"),)) if scene.is_target else None


@_act("hijacked")
def _hijacked(scene: Scene) -> Answer | None:
    words = "<h1>示例娱乐城</h1>" + "<p>注册即送彩金，百家乐、老虎机、棋牌投注，提款秒到账。</p>" * 20
    return _said("示例娱乐城_官网", words) if scene.is_target else None
