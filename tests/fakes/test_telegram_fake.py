"""The fake Telegram against the library that talks to the real one, and against calls that the real one refuses."""

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, Defaults, MessageHandler, filters

from tests.conftest import ROOT
from tests.fakes.faults import Faults, Rates
from tests.fakes.telegram import TOKEN, Telegram

SILENT = LinkPreviewOptions(is_disabled=True)
PNG = b"\x89PNG\r\n\x1a\n" + bytes.fromhex("0000000d49484452000002800000019008060000")
Doing = Callable[[Telegram, Bot], Awaitable[None]]


@pytest.fixture
def fake() -> Iterator[Telegram]:
    with Telegram() as found:
        yield found


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"d:{label}")] for label in labels])


def builder(fake: Telegram) -> Any:
    made = Application.builder().token(fake.token).base_url(fake.base_url).base_file_url(fake.base_file_url)
    return made.defaults(Defaults(link_preview_options=SILENT))


def with_bot(fake: Telegram, doing: Doing) -> None:
    """Runs `doing` with a bot of python-telegram-bot."""

    async def run() -> None:
        app = builder(fake).build()
        async with app:
            await doing(fake, app.bot)

    asyncio.run(run())


@asynccontextmanager
async def answering(fake: Telegram) -> Any:
    """A bot that polls: it repeats what it hears with two buttons, and edits in place what was pressed."""

    async def hear(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if message := update.effective_message:
            await message.reply_text(f"heard {message.text}", reply_markup=keyboard("More", "Not it"))

    async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if query := update.callback_query:
            await query.answer("Done")
            await query.edit_message_text(f"pressed {query.data}")

    app = builder(fake).build()
    app.add_handler(MessageHandler(filters.TEXT, hear))
    app.add_handler(CallbackQueryHandler(pressed))
    async with app:
        await app.updater.start_polling(poll_interval=0)
        await app.start()
        try:
            yield app
        finally:
            await app.updater.stop()
            await app.stop()


def test_a_conversation(fake: Telegram) -> None:
    """Said, answered, pressed, edited in place, and nobody confirmed an update twice."""
    lin = fake.user(7, "Lin", "zh-hans")

    async def talk() -> None:
        async with answering(fake):
            lin.start("invite-1")
            await fake.until(lambda: lin.chat.from_bot)
            (answer,) = lin.chat.from_bot
            assert answer.text == "heard /start invite-1"
            assert answer.labels == ["More", "Not it"]
            lin.press(answer, "Not it")
            await fake.until(lambda: answer.text == "pressed d:Not it" and not fake.unanswered)
            assert not answer.labels, "an edit without a keyboard takes it away"
            await fake.until(lambda: not fake.updates.pending)

    asyncio.run(talk())
    assert [message.from_bot for message in lin.chat.messages] == [False, True]
    assert [one["text"] for one in fake.answers.values()] == ["Done"]
    assert fake.breaches == fake.refusals == []
    assert fake.updates.conflicts == 0


def test_what_people_do_can_be_parsed(fake: Telegram) -> None:
    """Every update that the driver makes is one for the library, with what was meant in it."""
    lin, group = fake.user(7, "Lin"), fake.group(-100)
    said = lin.say("/ask@cornerman_bot 🙂 @cornerman_bot", group)
    updates = [
        said, lin.edit(said, "另一个"), lin.send_voice(), lin.send_photo(PNG, "看"), lin.send_document("a.csv", b"1,2"),
        lin.send_sticker(), lin.join(group), lin.add_bot(group), lin.block(), lin.unblock(), lin.inline("price"),
        lin.remove_bot(group),
    ]  # fmt: skip
    fake.chat(7).add(fake.me, {"text": "x", "reply_markup": keyboard("A").to_dict()})
    updates += [lin.press(lin.chat.from_bot[0], "A"), lin.press(lin.chat.from_bot[0], data="x", gone=True)]
    found = [Update.de_json(json.loads(json.dumps(update)), None) for update in updates]
    assert [one.update_id for one in found] == sorted({one.update_id for one in found})
    message = found[0].message
    assert message
    assert [message.parse_entity(entity) for entity in message.entities] == [
        "/ask@cornerman_bot", "@cornerman_bot",
    ]  # fmt: skip
    assert found[-2].callback_query
    assert found[-2].callback_query.data == "d:A"
    with pytest.raises(AssertionError, match="no button 'B'"):
        lin.press(lin.chat.from_bot[0], "B")


def test_pictures_files_and_edits(fake: Telegram) -> None:
    lin = fake.user(7, "Lin", started=True)

    async def show(fake: Telegram, bot: Bot) -> None:
        shown = await bot.send_photo(7, PNG, caption="Funnel", reply_markup=keyboard("Next"))
        assert (shown.photo[0].width, shown.photo[0].height) == (640, 400)
        with pytest.raises(BadRequest, match="no text in the message"):
            await bot.edit_message_text("x", 7, shown.message_id)
        await bot.edit_message_caption(7, shown.message_id, caption="Funnel 2")
        await bot.edit_message_media(InputMediaPhoto(PNG + b"!", caption="Funnel 3"), 7, shown.message_id)
        await bot.edit_message_reply_markup(7, shown.message_id, reply_markup=keyboard("Back"))
        with pytest.raises(BadRequest, match="not modified"):
            await bot.edit_message_reply_markup(7, shown.message_id, reply_markup=keyboard("Back"))
        sent = await bot.send_document(7, b"a,b", filename="rows.csv")
        file = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
        assert bytes(file) == b"a,b"
        gone = await bot.send_message(7, "gone soon")
        await bot.delete_message(7, gone.message_id)

    with_bot(fake, show)
    picture, document = lin.chat.messages
    assert (picture.text, picture.labels, picture.file) == ("Funnel 3", ["Back"], PNG + b"!")
    assert document.raw["document"]["file_name"] == "rows.csv"
    assert fake.breaches == []


def test_in_a_group(fake: Telegram) -> None:
    """Who is meant can be told: a reply, a name, a command; another bot is no person, and not this one."""
    group, lin = fake.group(-100, "North"), fake.user(7, "Lin")
    robot = fake.user(9, "Robot", username="other_bot", bot=True)

    async def answer(fake: Telegram, bot: Bot) -> None:
        lin.add_bot(group)
        lin.say("/ask@cornerman_bot price", group)
        robot.say("beep", group)
        heard = [update.message for update in await bot.get_updates() if update.message]
        await bot.send_message(-100, "here", reply_parameters=ReplyParameters(heard[1].message_id))
        lin.say("thanks", group, reply_to=group.from_bot[0])
        thanks = (await bot.get_updates(offset=-1))[0].message
        assert thanks.reply_to_message.from_user.id == bot.id
        assert heard[2].from_user.is_bot

    with_bot(fake, answer)
    (answered,) = group.from_bot
    assert answered.raw["reply_to_message"]["text"] == "/ask@cornerman_bot price"
    assert fake.breaches == []


def test_inline(fake: Telegram) -> None:
    asked = fake.user(7, "Lin").inline("price")["inline_query"]
    article = InlineQueryResultArticle("1", "Price", InputTextMessageContent("x", link_preview_options=SILENT))

    async def answer(fake: Telegram, bot: Bot) -> None:
        await bot.answer_inline_query(asked["id"], [article])

    with_bot(fake, answer)
    assert [one["title"] for one in fake.inline_answers[asked["id"]]["results"]] == ["Price"]
    assert fake.breaches == []


def test_about_the_bot(fake: Telegram) -> None:
    fake.group(-100)

    async def tell(fake: Telegram, bot: Bot) -> None:
        await bot.set_my_commands([BotCommand("ask", "问一句")], language_code="zh")
        await bot.set_my_description("Sells", language_code="en")
        await bot.set_my_short_description("Sells")
        assert (await bot.get_chat(-100)).title == "Sales"
        assert (await bot.get_webhook_info()).url == ""
        await bot.send_chat_action(-100, "typing")
        await bot.leave_chat(-100)
        with pytest.raises(Forbidden):
            await bot.send_message(-100, "hello")

    with_bot(fake, tell)
    assert fake.commands == {("default", "zh"): [{"command": "ask", "description": "问一句"}]}
    assert fake.breaches == []


def test_who_may_not_be_written_to(fake: Telegram) -> None:
    lin = fake.user(7, "Lin")

    async def write(fake: Telegram, bot: Bot) -> None:
        with pytest.raises(Forbidden, match="initiate"):
            await bot.send_message(7, "hello")
        lin.start()
        await bot.send_message(7, "hello")
        lin.block()
        with pytest.raises(Forbidden, match="blocked by the user"):
            await bot.send_message(7, "hello")
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.send_message(8, "hello")
        with pytest.raises(BadRequest, match="Query is too old"):
            await bot.answer_callback_query("1")

    with_bot(fake, write)
    assert len(lin.chat.from_bot) == 1
    assert (fake.breaches, len(fake.refusals)) == ([], 4)


def test_another_token_is_refused(fake: Telegram) -> None:
    async def ask() -> None:
        stranger = Bot("1:other", base_url=fake.base_url)
        with pytest.raises(InvalidToken):
            await stranger.initialize()
        await stranger.shutdown()

    asyncio.run(ask())


def test_two_pollers_on_one_token(fake: Telegram) -> None:
    async def poll(fake: Telegram, bot: Bot) -> None:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        await fake.until(lambda: fake.updates.polling)
        async with Bot(fake.token, base_url=fake.base_url) as other:
            second = asyncio.create_task(other.get_updates(timeout=10))
            with pytest.raises(Conflict):
                await first
            fake.user(7, "Lin").say("hello")
            assert [update.message.text for update in await second] == ["hello"]

    with_bot(fake, poll)
    assert fake.updates.conflicts == 1


def test_confirmed_again_and_out_of_order(fake: Telegram) -> None:
    lin = fake.user(7, "Lin")

    async def poll(fake: Telegram, bot: Bot) -> None:
        first, second = lin.say("1"), lin.say("2")
        assert len(await bot.get_updates()) == 2
        assert len(await bot.get_updates()) == 2, "nothing was confirmed"
        assert await bot.get_updates(offset=second["update_id"] + 1) == ()
        fake.redeliver(first)
        assert [update.update_id for update in await bot.get_updates()] == [first["update_id"]]
        assert await bot.get_updates() == ()
        with fake.held(order=lambda updates: updates[::-1]):
            lin.say("3")
            lin.say("4")
            assert await bot.get_updates() == ()
        assert [update.message.text for update in await bot.get_updates()] == ["4", "3"]

    with_bot(fake, poll)


def test_webhook(fake: Telegram) -> None:
    """Posted with the secret, again until it is taken, and one chat's updates in their order."""
    came: list[tuple[str, str]] = []
    lin, mei = fake.user(7, "Lin"), fake.user(8, "Mei")

    async def take(request: web.Request) -> web.Response:
        text = (await request.json())["message"]["text"]
        came.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], text))
        return web.Response(status=500 if [one for _, one in came].count(text) == 1 and text == "1" else 200)

    async def run(fake: Telegram, bot: Bot) -> None:
        app = web.Application()
        app.router.add_post("/hook", take)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        lin.say("1")
        await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s-1")
        lin.say("2")
        mei.say("3")
        await fake.until(lambda: not fake.updates.pending)
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert "500" in str(info.last_error_message)
        await bot.delete_webhook()
        lin.say("4")
        assert [update.message.text for update in await bot.get_updates()] == ["4"]
        await runner.cleanup()

    with_bot(fake, run)
    assert {secret for secret, _ in came} == {"s-1"}
    assert [text for _, text in came if text != "3"] == ["1", "1", "2"]


