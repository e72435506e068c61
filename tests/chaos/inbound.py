"""kill -9 while people speak: each message is handled once, by every way in."""

import threading
from typing import Any

from bot.app import App
from bot.clock import system_clock
from bot.settings import load
from tests.chaos.house import SECRET, House, Peer, house, peer, until
from tests.chaos.pushes import TOKEN, slack_env, telegram_env

PEOPLE = 20


def inbound(way: str, messages: int, kills: int) -> dict[str, Any]:
    """`way`: polling, webhook, socket or http. Each message is a question without a card: a gap row is its effect."""
    platform, transport = ("telegram", way) if way in ("polling", "webhook") else ("slack", way)
    with house("sqlite", {}, f"{platform}.transport={transport}") as ours:
        words = (
            ("--token", TOKEN)
            if platform == "telegram"
            else ("--request-url", f"http://127.0.0.1:{ours.port}/slack/events")
        )
        with peer(platform, ours.folder, *(words if way != "socket" else ())) as there:
            ours.env |= _env(platform, there, ours)
            known(ours, platform)
            ours.run()
            speaking = threading.Thread(target=speak, args=(there, platform, messages))
            speaking.start()
            for n in range(1, kills + 1):
                until(lambda n=n: handled(ours) >= messages * n // (kills + 1), 60, 0.02)
                ours.kill()
                ours.run()
            speaking.join()
            until(lambda: handled(ours) >= messages, 60, 0.2)
            ours.stop()
            return verdict(ours, messages, way)


def speak(there: Peer, platform: str, messages: int) -> None:
    for n in range(messages):
        text, who = f"unheard question number {n}", n % PEOPLE + 1
        if platform == "telegram":
            there.call("/fake/say", {"user": who, "text": text})
        else:
            there.call("/drive", {"user": f"U{who}", "do": "dm", "text": text})


def known(ours: House, platform: str) -> None:
    """People who may speak: on Telegram a stranger would be turned away."""
    app = App(load(ours.folder, ours.env), clock=system_clock)
    with app.store.write() as db:
        for n in range(1, PEOPLE + 1):
            person = app.directory.add(db, f"P{n}", now=app.clock(), language="en").id
            app.directory.attach(db, platform, str(n) if platform == "telegram" else f"U{n}", person)
    app.close()


def handled(ours: House) -> int:
    return ours.count("SELECT count(*) FROM inbox")


def verdict(ours: House, messages: int, way: str) -> dict[str, Any]:
    effects = ours.count("SELECT count(*) FROM gap")
    distinct = ours.count("SELECT count(DISTINCT question) FROM gap")
    waiting = ours.count("SELECT count(*) FROM arrival")
    ok = handled(ours) == effects == distinct == messages and waiting == 0
    return {
        "way": way, "messages": messages, "kills": ours.kills, "handled": handled(ours), "effects": effects,
        "distinct": distinct, "still_kept": waiting, "ok": ok,
    }  # fmt: skip


def _env(platform: str, there: Peer, ours: House) -> dict[str, str]:
    if platform == "slack":
        return slack_env(there)
    return telegram_env(there) | {
        "TELEGRAM_WEBHOOK_SECRET": SECRET, "CORNERMAN_PUBLIC_URL": f"http://127.0.0.1:{ours.port}",
    }  # fmt: skip
