"""The routes of the page, and what every answer of it carries."""

import hashlib
import hmac
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.port import Bot
from bot.channels.web.live import Live
from bot.channels.web.page import Page
from bot.messages import Incoming, Person, Press
from bot.people import logins

CHANNEL = "web"
COOKIE = "cornerman"
TEXT_BYTES = 200_000
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Site:
    """One handler a route; `bot` does everything that is not HTTP."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.page = Page(bot)
        self.live = Live(bot, self.page)

    async def home(self, request: Request) -> Response:
        session = request.cookies.get(COOKIE, "")
        me = await run_in_threadpool(self._who, session)
        if me is None:
            return self._html(self.page.outside(_browser_language(request), ""), 401)
        return self._html(await run_in_threadpool(self.page.chat, me, csrf(session)))

    async def knock(self, request: Request) -> Response:
        """A login link asks for one press: programs that preview links follow them, and would use it up."""
        return self._html(self.page.knock(_browser_language(request), request.path_params["token"]))

    async def enter(self, request: Request) -> Response:
        opened = await run_in_threadpool(self._enter, request.path_params["token"])
        if opened.outcome != "in":
            return self._html(self.page.outside(_browser_language(request), opened.outcome), 403)
        answer = RedirectResponse("/", 303, headers=HEADERS)
        answer.set_cookie(
            COOKIE, opened.session, max_age=int(logins.SESSION_LASTS.total_seconds()), httponly=True, samesite="lax",
            secure=self.bot.settings.public_url.startswith("https://") and request.url.hostname not in LOOPBACK,
        )  # fmt: skip
        return answer

    async def say(self, request: Request) -> Response:
        return await self._take(request)

    async def leave(self, request: Request) -> Response:
        session = request.cookies.get(COOKIE, "")
        form = await request.form()
        if hmac.compare_digest(str(form.get("csrf", "")), csrf(session)):
            await run_in_threadpool(self._close, session)
        answer = RedirectResponse("/", 303, headers=HEADERS)
        answer.delete_cookie(COOKIE)
        return answer

    async def events(self, request: Request) -> Response:
        me = await run_in_threadpool(self._who, request.cookies.get(COOKIE, ""))
        if me is None:
            return Response(status_code=401, headers=HEADERS)
        return self.live.stream(me, request)

    async def health(self, request: Request) -> Response:
        state, done, total = self.bot.progress()
        return Response(f"{state} {done}/{total}\n", media_type="text/plain", headers=HEADERS)

    # Inside

    async def _take(self, request: Request) -> Response:
        """A message, a button or a form: one way in, so each is checked alike."""
        if int(request.headers.get("content-length") or 0) > TEXT_BYTES:
            return self._html(self.page.notice(_browser_language(request), "long"), 413)
        form = await request.form()
        session = request.cookies.get(COOKIE, "")
        if not hmac.compare_digest(str(form.get("csrf", "")).encode(), csrf(session).encode()):
            return self._html(self.page.notice(_browser_language(request), "stale"), 403)
        found = await run_in_threadpool(self._answer, session, form)
        if found is None:
            return self._html(self.page.notice(_browser_language(request), "out"), 401)
        if request.headers.get("x-fragment"):
            return self._html(found)
        return RedirectResponse("/", 303, headers=HEADERS)

    def _answer(self, session: str, form: FormData) -> str | None:
        """The exchange as HTML, or None when nobody is logged in."""
        account = self._account(session)
        if account is None:
            return None
        incoming = incoming_from(form, account)
        message = self.bot.answer(incoming)
        self.bot.sent(message)
        return self.page.exchange(account, incoming, message, csrf(session))

    def _account(self, session: str) -> str | None:
        with self.bot.store.read() as db:
            person_id = logins.whose(db, session, self.bot.clock()) if session else None
        return None if person_id is None else str(person_id)

    def _who(self, session: str) -> Person | None:
        account = self._account(session)
        return self.bot.person(CHANNEL, account) if account else None

    def _enter(self, token: str) -> logins.Opened:
        with self.bot.store.write() as db:
            return logins.follow(db, token, self.bot.clock())

    def _close(self, session: str) -> None:
        with self.bot.store.write() as db:
            logins.close(db, session)

    def _html(self, text: str, status: int = 200) -> HTMLResponse:
        return HTMLResponse(text, status, headers=HEADERS)


LOOPBACK = ("127.0.0.1", "localhost", "::1")


def csrf(session: str) -> str:
    return hashlib.sha256(f"csrf:{session}".encode()).hexdigest()


def incoming_from(form: FormData, account: str) -> Incoming:
    """What a posted form says; a press that cannot be read presses nothing and is answered as a stale button."""
    event = str(form.get("event", ""))[:64] or uuid.uuid4().hex
    press = None
    if pressed := str(form.get("press", "")):
        token, _, index = pressed.partition(":")
        press = Press(token, int(index) if index.isascii() and index.isdecimal() else -1)
    values = {key[2:]: str(value) for key, value in form.multi_items() if key.startswith("f-")}
    # An event id is the browser's, so it counts for this account only.
    return Incoming(CHANNEL, account, f"{account}:{event}", str(form.get("text", "")), press=press, values=values)


def _browser_language(request: Request) -> str:
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


def build(bot: Bot) -> Starlette:
    site = Site(bot)
    public = urlsplit(bot.settings.public_url).hostname
    hosts = [*LOOPBACK, "[::1]", bot.settings.host, *([public] if public else [])]
    return Starlette(
        routes=[
            Route("/", site.home),
            Route("/login/{token}", site.knock),
            Route("/login/{token}", site.enter, methods=["POST"]),
            Route("/say", site.say, methods=["POST"]),
            Route("/leave", site.leave, methods=["POST"]),
            Route("/events", site.events),
            Route("/health", site.health),
            Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
        ],
        # A page on another site could otherwise reach this one by giving loopback a name of its own.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
        lifespan=site.live.lifespan,
    )
