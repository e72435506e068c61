"""A person in Slack, from the first contact on: what they do in the fake, and what they see there."""

from collections.abc import Callable

from sqlalchemy import func, select

from bot.app import App
from bot.messages import Button, Choices, Field, Form, Reply, Role, Text
from bot.people.tables import person as person_table
from bot.pushes import outbox
from bot.store import arrivals
from bot.store.inbox import inbox
from tests.fakes.slack import Slack
from tests.fakes.slack_world import Message
from tests.slack.running import Running, with_slack

Known = Callable[..., int]


def count(app: App, table: object) -> int:
    with app.store.read() as db:
        return int(db.execute(select(func.count()).select_from(table)).scalar_one())  # type: ignore[arg-type]


def states(app: App) -> list[str]:
    app.flush()
    with app.store.read() as db:
        return list(db.execute(select(outbox.outbox.c.status).order_by(outbox.outbox.c.id)).scalars())


def answers(slack: Slack, channel: str = "U1") -> list[Message]:
    return [message for message in slack.channel(channel).messages if message.bot]


def test_a_direct_message_is_answered_once_and_its_row_says_so(slack: Slack, either: Running, known: Known) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    asked = lin.dm("/help")
    asked.wait()
    answer = slack.wait(lambda: answers(slack))[0]
    assert "What there is to type" in answer.words
    slack.redeliver(asked).wait()
    slack.redeliver(asked).wait()
    either.idle()
    assert len(answers(slack)) == 1
    assert states(either.app) == ["sent"]
    with either.app.store.read() as db:
        assert arrivals.waiting(db) == 0
        assert db.execute(select(outbox.outbox.c.refs)).scalar_one() == [f"{answer.channel}:{answer.ts}"]
    assert slack.markup == []


def test_somebody_new_is_called_as_in_slack(slack: Slack, bot: Running) -> None:
    slack.user("U1").dm("/start").wait()
    answer = slack.wait(lambda: answers(slack))[0]
    assert answer.labels == ["中文", "English"]
    slack.user("U1").press(answer, "English").wait()
    slack.wait(lambda: any("Hello Lin." in each.words for each in answers(slack)))
    assert count(bot.app, person_table) == 1