def test_a_breach_is_refused_and_kept(fake: Telegram) -> None:
    fake.user(7, "Lin", started=True)

    async def send(fake: Telegram, bot: Bot) -> None:
        with pytest.raises(BadRequest, match="66 bytes"):
            await bot.send_message(7, "x", reply_markup=keyboard("字" * 21 + "x"))
        with pytest.raises(BadRequest, match="no file 'nothing'"):
            await bot.edit_message_media(InputMediaPhoto("attach://nothing"), 7, 1)
        with pytest.raises(BadRequest, match="not served"):
            await bot.send_dice(7)

    with_bot(fake, send)
    assert {breach.split()[0].strip(":") for breach in fake.breaches} == {"sendMessage", "editMessageMedia", "sendDice"}
    assert fake.chat(7).messages == []


def test_faults_and_what_was_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 429, a 500 and a cut line accept nothing; a reset and a stall hide that the message went out."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    faults = Faults(stall_seconds=30)
    with Telegram(faults=faults, rates=Rates(grace=0)) as fake:
        lin = fake.user(7, "Lin", started=True)

        async def send(fake: Telegram, bot: Bot) -> None:
            for kind, text in [("500", "not 500"), ("drop", "not drop"), ("reset", "reset")]:
                faults.once(kind, "sendMessage")
                with pytest.raises(NetworkError):
                    await bot.send_message(7, text)
            faults.once("stall")
            with pytest.raises(TimedOut):
                await bot.send_message(7, "stall", read_timeout=0.3)
            faults.once("429", seconds=60)
            with pytest.raises(RetryAfter) as waiting:
                await bot.send_message(7, "not 429")
            assert waiting.value.retry_after == timedelta(minutes=1)
            with pytest.raises(RetryAfter):
                await bot.send_message(7, "not early")
            await bot.get_me()

        with_bot(fake, send)
        assert [message.text for message in lin.chat.messages] == ["reset", "stall"]
        assert fake.rates().early == 1
        assert faults.happened == {"500": 1, "drop": 1, "reset": 1, "stall": 1, "429": 1}
        assert fake.breaches == []


