"""What a command costs through Slack's HTTP way in, beside an empty Bolt handler: `python -m benchmarks.slack`.

Both take the same signed requests in one process; the network and the web server are left out on both sides. The path
has two transactions: the raw event before the ack, and the turn with its reply. The mark that the reply was sent is a
third, shared by up to twenty.
"""

import asyncio
import resource
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import text

from benchmarks._row import Row
from bot.app import App
from bot.channels.slack import Timing, build
from bot.clock import system_clock
from bot.knowledge.library import Library
from bot.messages import Role
from bot.pushes.pace import Limits
from bot.settings.values import Secret, Settings, SlackSettings
from tests.fakes.slack import Slack
from tests.fakes.slack_world import TEAM

ROUNDS, BATCH = 6, 100
FREE = Limits(per_second=1e6, burst=1e6, chat_per_second=1e6, chat_burst=1e6)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def request(number: int) -> AsyncBoltRequest:
    body = urlencode({
        "command": "/sales", "text": "help", "user_id": "U1", "team_id": TEAM, "channel_id": "D1",
        "trigger_id": f"{number}.{time.monotonic_ns()}", "response_url": "",
    })  # fmt: skip
    stamp = str(int(system_clock().timestamp()))
    signature = SignatureVerifier(Slack.signing_secret).generate_signature(timestamp=stamp, body=body) or ""
    headers = {
        "content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature,
    }  # fmt: skip
    return AsyncBoltRequest(body=body, headers=headers)


async def cost(handle: Callable[[AsyncBoltRequest], Awaitable[Any]], settled: Callable[[], Awaitable[None]]) -> float:
    """CPU milliseconds a request, the middle of the batches after one to warm up."""
    found = []
    for batch in range(ROUNDS):
        asked = [request(batch * BATCH + n) for n in range(BATCH)]
        start = cpu()
        for each in asked:
            await handle(each)
        await settled()
        found.append((cpu() - start) / BATCH * 1000)
    return sorted(found[1:])[len(found[1:]) // 2]


async def empty() -> float:
    """Bolt with one listener that only acknowledges; who we are is asked once, of a Slack on loopback."""
    with Slack() as slack:
        client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        app = AsyncApp(client=client, signing_secret=slack.signing_secret)

        @app.command("/sales")
        async def nothing(ack: Any) -> None:
            await ack()

        async def nobody_waits() -> None:
            return None

        return await cost(app.async_dispatch, nobody_waits)


async def ours(folder: Path) -> float:
    """The bot with its calls to Slack cut short: what is measured is ours."""
    with Slack() as slack:
        settings = Settings(
            workspace=folder, database_url=f"sqlite:///{folder}/bench.db", features={"knowledge": True},
            slack=SlackSettings(
                bot_token=Secret(slack.bot_token), signing_secret=Secret(slack.signing_secret), transport="http",
                api=slack.api_url,
            ),
        )  # fmt: skip
        app = App(settings, clock=system_clock, library=Library(folder, folder / "state", system_clock, lexical=True))
        with app.store.write() as db:
            me = app.directory.add(db, "Bench", now=app.clock(), role=Role.REP, language="en")
            app.directory.attach(db, "slack", "U1", me.id)
        channel = build(app, Timing(limits=FREE))
        await channel.start()
        running = channel._running
        assert running is not None

        async def said(method: str, **given: Any) -> Any:
            return {"ok": True, "ts": "1.000100", "channel": "D1" if "post" in method else {"id": "D1"}}

        running.turns.wire.calls = said  # type: ignore[assignment]
        running.turns.calls = said  # type: ignore[assignment]
        try:
            found = await cost(channel._dispatch, running.intake.idle)
            with app.store.read() as db:
                answered = db.execute(text("SELECT count(*) FROM outbox WHERE kind = 'reply'")).scalar_one()
            assert answered == ROUNDS * BATCH, f"{answered} of {ROUNDS * BATCH} were answered"
            return found
        finally:
            await channel.stop()
            app.close()


def main() -> None:
    print(f"{'a command through Slack over HTTP':<46}{'floor':>10}{'aim':>10}{'found':>10}")
    bare = asyncio.run(empty())
    with TemporaryDirectory() as name:
        (Path(name) / "knowledge").mkdir()
        whole = asyncio.run(ours(Path(name)))
    print(Row("empty Bolt handler, CPU-ms", bare))
    print(Row("whole path, CPU-ms", whole))
    print(Row("ratio", whole / bare, floor=16, up=False))


if __name__ == "__main__":
    main()
