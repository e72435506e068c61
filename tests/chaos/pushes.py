"""kill -9 in the middle of delivering, and a peer on a bad day: what arrived is counted at the peer."""

from collections import Counter
from datetime import timedelta
from typing import Any

from bot.app import App
from bot.clock import system_clock
from bot.messages import say
from bot.pushes import outbox
from bot.settings import load
from tests.chaos.house import PACE, House, Peer, house, peer, until
from tests.fakes.slack import Slack

TOKEN = "123456:AAEkiss-of-a-fake-token-for-the-tests"
PEOPLE = 200


def slack_env(there: Peer) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": Slack.bot_token, "SLACK_APP_TOKEN": Slack.app_token,
        "SLACK_SIGNING_SECRET": Slack.signing_secret, "SLACK_API_BASE_URL": f"{there.url}/api",
    }  # fmt: skip


def telegram_env(there: Peer) -> dict[str, str]:
    return {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": there.url}


def kill(database: str, pushes: int, kills: int) -> dict[str, Any]:
    """Digests to Telegram, which cannot be asked what arrived: none lost in silence, none doubled, some parked."""
    with house(database, {}) as ours, peer("telegram", ours.folder, *_peer(PEOPLE)) as there:
        ours.env |= telegram_env(there)
        fill(ours, pushes, kind="morning")
        ended = killed_again_and_again(ours, pushes, kills)
        return verdict(ours, there, pushes, ended=ended, parked_at_most=kills)


def kill_slack(pushes: int, kills: int) -> dict[str, Any]:
    """Slack can be asked what arrived: none lost, none doubled, none parked."""
    with house("sqlite", {}) as ours, peer("slack", ours.folder) as there:
        ours.env |= slack_env(there)
        for n in range(1, PEOPLE + 1):
            there.call("/drive", {"user": f"U{n}", "do": "open_home"})
        fill(ours, pushes, kind="morning", platform="slack")
        ended = killed_again_and_again(ours, pushes, kills)
        return verdict(ours, there, pushes, ended=ended)


def killed_again_and_again(ours: House, pushes: int, kills: int) -> bool:
    """Runs the bot until everything is delivered, killing it while it sends; whether it came to an end."""
    each = pushes // (kills + 1)
    ours.run()
    for n in range(kills):
        until(lambda n=n: arrived(ours) >= each * n + ours.random.randrange(1, each), 20, 0.01)
        ours.kill()
        ours.run()
    ended = until(lambda: open_rows(ours) == 0, 60, 0.2)
    ours.stop()
    return ended


def flaky(pushes: int) -> dict[str, Any]:
    """Alerts, which are sent again in doubt: none lost, nothing inside a retry_after, never above the rate."""
    with house("sqlite", {}) as ours, peer("telegram", ours.folder, *_peer(PEOPLE), "--flaky", "3") as there:
        ours.env |= telegram_env(there)
        fill(ours, pushes, kind="alert")
        ours.run()
        ended = until(lambda: open_rows(ours) == 0, 150, 0.2)
        ours.stop()
        found = verdict(ours, there, pushes, ended=ended, may_double=True)
        state = there.call("/fake/state")
        rates = state["rates"]
        found |= {"early": rates["early"], "busiest_second": rates["second"], "faults": state["faults"]}
        found["ok"] = found["ok"] and not rates["early"] and rates["second"] <= 30 * PACE and not state["breaches"]
        return found


def fill(ours: House, pushes: int, *, kind: str, platform: str = "telegram") -> None:
    """People who have started the bot, and a message for each slot."""
    app = App(load(ours.folder, ours.env), clock=system_clock)
    with app.store.write() as db:
        people = [app.directory.add(db, f"P{n}", now=app.clock(), language="en").id for n in range(PEOPLE)]
        for n, person in enumerate(people, 1):
            app.directory.attach(db, platform, str(n) if platform == "telegram" else f"U{n}", person)
        for n in range(pushes):
            outbox.push(
                db, say(f"push {n}"), person_id=people[n % PEOPLE], kind=kind, slot=f"s{n}",
                now=app.clock() - timedelta(seconds=1),
            )  # fmt: skip
    app.close()


def verdict(
    ours: House, there: Peer, pushes: int, *, ended: bool, parked_at_most: int = 0, may_double: bool = False
) -> dict[str, Any]:
    texts = (line.get("text") or (line.get("args") or {}).get("text") or "" for line in there.accepted())
    seen = Counter(text for text in texts if text.startswith("push "))
    parked = ours.count("SELECT count(*) FROM outbox WHERE status = 'unknown' AND slot IS NOT NULL")
    known = "SELECT count(*) FROM outbox WHERE status IN ('sent', 'unknown') AND slot IS NOT NULL"
    silent = pushes - ours.count(known)
    missing = pushes - len(seen)
    lost = silent + max(0, missing - parked)
    doubled = sum(count - 1 for count in seen.values())
    ok = ended and lost == 0 and (may_double or doubled == 0) and parked <= parked_at_most
    return {
        "pushes": pushes, "kills": ours.kills, "lost": lost, "doubled": doubled, "parked": parked,
        "parked_not_arrived": missing, "ok": ok,
    }  # fmt: skip


def arrived(ours: House) -> int:
    log = ours.folder / "peer.log"
    return log.read_bytes().count(b"\n") if log.exists() else 0


def open_rows(ours: House) -> int:
    return ours.count("SELECT count(*) FROM outbox WHERE status IN ('ready', 'claimed', 'sending')")


def _peer(users: int) -> tuple[str, ...]:
    return ("--users", str(users), "--token", TOKEN)