def test_after_an_outage(fake: Telegram) -> None:
    """The port is the same again, and what waited comes."""

    async def talk() -> None:
        async with answering(fake):
            await fake.until(lambda: fake.updates.polling)
            await asyncio.to_thread(fake.stop)
            lin = fake.user(7, "Lin")
            lin.say("still there?")
            await asyncio.to_thread(fake.start)
            await fake.until(lambda: lin.chat.from_bot)

    asyncio.run(talk())


def test_as_a_process(tmp_path: Path) -> None:
    """What was accepted stands in the log before the bot hears of it, even if it never does."""
    log = tmp_path / "sent.jsonl"
    command = [sys.executable, "-m", "tests.fakes.telegram", "--log", str(log), "--users", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            assert process.stdout
            at = json.loads(process.stdout.readline())["base_url"]
            form = {"chat_id": "2", "text": "hello", "link_preview_options": '{"is_disabled": true}'}
            with httpx.Client(base_url=at.removesuffix("/bot"), trust_env=False) as client:
                answer = client.post(f"/bot{TOKEN}/sendMessage", data=form).json()
                assert json.loads(log.read_text())["message"] == answer["result"]["message_id"]
                said = client.post("/fake/say", json={"user": 5, "text": "hi"}).json()
                got = client.get(f"/bot{TOKEN}/getUpdates").json()["result"]
                assert got == [said]
                state = client.get("/fake/state").json()
                assert (state["sent"], state["pending"], state["breaches"]) == (1, 1, [])
        finally:
            process.terminate()


def test_waiting_ends(fake: Telegram) -> None:
    """What is not seen is said with what is; what another thread does is seen."""
    lin = fake.user(7, "Lin")
    lin.say("hello")
    with pytest.raises(AssertionError, match="Lin: hello"):
        fake.wait(lambda: lin.chat.from_bot, 0)
    threading.Timer(0.05, lambda: lin.say("again")).start()
    assert fake.wait(lambda: len(lin.chat.messages) == 2)