def test_a_message_in_a_thread_is_answered_there(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    top = slack.user("U1").dm("/help")
    slack.wait(lambda: answers(slack))
    assert top.message is not None
    slack.user("U1").dm("/help", thread_ts=top.message.ts).wait()
    assert slack.wait(lambda: answers(slack)[1:])[0].thread_ts == top.message.ts
    assert answers(slack)[0].thread_ts == ""


def test_a_mention_is_answered_in_its_thread_without_the_mention(slack: Slack, either: Running, known: Known) -> None:
    known("U1", "Lin")
    asked = slack.user("U1").mention("C1", "/nothing <@U2> here")
    answer = slack.wait(lambda: answers(slack, "C1"))[0]
    assert "I have no command /nothing" in answer.words
    assert asked.message is not None
    assert answer.thread_ts == asked.message.ts
    with either.app.store.read() as db:
        assert db.execute(select(inbox.c.text)).scalar_one() == "/nothing  here"


def test_the_command_in_a_channel_is_answered_to_one_and_shared_to_all(
    slack: Slack, either: Running, known: Known
) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    slack.channel("C1").here = False
    assert lin.command("C1", "/sales", "help").wait() == {}
    answer = slack.wait(lambda: answers(slack, "C1"))[0]
    assert answer.ephemeral_to == "U1"
    lin.press(answer, "Share to the channel").wait()
    shared = slack.wait(lambda: [each for each in answers(slack, "C1") if not each.ephemeral_to])[0]
    assert "What there is to type" in shared.words
    assert "Shared by Lin" in shared.words
    assert shared.labels == []
    slack.wait(lambda: any("Shared." in each.words for each in answers(slack, "C1") if each.ephemeral_to))


def test_a_command_in_a_channel_where_the_bot_is_is_shared_as_its_own(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    slack.user("U1").command("C1", "/sales", "/help").wait()
    slack.user("U1").press(slack.wait(lambda: answers(slack, "C1"))[0], "Share to the channel").wait()
    slack.wait(lambda: [args for method, args in slack.calls if method == "chat.postMessage"])


def test_the_command_in_the_dm_is_an_ordinary_answer_and_elsewhere_in_private_an_ephemeral_one(
    slack: Slack, bot: Running, known: Known
) -> None:
    known("U1", "Lin")
    slack.user("U1").command("U1", "/sales").wait()
    assert slack.wait(lambda: answers(slack))[0].ephemeral_to == ""
    slack.channel("D0OTHERS", "directmessage")  # between two people
    slack.user("U1").command("D0OTHERS", "/sales", "help").wait()
    assert slack.wait(lambda: answers(slack, "D0OTHERS"))[0].ephemeral_to == "U1"


def test_home_shows_the_own_page_and_the_first_time_a_welcome(slack: Slack, either: Running) -> None:
    lin = slack.user("U1")
    lin.open_home().wait()
    home = slack.wait(lambda: slack.home("U1"))
    assert home.labels[-1:] == ["设置"]  # in the workspace's language: nobody has said anything yet
    assert slack.wait(lambda: answers(slack))[0].labels == ["中文", "English"]
    lin.open_home("messages").wait()
    lin.open_home().wait()
    either.idle()
    assert len(answers(slack)) == 1
    assert set(states(either.app)) == {"sent"}


def test_the_messages_tab_welcomes_once(slack: Slack, bot: Running) -> None:
    lin = slack.user("U1")
    lin.open_home("messages").wait()
    slack.wait(lambda: answers(slack))
    lin.open_home("messages").wait()
    bot.idle()
    assert len(answers(slack)) == 1
    assert slack.home("U1") is None


def test_a_button_on_home_answers_in_the_dm(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    lin.open_home().wait()
    lin.press(slack.wait(lambda: slack.home("U1")), "Settings").wait()
    assert "Europe" not in slack.wait(lambda: answers(slack))[0].words


def test_opening_home_does_not_close_an_open_step(slack: Slack, bot: Running, known: Known) -> None:
    """What is typed next still answers the question that was asked in the DM."""
    known("U1", "Lin")
    slack.user("U1").dm("/help").wait()
    slack.user("U1").open_home().wait()
    bot.idle()
    with bot.app.store.read() as db:
        rows = db.execute(select(outbox.outbox.c.conversation, outbox.outbox.c.place)).all()
    assert {tuple(row) for row in rows} == {("", "dm"), ("U1:home", "home")}


# Forms


def test_a_form_opens_as_a_modal_and_its_answer_is_in_the_dm(slack: Slack, either: Running, known: Known) -> None:
    known("U1", "Lin")
    lin = slack.user("U1")
    lin.dm("/settings").wait()
    lin.press(slack.wait(lambda: answers(slack))[0], "Settings").wait()
    form = slack.wait(lambda: lin.modal)
    assert lin.submit(form, {"Language": "zh", "Time zone": "Europe/Berlin"}) == {}
    slack.wait(lambda: any("Europe" not in each.words and "中文" in each.words for each in answers(slack)[1:]))
    assert lin.modal is None
    with either.app.store.read() as db:
        assert db.execute(select(person_table.c.language, person_table.c.time_zone)).one() == ("zh", "Europe/Berlin")


def offer(running: Running, person_id: int, *parts: object) -> str:
    """A message with these parts waits for somebody; its token."""
    with running.app.store.write() as db:
        outbox.push(db, Reply(parts), person_id=person_id, kind="alert", now=running.app.clock())  # type: ignore[arg-type]
        token = db.execute(select(outbox.outbox.c.token).order_by(outbox.outbox.c.id.desc())).scalars().first()
    running.app.notify(person_id)
    assert token
    return token


WHY = Form("Why?", "people.save_settings", (Field("why", "Why", required=True, max_length=10),), "Send")


def test_errors_of_a_form_stay_inside_the_acknowledgement(slack: Slack, either: Running, known: Known) -> None:
    person = known("U1", "Lin")
    offer(either, person, Text("hello"), WHY)
    lin = slack.user("U1")
    lin.press(slack.wait(lambda: answers(slack))[0], "Why?").wait()
    form = slack.wait(lambda: lin.modal)
    assert lin.submit(form, {"Why": "   "})["errors"] == {"f:why": "Please fill this in."}
    assert lin.modal is form
    assert count(either.app, inbox) == 0
    assert lin.submit(form, {"Why": "because"}) == {}
    slack.wait(lambda: len(answers(slack)) == 2)


def test_a_form_submitted_twice_counts_once(slack: Slack, bot: Running, known: Known) -> None:
    offer(bot, known("U1", "Lin"), WHY)
    lin = slack.user("U1")
    lin.press(slack.wait(lambda: answers(slack))[0], "Why?").wait()
    form = slack.wait(lambda: lin.modal)
    lin.submit(form, {"Why": "because"})
    lin.submit(form, {"Why": "because"})
    bot.idle()
    assert count(bot.app, inbox) == 1


def test_a_reply_that_is_only_a_form_opens_at_once(slack: Slack, either: Running, known: Known) -> None:
    known("U1", "Ada", role=Role.ADMIN, team="East")
    ada = slack.user("U1")
    ada.command("C1", "/sales", "features").wait()
    form = slack.wait(lambda: ada.modal)
    assert form.title == "Switch features per team"
    either.idle()
    assert answers(slack, "C1") == []
    assert states(either.app) == ["sent"]
    ada.submit(form, {"Team": "East", "Feature": "knowledge", "Switch": "off"})
    said = slack.wait(lambda: answers(slack, "C1"))[0]
    assert "is now off for East" in said.words
    assert said.ephemeral_to == "U1"


def test_a_form_whose_trigger_is_over_is_a_button(slack: Slack, bot: Running, known: Known) -> None:
    known("U1", "Ada", role=Role.ADMIN, team="East")
    slack.user("U1").dm("/features").wait()  # a message has no trigger at all
    answer = slack.wait(lambda: answers(slack))[0]
    assert answer.labels == ["Switch features per team"]
    slack.user("U1").press(answer, "Switch features per team").wait()
    slack.wait(lambda: slack.user("U1").modal)


# Buttons that are not, or no longer, anybody's


def last(slack: Slack) -> str:
    return answers(slack)[-1].words


def test_buttons_of_somebody_else_old_ones_and_unknown_ones_get_a_sentence(
    slack: Slack, either: Running, known: Known
) -> None:
    person = known("U1", "Lin")
    known("U2", "Mo")
    offer(either, person, Text("hello"), WHY, Choices((Button("Help", "people.help_button"),)))
    message = slack.wait(lambda: answers(slack))[0]
    slack.user("U2", "Mo").press(message, "Help").wait()
    slack.user("U2").press(message, "Why?").wait()
    slack.wait(lambda: sum("no longer in use" in each.words for each in answers(slack, "U2")) == 2)
    assert slack.user("U2").modal is None
    for broken in ("b::0", "b:nothing:7", "nonsense", "b:x:99999999", "f:x:0"):
        message.blocks.append(button(broken))
        slack.user("U1").press(message, broken).wait()
    slack.wait(lambda: sum("no longer in use" in each.words for each in answers(slack)) == 5)


def button(action: str) -> dict[str, object]:
    text = {"type": "plain_text", "text": action}
    return {"type": "actions", "elements": [{"type": "button", "action_id": action, "text": text}]}


def test_a_press_twice_quickly_is_answered_twice_and_changes_once(slack: Slack, bot: Running, known: Known) -> None:
    offer(bot, known("U1", "Lin"), Choices((Button("English", "people.language", {"language": "en"}),)))
    lin = slack.user("U1")
    message = slack.wait(lambda: answers(slack))[0]
    first, second = lin.press(message, "English"), lin.press(message, "English")
    first.wait()
    second.wait()
    slack.wait(lambda: len(answers(slack)) == 3)
    slack.redeliver(first).wait()
    bot.idle()
    assert len(answers(slack)) == 3


# Silence by rule


def test_edits_deletions_bots_and_channels_without_a_mention_are_silence(slack: Slack, either: Running) -> None:
    lin = slack.user("U1")
    slack.other_bot("C1", "I am a bot").wait()
    slack.other_bot("U1", "I am a bot").wait()
    lin.say("C1", "not for you").wait()
    before = slack.channel("C1").messages[-1]
    lin.edit(before, "still not").wait()
    lin.delete(before).wait()
    either.idle()
    assert answers(slack, "C1")[1:] == []
    assert [method for method, _ in slack.calls if method.startswith("chat.")] == []
    assert count(either.app, inbox) == count(either.app, person_table) == 0


def test_somebody_of_another_company_is_told_once_and_not_kept(slack: Slack, either: Running) -> None:
    guest = slack.user("U9", "guest", team="T0OTHER")
    guest.mention("C1", "who are you").wait()
    told = slack.wait(lambda: answers(slack, "C1"))[0]
    assert told.ephemeral_to == "U9"
    guest.mention("C1", "hello?").wait()
    either.idle()
    assert len(answers(slack, "C1")) == 1
    assert count(either.app, inbox) == count(either.app, person_table) == 0


# Files


def test_a_file_comes_with_its_message(slack: Slack, either: Running, known: Known) -> None:
    from bot.store.attachments import attachment

    known("U1", "Lin")
    slack.user("U1").upload_file("U1", "board.png", b"\x89PNG" * 1000, "/help").wait()
    slack.wait(lambda: answers(slack))
    with either.app.store.read() as db:
        row = db.execute(select(attachment)).one()
    assert (row.name, row.mime, len(row.data)) == ("board.png", "image/png", 4000)


def test_the_token_goes_to_slack_and_nobody_else(slack: Slack, bot: Running) -> None:
    files = bot.turns.files
    assert files._is_slack(f"{slack.url}/files/F1")
    assert files._is_slack("https://files.slack.com/files-pri/T1-F1/a.png")
    assert not files._is_slack("http://files.slack.com/files-pri/T1-F1/a.png")
    assert not files._is_slack("https://files.slack.com.evil.example/a.png")


def test_on_both_databases_a_message_and_what_no_database_takes(slack: Slack, app: App) -> None:
    lin = slack.user("U1")
    with Running(with_slack(app, slack), slack) as running:
        lin.dm("/start").wait()
        lin.press(slack.wait(lambda: answers(slack))[0], "English").wait()
        lin.dm("/nothing \0 \ud83d").wait()
        slack.wait(lambda: any("I have no command /nothing" in each.words for each in answers(slack)))
        running.idle()
        assert set(states(app)) == {"sent"}
        assert count(app, arrivals.arrival) == 0
