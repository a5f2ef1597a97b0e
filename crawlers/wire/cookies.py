"""The cookies of one crawl: each portal has a jar of its own, and what one portal sets is never sent to another.

That is all the library's own middleware is kept for, and it loads a list of public suffixes to tell whose a cookie may
be; here the portal tells. What a cookie is good for belongs to the servers.
"""

from __future__ import annotations

from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar


class Cookies:
    """Sends back the cookies that a portal has set: some answer 302 to themselves until theirs come back."""

    def __init__(self) -> None:
        self._jars: dict[str, CookieJar] = {}

    def process_request(self, request: Request) -> None:
        """Give the request the cookies of its portal that are for its address."""
        jar = self._jars.get(request.meta["portal"].id)
        if jar is not None:
            request.headers.pop("Cookie", None)  # a redirect copies that of the address before
            jar.add_cookie_header(request)

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the cookies that the answer sets, as far as its host may set them."""
        if "Set-Cookie" in response.headers:
            self._jars.setdefault(request.meta["portal"].id, CookieJar()).extract_cookies(response, request)
        return response
