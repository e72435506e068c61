"""The routes of the page, and what every answer of it carries."""

import re
import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.channels.port import Bot
from bot.channels.web import bubbles
from bot.channels.web.assets import Assets
from bot.channels.web.bubbles import CHANNEL, Bubble
from bot.channels.web.forms import TooLong, incoming_from, read_form
from bot.channels.web.live import Live, News
from bot.channels.web.page import Page
from bot.channels.web.visits import Visits, csrf, genuine
from bot.errors import CornermanError
from bot.knowledge.library import Library
from bot.messages import Incoming, Person
from bot.messages import Message as Answer
from bot.people import logins
from bot.words import N_, words

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_PAYLOAD = re.compile(r"[a-z]+_[a-z0-9-]{1,48}")
"""Of a deep link, as on Telegram: `/?start=quest_boot-camp`."""

LONG = N_("That is too long. Send the sentence the customer said.")
STALE = N_("This page is out of date. Reload it and send again.")
OUT = N_("You are signed out. Reload the page.")
ELSEWHERE = N_("That came from another page. Open the page and send it again.")
OFF = N_("That is switched off for your team. An admin can switch it on with /features.")
NOTHING = N_("There is nothing at this address.")
BROKEN = N_("Sorry, the page could not be shown. Please try again.")


class Site:
    """One handler a route; `bot` does everything that is not HTTP."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.assets = Assets()
        self.page = Page(self.assets, bot.settings.language, demo=bot.settings.demo)
        self.visits = Visits(bot)
        self.live = Live(bot, self._news)
        # Cookies know no port: a demo beside the real bot would sign people out of it.
        self.cookie = f"cornerman-{bot.settings.port}"

    async def home(self, request: Request) -> Response:
        page = await run_in_threadpool(self._home, self._session(request), request.query_params.get("start", ""))
        return _html(page) if page else _html(self.page.outside(_language(request), ""), 401)

    async def matrix(self, request: Request) -> Response:
        session = self._session(request)
        me = await run_in_threadpool(self.visits.who, session)
        if me is None:
            return _html(self.page.outside(_language(request), ""), 401)
        if not self.bot.may(me, "knowledge.matrix"):
            return self._refused(request, OFF, 403)
        return _html(await run_in_threadpool(self._matrix, me, session))

    async def knock(self, request: Request) -> Response:
        """A login link asks for one press: programs that preview links follow them, and would use it up."""
        return _html(self.page.knock(_language(request), request.path_params["token"]))

    async def enter(self, request: Request) -> Response:
        if _from_elsewhere(request):
            return self._refused(request, ELSEWHERE, 403)
        session = self._session(request)
        opened = await run_in_threadpool(self.visits.enter, request.path_params["token"], session)
        if opened.outcome != "in":
            signed_in = await run_in_threadpool(self.visits.account, session) is not None
            return _html(self.page.outside(_language(request), opened.outcome, signed_in=signed_in), 403)
        answer = RedirectResponse("/", 303)
        answer.set_cookie(
            self.cookie, opened.session, max_age=int(logins.SESSION_LASTS.total_seconds()), httponly=True,
            samesite="lax", secure=self._https(request),
        )  # fmt: skip
        return answer

    async def say(self, request: Request) -> Response:
        """A message, a button or a form: one way in, so each is checked alike."""
        session, form = self._session(request), await read_form(request)
        if not session:
            return self._refused(request, OUT, 401)
        if not genuine(form, session) or _from_elsewhere(request):
            return self._refused(request, STALE, 403)
        for_script = "x-fragment" in request.headers
        found = await run_in_threadpool(self._say, session, form, _language(request) if for_script else "")
        if found is None:
            return self._refused(request, OUT, 401)
        return _html(found) if for_script else RedirectResponse("/", 303)

    async def leave(self, request: Request) -> Response:
        session, form = self._session(request), await read_form(request)
        if not genuine(form, session) or _from_elsewhere(request):
            return self._refused(request, STALE, 403)
        me = await run_in_threadpool(self.visits.leave, session)
        if me is not None:
            self.live.wake(me.id)  # the person's other open pages close too
        answer = RedirectResponse("/", 303)
        answer.delete_cookie(self.cookie, httponly=True, samesite="lax", secure=self._https(request))
        return answer

    async def events(self, request: Request) -> Response:
        session = self._session(request)
        me = await run_in_threadpool(self.visits.who, session)
        if me is None:
            return self._refused(request, OUT, 401)
        asked = request.headers.get("last-event-id") or request.query_params.get("after") or ""
        after = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 16 else 0
        return StreamingResponse(
            self.live.events(session, me.id, after),
            media_type="text/event-stream", headers={"X-Accel-Buffering": "no"},
        )  # fmt: skip

    async def static(self, request: Request) -> Response:
        found = self.assets.response(request.path_params["name"], request.query_params.get("v", ""))
        return found or self._refused(request, NOTHING, 404)

    async def health(self, request: Request) -> Response:
        state, done, total = self.bot.progress()
        return PlainTextResponse(f"{state} {done}/{total}\n")

    # What went wrong, as a sentence

    async def too_long(self, request: Request, _: Exception) -> Response:
        return self._refused(request, LONG, 413)

    async def no_such_page(self, request: Request, _: Exception) -> Response:
        return self._refused(request, NOTHING, 404)

    async def not_now(self, request: Request, error: Exception) -> Response:
        return self._refused(request, str(error), 503)

    async def broken(self, request: Request, _: Exception) -> Response:
        answer = self._refused(request, BROKEN, 500)
        answer.headers.update(HEADERS)  # Starlette answers this one outside of all middleware
        return answer

    def _refused(self, request: Request, text: str, status: int) -> Response:
        """The sentence alone for the page's script, a page around it for everybody else."""
        language = _language(request)
        sentence = words(language)(text)
        if "x-fragment" in request.headers:
            return PlainTextResponse(sentence, status)
        return _html(self.page.notice(language, sentence), status)

    # Inside, in a worker thread

    def _home(self, session: str, start: str) -> str | None:
        me = self.visits.who(session)
        if me is None:
            return None
        with self.bot.store.read() as db:
            shown = bubbles.history(db, me.id)
        table = self.bot.may(me, "knowledge.matrix")
        start = start if _PAYLOAD.fullmatch(start) else ""
        return self.page.chat(me, shown, csrf(session), uuid.uuid4().hex, table=table, start=start)

    def _matrix(self, me: Person, session: str) -> str:
        return self.page.matrix(me, self.bot.service(Library).shelf, csrf(session), uuid.uuid4().hex)

    def _say(self, session: str, form: dict[str, str], language: str) -> str | None:
        """What was said and answered, as HTML for a page in `language` ("": nobody reads it)."""
        account = self.visits.account(session)
        if account is None:
            return None
        incoming = incoming_from(form, account)
        answer = self.bot.answer(incoming)
        self.bot.sent(answer)
        return self.page.bubbles([self._exchange(incoming, answer)], language, csrf(session)) if language else ""

    def _exchange(self, incoming: Incoming, answer: Answer) -> Bubble:
        said = "" if answer.edits else incoming.text
        if incoming.press is not None and not answer.edits:
            with self.bot.store.read() as db:
                said = bubbles.heard(db, incoming.event)
        event = bubbles.own_part(incoming.event)
        return Bubble(answer.id, (answer.token,), answer.reply, said, event, answer.edits)

    def _news(self, session: str, after: int) -> News | None:
        me = self.visits.who(session)
        if me is None:
            return None
        with self.bot.store.read() as db:
            fresh = bubbles.history(db, me.id, after)
        return News(self.page.view(me), tuple(self._rendered(me, session, bubble) for bubble in fresh))

    def _rendered(self, me: Person, session: str, bubble: Bubble) -> tuple[int, str]:
        return bubble.id, self.page.bubbles([bubble], self.page.language_of(me), csrf(session))

    def _session(self, request: Request) -> str:
        return request.cookies.get(self.cookie, "")

    def _https(self, request: Request) -> bool:
        return self.bot.settings.public_url.startswith("https://") and request.url.hostname not in LOOPBACK


