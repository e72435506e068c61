"""How Slack reaches an app: envelopes over Socket Mode, or signed requests to its URL; unanswered events come again."""

import asyncio
import json
import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import WSMsgType, web
from slack_sdk.signature import Clock as SignatureClock
from slack_sdk.signature import SignatureVerifier

from .slack_world import APP, Json, Message, World

ACK_WITHIN = 3.0
MOST_CONNECTIONS = 10


@dataclass(eq=False)
class Delivery:
    """Something Slack tells the app, until the app has acknowledged it."""

    kind: str
    """events_api, interactive or slash_commands."""
    payload: Json
    message: Message | None = None
    attempts: list[datetime] = field(default_factory=list)
    answer: Json = field(default_factory=dict)
    """What came with the acknowledgement."""
    acked: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float = 5) -> Json:
        if not self.acked.wait(seconds):
            raise AssertionError(f"not acknowledged within {seconds} s, tried {len(self.attempts)} times")
        return self.answer


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    """Stays open and delivers nothing."""
    mute: bool = False
    """Answers no ping either."""


class Link:
    def __init__(self, world: World, signing_secret: str, on_ack: Callable[[Delivery], None]) -> None:
        self.world, self.on_ack = world, on_ack
        self.verifier = SignatureVerifier(signing_secret, _Now(world))
        self.request_url = ""
        """Set it for HTTP; empty means Socket Mode."""
        self.ack_within, self.redeliver_after, self.retries, self.ping_every = ACK_WITHIN, ACK_WITHIN, 3, 5.0
        self.connections: list[Connection] = []
        self._flying: dict[str, tuple[Delivery, asyncio.Event, datetime]] = {}
        self._connected = asyncio.Condition()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of the app's, until either side ends it."""
        socket = web.WebSocketResponse(autoping=False, timeout=1.0)
        await socket.prepare(request)
        if len(self.connections) >= MOST_CONNECTIONS:
            await socket.send_json(_disconnect("too_many_websockets"))
            return socket
        connection = Connection(socket, request)
        await socket.send_json(_hello(len(self.connections) + 1))
        async with self._connected:
            self.connections.append(connection)
            self._connected.notify_all()
        self.told()
        pinging = asyncio.create_task(self._ping(connection))
        try:
            await self._listen(connection)
        finally:
            pinging.cancel()
            self.connections.remove(connection)
            self.told()
        return socket

    def told(self) -> None:
        with self.world.changed:
            self.world.changed.notify_all()

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is WSMsgType.PING and not connection.mute:
                await connection.socket.pong(frame.data)
            elif frame.type is WSMsgType.TEXT and not connection.mute:
                said = json.loads(frame.data)
                self._acked(said.get("envelope_id", ""), said.get("payload") or {})

    async def _ping(self, connection: Connection) -> None:
        with suppress(ConnectionError):
            while True:
                await asyncio.sleep(self.ping_every)
                if not connection.mute:
                    await connection.socket.ping(b"Ping from applink")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """A "warning" leaves the connection open; after "refresh_requested" it ends."""
        for connection in list(self.connections)[:1]:
            await connection.socket.send_json(_disconnect(reason))
            if reason != "warning":
                await connection.socket.close()

    async def cut(self) -> None:
        """Every connection breaks without a word."""
        for connection in list(self.connections):
            if connection.request.transport:
                connection.request.transport.abort()

    async def deliver(self, delivery: Delivery) -> None:
        """Events come up to three times more, with a reason; a press or a command comes once."""
        reason = ""
        for number in range(1 + (self.retries if delivery.kind == "events_api" else 0)):
            send = self._by_http if self.request_url else self._by_socket
            reason = await send(delivery, number, reason)
            if not reason:
                return
        with self.world.changed:
            self.world.unanswered.append(delivery.payload)
            self.world.changed.notify_all()

    async def _by_socket(self, delivery: Delivery, number: int, reason: str) -> str:
        """To one connection at random; where there is none it waits for one."""
        id, acked = f"{random.getrandbits(64):016x}", asyncio.Event()
        async with self._connected:
            await self._connected.wait_for(lambda: self.connections)
            connection = random.choice(self.connections)
        delivery.attempts.append(now := self.world.clock())
        self._flying[id] = (delivery, acked, now)
        envelope: Json = {"envelope_id": id, "type": delivery.kind, "payload": delivery.payload}
        envelope["accepts_response_payload"] = delivery.kind != "events_api"
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": number, "retry_reason": reason}
        if not connection.deaf:
            with suppress(ConnectionError):
                await connection.socket.send_json(envelope)
        with suppress(TimeoutError):
            once = delivery.kind != "events_api"
            await asyncio.wait_for(acked.wait(), self.ack_within + 1 if once else self.redeliver_after)
        return "" if delivery.acked.is_set() else "timeout"

    def _acked(self, id: str, answer: Json) -> None:
        if id not in self._flying:
            self.world.breaches.append(f"acknowledged an envelope that is not open: {id!r}")
            return
        delivery, acked, sent = self._flying.pop(id)
        self._answered(delivery, answer, sent)
        acked.set()

    def _answered(self, delivery: Delivery, answer: Json, sent: datetime) -> None:
        """What comes too late is not heard: the user has seen an error by then."""
        took = (self.world.clock() - sent).total_seconds()
        with self.world.changed:
            if took > self.ack_within:
                self.world.late_acks.append({"seconds": took, "payload": delivery.payload})
            elif not delivery.acked.is_set():
                delivery.answer = answer
                self.on_ack(delivery)
            self.world.changed.notify_all()
        delivery.acked.set()

    async def _by_http(self, delivery: Delivery, number: int, reason: str) -> str:
        delivery.attempts.append(self.world.clock())
        body, kind = _body(delivery)
        more = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
        status, text, headers = await self.post(body, kind, more)
        if status == 200:
            said = json.loads(text) if text.startswith("{") else {"text": text} if text else {}
            self._answered(delivery, said, delivery.attempts[-1])
            return ""
        if headers.get("X-Slack-No-Retry") == "1":
            return ""
        await asyncio.sleep(self.redeliver_after)
        return "http_error" if status else "http_timeout"

    async def post(self, body: str, kind: str, more: dict[str, str] | None = None) -> tuple[int, str, Any]:
        """A signed request to the app; status 0 where no answer came in time."""
        signed = self.verifier.clock.now()
        headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": f"{signed:.0f}", **(more or {})}
        stamp = headers["X-Slack-Request-Timestamp"]
        headers["X-Slack-Signature"] = self.verifier.generate_signature(timestamp=stamp, body=body) or ""
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(self.ack_within)) as session,
                session.post(self.request_url, data=body.encode(), headers=headers) as answer,
            ):
                return answer.status, await answer.text(), answer.headers
        except (TimeoutError, aiohttp.ClientError):
            return 0, "", {}

    async def verify_url(self) -> bool:
        """What Slack does once when the request URL is entered."""
        challenge = f"{random.getrandbits(64):x}"
        body = json.dumps({"token": "old", "type": "url_verification", "challenge": challenge})
        status, text, _ = await self.post(body, "application/json")
        return status == 200 and challenge in text


class _Now(SignatureClock):
    def __init__(self, world: World) -> None:
        self.world = world

    def now(self) -> float:
        return self.world.clock().timestamp()


def _body(delivery: Delivery) -> tuple[str, str]:
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload), "application/json"
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return urlencode(form), "application/x-www-form-urlencoded"


def _hello(count: int) -> Json:
    debug = {"host": "applink", "build_number": 1, "approximate_connection_time": 18060}
    return {"type": "hello", "num_connections": count, "debug_info": debug, "connection_info": {"app_id": APP}}


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink"}}
