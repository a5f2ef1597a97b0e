"""What a page may be wrapped in: a saved web archive (MHTML), an answer in JSON that carries markup as a value, or a
page whose article stands as JSON in a script.

Only the wrapping is taken off; the page inside is read like any other.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
from typing import Any

from pipelines.readers.encoding import decode
from pipelines.readers.markup.carried import with_carried_article

_MHTML = re.compile(r"\s*(?:From: <|MIME-Version:|Content-Type: multipart/related|Subject:.*\nDate:)", re.IGNORECASE)
_MARKUP = re.compile(r"<\s*(?:table|div|p|span|tr|td|br|h\d)\b", re.IGNORECASE)

#: Guangdong's catalogue writes DETAIL: {"content": "..."} into its configuration and draws the article with a script.
_DETAIL = re.compile(r"\bDETAIL['\"]?\s*:\s*(?=\{)")
_TAGS = re.compile(r"<[^>]*>|\s+|&nbsp;")
#: So many characters of an article that stand in the page already show that it was drawn there too.
_ENOUGH_ALIKE = 40


def unwrap(text: str) -> tuple[str, dict[str, str]]:
    """The page's markup, and what its wrapping says of it by lower-case names (of a JSON answer: `title` and the like)."""
    start = text[:200].lstrip()
    if _MHTML.match(start):
        return _saved_page(text), {}
    if start[:1] in {"{", "["}:
        return _answer(text)
    return with_carried_article(_with_article_of_script(text)), {}


def _saved_page(text: str) -> str:
    message = email.message_from_bytes(text.encode("utf-8", errors="replace"), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return decode(payload)
    return text


def _answer(text: str) -> tuple[str, dict[str, str]]:
    """The markup of every value that has any, in their order; the other values are what is said of it."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return text, {}
    markup: list[str] = []
    said: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = [("", answer)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += reversed([(str(key).lower(), inner) for key, inner in value.items()])
        elif isinstance(value, list):
            waiting += reversed([(name, inner) for inner in value])
        elif isinstance(value, str) and _MARKUP.search(value):
            markup.append(value)
        elif isinstance(value, str) and value.strip():
            said.setdefault(name, value.strip())
    return ("\n".join(markup), said) if markup else (text, {})


def _with_article_of_script(text: str) -> str:
    """The page with the article of its script drawn at its end, unless the page shows it already."""
    found = _DETAIL.search(text) if "DETAIL" in text else None
    if not found:
        return text
    try:
        detail, end = json.JSONDecoder().raw_decode(text, found.end())
    except (ValueError, RecursionError):
        return text
    content = detail.get("content")
    if not isinstance(content, str) or not _MARKUP.search(content):
        return text
    rest = text[: found.end()] + "{}" + text[end:]
    if _TAGS.sub("", content)[:_ENOUGH_ALIKE] in _TAGS.sub("", rest):
        return rest
    place = rest.lower().rfind("</body")
    return f"{rest[:place]}<div>{content}</div>{rest[place:]}" if place >= 0 else f"{rest}<div>{content}</div>"