def _html(text: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(text, status)


def _language(request: Request) -> str:
    """What the page that asks is written in, as its script says; else what the browser likes best."""
    wanted = request.headers.get("x-fragment") or request.headers.get("accept-language", "")
    return "zh" if wanted.lower().startswith("zh") else "en"


def _from_elsewhere(request: Request) -> bool:
    """Whether another site's page sent this. Signing in has no session to tie a token to, so this guards it too."""
    return request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none")


class Guarded:
    """Gives every answer, also a refused one, the headers that keep it harmless; nothing is kept unless it says so."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._headers = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=[*message["headers"], *self._headers])
                headers.setdefault("cache-control", "no-store")
                message["headers"] = headers.raw
            await send(message)

        await self.app(scope, receive, guarded)


def build(bot: Bot, more: Sequence[BaseRoute] = ()) -> Starlette:
    """The page; `more`: where the platforms call us."""
    site = Site(bot)
    public = urlsplit(bot.settings.public_url).hostname
    hosts = [*LOOPBACK, bot.settings.host, *([public] if public else [])]
    app = Starlette(
        routes=[
            Route("/", site.home),
            Route("/say", site.say, methods=["POST"]),
            Route("/events", site.events),
            Route("/matrix", site.matrix),
            Route("/login/{token}", site.knock),
            Route("/login/{token}", site.enter, methods=["POST"]),
            Route("/leave", site.leave, methods=["POST"]),
            Route("/static/{name}", site.static),
            Route("/health", site.health),
            *more,
        ],
        middleware=[
            Middleware(Guarded),
            # A page on another site could otherwise reach this one by giving loopback a name of its own.
            Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False),
        ],
        exception_handlers={
            TooLong: site.too_long, CornermanError: site.not_now, 404: site.no_such_page, Exception: site.broken,
        },
        lifespan=site.live.lifespan,
    )  # fmt: skip
    app.state.live, app.state.visits = site.live, site.visits
    return app


__all__ = ["CHANNEL", "Site", "build"]
