"""The fake itself, against the SDK that the bot uses: slack-bolt's AsyncApp and AsyncWebClient."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Self

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import MovedClock

from .faults import Faults
from .slack import Slack
from .slack_world import TEAM

ROOT = Path(__file__).parents[2]
BUTTON = {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "展开"}, "value": "7"}
CHOICE = [{"text": {"type": "plain_text", "text": label}, "value": label} for label in ("one", "two")]
FORM = {
    "type": "modal", "callback_id": "form", "title": {"type": "plain_text", "text": "Feedback"},
    "submit": {"type": "plain_text", "text": "Send"}, "notify_on_close": True, "private_metadata": "7",
    "blocks": [
        {"type": "input", "block_id": "why", "label": {"type": "plain_text", "text": "Why"},
         "element": {"type": "plain_text_input", "action_id": "a", "multiline": True, "max_length": 100}},
        {"type": "input", "block_id": "pick", "label": {"type": "plain_text", "text": "Pick"}, "optional": True,
         "element": {"type": "static_select", "action_id": "b", "options": CHOICE}},
    ],
}  # fmt: skip


def section(text: str = "hello", kind: str = "mrkdwn", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": text}, **more}


class Running:
    """A Bolt app in a thread of its own, on Socket Mode or HTTP."""

    def __init__(self, slack: Slack, *, links: int = 1, http: bool = False, ping_interval: float = 10) -> None:
        self.slack, self.links, self.http, self.ping_interval = slack, links, http, ping_interval
        self.client = AsyncWebClient(slack.bot_token, base_url=slack.api_url)
        self.app = AsyncApp(client=self.client, signing_secret=slack.signing_secret)
        self.seen: list[Any] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def call(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        self.call(self._up())
        if not self.http:
            self.slack.wait(lambda: len(self.slack.link.connections) == self.links)
        return self

    def __exit__(self, *_: object) -> None:
        self.call(self._down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _up(self) -> None:
        self.handlers: list[AsyncSocketModeHandler] = []
        self.runner = web.AppRunner(self.app.web_app("/slack/events"))
        if self.http:
            await self.runner.setup()
            await web.TCPSite(self.runner, "127.0.0.1", 0).start()
            self.slack.link.request_url = f"http://127.0.0.1:{self.runner.addresses[0][1]}/slack/events"
        for _ in range(0 if self.http else self.links):
            client = AsyncWebClient(self.slack.app_token, base_url=self.slack.api_url)
            token = self.slack.app_token
            handler = AsyncSocketModeHandler(self.app, token, web_client=client, ping_interval=self.ping_interval)
            await handler.connect_async()
            self.handlers.append(handler)

    async def _down(self) -> None:
        for handler in self.handlers:
            await handler.close_async()
        await self.runner.cleanup()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)


@pytest.fixture
def slack() -> Iterator[Slack]:
    with Slack() as running:
        running.user("U1", "lin", "zh-CN")
        yield running
        assert not [breach for breach in running.breaches if "the fake itself" in breach]


def use(slack: Slack, work: Callable[[AsyncWebClient], Any]) -> Any:
    """Runs calls against the Web API."""

    async def run() -> Any:
        return await work(AsyncWebClient(slack.bot_token, base_url=slack.api_url, retry_handlers=[]))

    return asyncio.run(run())


def post(slack: Slack, channel: str = "U1", text: str = "hello", **more: Any) -> Any:
    return use(slack, lambda client: client.chat_postMessage(channel=channel, text=text, unfurl_links=False, **more))


@pytest.fixture(params=["socket", "http"])
def running(slack: Slack, request: pytest.FixtureRequest) -> Iterator[Running]:
    """An app that shows what it can: the same over Socket Mode and HTTP."""
    run = Running(slack, http=request.param == "http", links=2)
    _listen(run)
    with run:
        yield run


def _listen(run: Running) -> None:
    _listen_to_messages(run)
    _listen_to_forms(run)

    @run.app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [section("home"), {"type": "actions", "elements": [BUTTON]}]}
        await client.views_publish(user_id=event["user"], view=view)

    @run.app.action("more")
    async def more(ack: Any, body: dict[str, Any], respond: Any) -> None:
        await ack()
        run.seen.append(body)
        if "response_url" in body:
            await respond(text="longer", blocks=[section("longer")], replace_original=True)


def _listen_to_messages(run: Running) -> None:
    @run.app.event("message")
    async def message(event: dict[str, Any], say: Any) -> None:
        run.seen.append(event)
        if "subtype" not in event and "bot_id" not in event:
            blocks = [section("answer"), {"type": "actions", "block_id": "row", "elements": [BUTTON]}]
            await say(text="answer", blocks=blocks, unfurl_links=False, thread_ts=event.get("thread_ts"))

    @run.app.event("app_mention")
    async def mention(event: dict[str, Any], say: Any) -> None:
        await say(text="in thread", thread_ts=event.get("thread_ts") or event["ts"], unfurl_links=False)


def _listen_to_forms(run: Running) -> None:
    @run.app.command("/sales")
    async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient, respond: Any) -> None:
        await ack("working on it")
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await respond(text="done")

    @run.app.view("form")
    async def submitted(ack: Any, view: dict[str, Any]) -> None:
        short = view["state"]["values"]["why"]["a"]["value"] == "x"
        await (ack(response_action="errors", errors={"why": "Say more."}) if short else ack())

    @run.app.view_closed("form")
    async def closed(ack: Any, view: dict[str, Any]) -> None:
        await ack()
        run.seen.append(view)

    @run.app.shortcut("save")
    async def shortcut(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)


def test_a_dm_is_answered_and_its_button_edits_in_place(slack: Slack, running: Running) -> None:
    lin = slack.user("U1")
    lin.dm("太贵了").wait()
    answer = slack.wait(lambda: lin.messages[1:])[0]
    assert (answer.labels, answer.words, answer.bot != "") == (["展开"], "answer\n展开", True)
    lin.press(answer, "展开").wait()
    slack.wait(lambda: answer.text == "longer")
    assert running.seen[-1]["actions"][0]["value"] == "7"
    assert (len(lin.messages), len(answer.history)) == (2, 1)
    assert (slack.breaches, slack.markup) == ([], [])


def test_a_mention_is_answered_in_its_thread(slack: Slack, running: Running) -> None:
    asked = slack.user("U1").mention("C1", "hello")
    answer = slack.wait(lambda: slack.channel("C1").messages[1:])[0]
    assert asked.message is not None
    assert answer.thread_ts == asked.message.ts


def test_a_command_opens_a_form_whose_errors_stay_in_the_ack(slack: Slack, running: Running) -> None:
    lin = slack.user("U1")
    assert lin.command("C1", "/sales", "feedback").wait()["text"] == "working on it"
    form = slack.wait(lambda: lin.modal)
    slack.wait(lambda: len(slack.channel("C1").messages) == 2)
    assert [m.ephemeral_to for m in slack.channel("C1").messages] == ["U1", "U1"]
    with pytest.raises(AssertionError, match="'Why' is empty"):
        lin.submit(form)
    assert lin.submit(form, {"why": "x"})["errors"] == {"why": "Say more."}
    assert lin.modal is form
    lin.submit(form, {"Why": "long enough", "pick": "two"})
    assert form.values["pick"]["b"]["selected_option"]["value"] == "two"
    assert (lin.modal, slack.breaches, slack.late_acks) == (None, [], [])


def test_home_shortcut_and_closing(slack: Slack, running: Running) -> None:
    lin = slack.user("U1")
    lin.open_home()
    home = slack.wait(lambda: slack.home("U1"))
    lin.press(home, "展开").wait()
    slack.wait(lambda: running.seen)
    assert running.seen[-1]["view"]["id"] == home.id
    said = lin.say("C1", "we lost the deal")
    assert said.message is not None
    lin.shortcut("save", said.message)
    form = slack.wait(lambda: lin.modal)
    closed = lin.close(form)
    assert closed is not None
    closed.wait()
    slack.wait(lambda: running.seen[-1].get("private_metadata") == "7")


def test_edits_deletions_files_bots_and_strangers_arrive_as_such(slack: Slack, running: Running) -> None:
    lin, guest = slack.user("U1"), slack.user("U9", "guest", team="T0OTHER")
    first = lin.dm("one")
    first.wait()
    assert first.message is not None
    lin.edit(first.message, "two").wait()
    lin.delete(first.message).wait()
    lin.upload_file("U1", "a.png", b"png").wait()
    slack.other_bot("C1", "I am a bot").wait()
    guest.say("C1", "who are you").wait()
    slack.wait(lambda: len(running.seen) == 6)
    told = [event.get("subtype") or ("bot" if "bot_id" in event else event["team"]) for event in running.seen]
    assert sorted(told) == sorted([TEAM, "message_changed", "message_deleted", "file_share", "bot", "T0OTHER"])


def test_what_is_not_acknowledged_comes_again(slack: Slack) -> None:
    slack.link.redeliver_after = 0.05
    run, tries = Running(slack, http=True), []

    @run.app.middleware
    async def failing(req: Any, next_: Any, resp: Any) -> Any:
        tries.append(
            (req.body["event_id"], req.headers.get("x-slack-retry-num"), req.headers.get("x-slack-retry-reason"))
        )
        if len(tries) < 3:
            raise RuntimeError("not now")
        await next_()

    run.app.event("message")(_nothing)
    with run:
        asked = slack.user("U1").dm("hello")
        asked.wait()
        assert slack.call(slack.link.verify_url())
    assert [(num, reason) for _, num, reason in tries[:3]] == [
        (None, None), (["1"], ["http_error"]), (["2"], ["http_error"])
    ]  # fmt: skip
    assert len({event for event, _, _ in tries[:3]}) == 1


async def _nothing() -> None:
    pass


def test_a_deaf_connection_loses_nothing_while_another_hears(slack: Slack) -> None:
    slack.link.redeliver_after, slack.link.retries = 0.05, 100
    run = Running(slack, links=2)
    _listen(run)
    with run:
        slack.deafen(1)
        asked = [slack.user("U1").dm(f"{number}") for number in range(20)]
        for each in asked:
            each.wait()
        assert any(len(each.attempts) > 1 for each in asked)
        slack.wait(lambda: len(slack.user("U1").messages) >= 40)  # a slow app hears some of them twice


@pytest.mark.parametrize("how", ["refresh_requested", "warning", "cut"])
def test_a_connection_that_ends_is_made_anew(slack: Slack, how: str) -> None:
    run = Running(slack, ping_interval=0.2)
    _listen(run)
    with run:
        before = slack.link.connections[0]
        slack.call(slack.link.cut() if how == "cut" else slack.link.disconnect(how))
        slack.wait(lambda: slack.link.connections and before not in slack.link.connections)
        slack.user("U1").dm("still there?").wait()


def test_redelivery_is_the_same_event(slack: Slack, running: Running) -> None:
    asked = slack.user("U1").dm("hello")
    asked.wait()
    slack.redeliver(asked).wait()
    slack.wait(lambda: len(running.seen) == 2)
    assert running.seen[0] == running.seen[1]


def test_a_late_ack_is_noted_and_changes_nothing(slack: Slack) -> None:
    slack.link.ack_within = 0.0
    run = Running(slack)
    _listen(run)
    with run:
        assert slack.user("U1").command("C1", "/sales").wait() == {}
        assert slack.late_acks[0]["payload"]["command"] == "/sales"


BROKEN = {
    "51 blocks": {"blocks": [section()] * 51},
    "3000": {"blocks": [section("x" * 3001)]},
    "msg_blocks_too_long": {"blocks": [section("x" * 2900)] * 5},
    "no such block": {"blocks": [{"type": "sectoin"}]},
    "unknown or empty": {"blocks": [section(colour="red")]},
    "1 to 75 allowed": {"blocks": [section(accessory=BUTTON | {"text": {"type": "plain_text", "text": "x" * 76}})]},
    "1 to 2000 allowed": {"blocks": [section(accessory=BUTTON | {"value": "x" * 2001})]},
    "1 to 150 allowed": {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]},
    "action_id 'more' twice": {"blocks": [section(accessory=BUTTON), section("b", accessory=BUTTON)]},
    "block_id 'same' twice": {"blocks": [section(block_id="same"), section(block_id="same")]},
    "26 entries": {"blocks": [{"type": "actions", "elements": [BUTTON | {"action_id": f"a{n}"} for n in range(26)]}]},
    "alt_text": {"blocks": [{"type": "image", "image_url": "http://127.0.0.1/a.png"}]},
    "text is missing": {"text": ""},
    "above 4000": {"text": "x" * 4001},
    "parse=full": {"parse": "full"},
    "link_names": {"link_names": True},
    "no such argument": {"colour": "red"},
    "wrong type": {"reply_broadcast": "perhaps"},
    "unfurl_links": {"unfurl_links": True},
    "event_type": {"metadata": {"event_payload": {}}},
    "thread_ts": {"thread_ts": "yesterday"},
    "option": {"blocks": [section(accessory={"type": "static_select", "action_id": "s", "options": [
        {"text": {"type": "plain_text", "text": "x"}, "value": "v" * 151}]})]},
}  # fmt: skip


@pytest.mark.parametrize("complaint", BROKEN)
def test_a_message_beyond_what_slack_takes_is_refused(slack: Slack, complaint: str) -> None:
    given = {"channel": "U1", "text": "hello", "unfurl_links": False} | BROKEN[complaint]
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        use(slack, lambda client: client.api_call("chat.postMessage", json=given))
    assert any(complaint in breach for breach in slack.breaches), slack.breaches
    assert slack.channel("U1").messages == []


def test_a_message_at_every_limit_is_taken(slack: Slack) -> None:
    options = [{"text": {"type": "plain_text", "text": f"{n}" * 20}, "value": f"{n}".rjust(150)} for n in range(100)]
    menu = {
        "type": "static_select",
        "action_id": "s",
        "options": options,
        "placeholder": {"type": "plain_text", "text": "p"},
    }
    wide = BUTTON | {"text": {"type": "plain_text", "text": "x" * 75}, "value": "v" * 2000}
    picture = {"type": "image", "image_url": "http://127.0.0.1/a.png", "alt_text": "a" * 2000}
    blocks = [section("x" * 3000), {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}}, picture]
    blocks += [{"type": "actions", "elements": [wide, menu]}, {"type": "divider"}]
    blocks += [{"type": "context", "elements": [{"type": "mrkdwn", "text": "c"}] * 10}] * 45
    fits = post(slack, text="t" * 4000, blocks=blocks, metadata={"event_type": "push", "event_payload": {"key": "k1"}})
    assert slack.breaches == []
    back = use(slack, lambda client: client.conversations_history(
        channel=fits["channel"], oldest="0", include_all_metadata=True, limit=1))  # fmt: skip
    assert back["messages"][0]["metadata"]["event_payload"] == {"key": "k1"}
    assert back["has_more"] is False


def test_every_mention_and_link_is_remembered(slack: Slack) -> None:
    post(slack, text="&lt;!channel&gt; a &lt; b", blocks=[section("<@U1> <http://127.0.0.1|click>")])
    assert slack.markup == ["<@U1>", "<http://127.0.0.1|click>"]
    assert slack.mrkdwn[0] == "&lt;!channel&gt; a &lt; b"


@pytest.mark.parametrize(
    ("trouble", "change"),
    [
        ("1 to 24 allowed", {"title": {"type": "plain_text", "text": "x" * 25}}),
        ("1 to 24 allowed", {"submit": {"type": "plain_text", "text": "x" * 25}}),
        ("private_metadata", {"private_metadata": "x" * 3001}),
        ("callback_id", {"callback_id": "x" * 256}),
        ("101 blocks", {"blocks": [section()] * 101}),
        ("no such field", {"colour": "red"}),
        ("not modal", {"type": "home", "title": None}),
        ("longer than max_length", {"blocks": [FORM["blocks"][0] | {
            "element": FORM["blocks"][0]["element"] | {"initial_value": "x" * 101}}]}),
    ],
)  # fmt: skip
def test_a_view_beyond_what_slack_takes_is_refused(slack: Slack, trouble: str, change: dict[str, Any]) -> None:
    view = {name: value for name, value in (FORM | change).items() if value is not None}
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        use(slack, lambda client: client.views_open(trigger_id=slack.trigger("U1"), view=view))
    assert any(trouble in breach for breach in slack.breaches), slack.breaches


def test_a_trigger_opens_one_view_within_three_seconds() -> None:
    clock = MovedClock()
    with Slack(clock=clock) as slack:
        slack.user("U1")
        old, good = slack.trigger("U1"), ""
        clock.move(timedelta(seconds=3.1))
        good = slack.trigger("U1")
        use(slack, lambda client: client.views_open(trigger_id=good, view=FORM))
        for trigger, error in ((good, "exchanged"), (old, "expired"), ("made.up", "invalid")):
            with pytest.raises(SlackApiError, match=f"{error}_trigger_id"):
                use(slack, lambda client, t=trigger: client.views_open(trigger_id=t, view=FORM))
        assert len(slack.breaches) == 3


def test_modals_are_stacked_three_deep_and_replaced_by_their_hash(slack: Slack) -> None:
    async def work(client: AsyncWebClient) -> None:
        first = (await client.views_open(trigger_id=slack.trigger("U1"), view=FORM))["view"]
        for _ in range(2):
            await client.views_push(trigger_id=slack.trigger("U1"), view=FORM)
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            await client.views_push(trigger_id=slack.trigger("U1"), view=FORM)
        new = FORM | {"title": {"type": "plain_text", "text": "New"}}
        await client.views_update(view_id=first["id"], hash=first["hash"], view=new)
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await client.views_update(view_id=first["id"], hash=first["hash"], view=new)

    use(slack, work)
    assert [view.title for view in slack.modals["U1"]] == ["New", "Feedback", "Feedback"]
    assert slack.breaches == []


def test_messages_are_found_changed_and_deleted(slack: Slack) -> None:
    asked = slack.user("U1").say("C1", "who knows")
    assert asked.message is not None
    ts = asked.message.ts

    async def work(client: AsyncWebClient) -> list[int]:
        said = {"channel": "C1", "unfurl_links": False}
        own = [await client.chat_postMessage(text=str(number), thread_ts=ts, **said) for number in range(3)]
        await client.chat_update(channel="C1", ts=own[0]["ts"], text="changed")
        await client.chat_delete(channel="C1", ts=own[1]["ts"])
        with pytest.raises(SlackApiError, match="cant_update_message"):
            await client.chat_update(channel="C1", ts=ts, text="not mine")
        replies = await client.conversations_replies(channel="C1", ts=ts)
        history = await client.conversations_history(channel="C1")
        return [len(replies["messages"]), len(history["messages"])]

    assert use(slack, work) == [3, 1]
    assert [message.text for message in slack.channel("C1").messages] == ["who knows", "changed", "2"]


def test_somebody_is_known_with_their_language(slack: Slack) -> None:
    found = use(slack, lambda client: client.users_info(user="U1", include_locale=True))
    assert (found["user"]["locale"], found.headers["X-OAuth-Scopes"]) == ("zh-CN", slack.api.scopes)
    with pytest.raises(SlackApiError, match="invalid_auth"):
        use(slack, lambda client: client.auth_test(token="xoxb-stolen"))


def test_a_response_url_ends() -> None:
    clock = MovedClock()
    with Slack(clock=clock) as slack:
        slack.user("U1")
        channel = slack.channel("U1").id
        url, other = slack.hook(slack.url, "U1", channel), slack.hook(slack.url, "U1", channel)

        async def six() -> list[int]:
            async with aiohttp.ClientSession() as session:
                return [(await session.post(url, json={"text": "hi"})).status for _ in range(6)]

        async def late() -> int:
            async with aiohttp.ClientSession() as session:
                return (await session.post(other, json={"text": "hi"})).status

        assert asyncio.run(six()) == [200] * 5 + [404]
        clock.move(timedelta(minutes=31))
        assert asyncio.run(late()) == 404
        assert (len(slack.user("U1").messages), len(slack.breaches)) == (5, 2)


def test_a_picture_goes_up_with_its_description_and_comes_down_with_the_token() -> None:
    clock = MovedClock()
    with Slack(clock=clock) as slack:
        slack.user("U1")

        async def work(client: AsyncWebClient) -> Any:
            opened = await client.conversations_open(users="U1")
            place = opened["channel"]["id"]
            done = await client.files_upload_v2(file=b"\x89PNG", filename="a.png", alt_txt="a chart", channel=place)
            assert done["file"]["mimetype"] == ""
            clock.move(timedelta(seconds=1))
            info = (await client.files_info(file=done["file"]["id"]))["file"]
            async with aiohttp.ClientSession() as session:
                bearer = {"Authorization": f"Bearer {slack.bot_token}"}
                found = await session.get(info["url_private"], headers=bearer)
                sign_in = await session.get(info["url_private"])
                return info, await found.read(), sign_in.content_type

        info, content, without = use(slack, work)
        assert (info["mimetype"], info["alt_txt"], content, without) == (
            "image/png",
            "a chart",
            b"\x89PNG",
            "text/html",
        )
        assert slack.user("U1").messages[0].files[0]["name"] == "a.png"
        with pytest.raises(SlackApiError, match="invalid_arguments"):
            use(slack, lambda client: client.files_upload_v2(file=b"\x89PNG", filename="a.png"))


def test_errors_that_no_app_is_to_blame_for_are_no_breach(slack: Slack) -> None:
    slack.refuse("U1", "account_inactive")
    slack.channel("C2").here = False
    for channel, error in (("U1", "account_inactive"), ("C2", "not_in_channel"), ("C404", "channel_not_found")):
        with pytest.raises(SlackApiError, match=error):
            post(slack, channel)
    assert slack.breaches == []


def test_faults_come_as_scripted_and_a_call_too_early_counts() -> None:
    faults = Faults()
    with Slack(faults=faults) as slack:
        slack.user("U1")
        slack.pauses.grace = 0
        faults.once("reset", "chat.postMessage")
        with pytest.raises(aiohttp.ClientError):
            post(slack, text="accepted")
        faults.once("500")
        with pytest.raises(SlackApiError):
            post(slack)
        faults.once("429", "chat.postMessage", 60)
        for _ in range(2):
            with pytest.raises(SlackApiError, match="ratelimited") as limited:
                post(slack)
            assert int(limited.value.response.headers["Retry-After"]) in (59, 60)
        assert [message.text for message in slack.user("U1").messages] == ["accepted"]
        assert (slack.early, slack.breaches) == (1, [])


def test_rates_are_the_most_of_any_window() -> None:
    clock = MovedClock()
    with Slack(clock=clock) as slack:
        slack.user("U1"), slack.user("U2")
        for to in ("U1", "U1", "U2"):
            post(slack, to)
        clock.move(timedelta(seconds=5))
        post(slack, "U1")
        clock.move(timedelta(minutes=2))
        post(slack, "U1")
        assert (slack.rates().channel_second, slack.rates().workspace_minute) == (2, 4)


def test_as_a_process_it_writes_every_post_down_and_can_be_driven(tmp_path: Path) -> None:
    log = tmp_path / "posts.jsonl"
    command = [sys.executable, "-m", "tests.fakes.slack", "--log", str(log)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]

        async def work() -> Any:
            async with aiohttp.ClientSession() as session:
                driven = await session.post(f"{url}/drive", json={"user": "U1", "do": "dm", "text": "hi"})
                assert driven.status == 200
                client = AsyncWebClient(Slack.bot_token, base_url=f"{url}/api/")
                await client.chat_postMessage(channel="U1", text="你好", unfurl_links=False)
                return await (await session.get(f"{url}/drive")).json()

        noticed = asyncio.run(work())
        process.kill()
    line = json.loads(log.read_text(encoding="utf-8"))
    assert (line["method"], line["channel"], line["args"]["text"]) == ("chat.postMessage", "DU1", "你好")
    assert (noticed["posts"], noticed["breaches"]) == (1, [])
