"""One person on several channels: only with a yes on both sides, once, and never by guessing."""

import random
import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.channels import plain
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Incoming, Message, Person, Reply
from bot.people import audit, handshake, link, logins
from bot.people.link import CROCKFORD, TRIES, Account
from bot.people.page_link import telegram_link
from bot.people.tables import identity, link_code, person
from bot.pushes import outbox
from bot.words import words
from tests.conftest import StillClock
from tests.store.together import at_once
from tests.talk import Someone


@pytest.fixture(scope="session")
def library(by_words: Library) -> Library:
    return by_words


class Party(Someone):
    """Somebody who also reads what was left for them on their channel."""

    def read(self) -> str:
        with self.app.store.read() as db:
            rows = db.execute(
                select(outbox.outbox.c.id, outbox.outbox.c.token, outbox.outbox.c.payload)
                .where(outbox.outbox.c.kind == "link", outbox.outbox.c.channel == self.channel)
                .order_by(outbox.outbox.c.id)
            ).all()
        fresh = [Message(row.id, row.token, outbox.from_json(row.payload)) for row in rows]
        self.messages += fresh
        return "\n".join(plain.render(message.reply, words("zh")) for message in fresh)

    def code(self) -> str:
        found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", self.say("/link"))
        assert found, self.text
        return found[0]


@pytest.fixture
def lin(app: App) -> Party:
    return Party(app, "Lin", channel="slack")


@pytest.fixture
def other(app: App) -> Party:
    return Party(app, "Lin Wei", channel="telegram")


def speaks(app: App, somebody: Someone) -> Person | None:
    return app.person(somebody.channel, somebody.account)


def gone(app: App, somebody: Someone) -> bool:
    with app.store.read() as db:
        left = db.execute(select(person.c.left_at).where(person.c.id == somebody.person.id)).scalar()
    return left is not None


def actions(app: App) -> list[str]:
    with app.store.read() as db:
        assert audit.verify(db).problem == ""
        return list(db.execute(select(audit.audit.c.action).order_by(audit.audit.c.id)).scalars())


# The whole way


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_say_yes_and_are_one(app: App, language: str) -> None:
    zh = language == "zh"
    lin = Party(app, "Lin", channel="slack", language=language)
    other = Party(app, "Lin Wei", channel="telegram", language=language)
    asked = other.say(f"{'绑定' if zh else '/link'} {lin.code()}")
    assert ("Lin 在Slack上要的" if zh else "Lin asked for this code on Slack. Is that you?") in asked
    assert ("Lin Wei 没有别的账号，会停用" if zh else "Lin Wei has no other account and will be closed") in asked
    assert speaks(app, other) == other.person
    assert ("到那边点一下" if zh else "Say yes there too") in other.press("是我" if zh else "That is me")
    assert speaks(app, other) == other.person  # one yes moves nothing
    assert ("账号 Lin Wei" if zh else "The account Lin Wei on Telegram wants to be linked to you.") in lin.read()
    assert ("绑好了" if zh else "On Telegram you are Lin too") in lin.press("对，绑定" if zh else "Yes, link")
    assert ("你在这里也是 Lin" if zh else "Here you are Lin now.") in other.read()
    assert speaks(app, other) == speaks(app, lin) == lin.person
    assert gone(app, other)
    assert actions(app) == ["people.add", "people.add", "people.link"]


def test_what_was_done_before_stays_where_it_was(app: App, lin: Party, other: Party) -> None:
    other.say("太贵了")
    link_them(lin, other)
    with app.store.read() as db:
        asked = db.execute(select(outbox.outbox.c.person_id).where(outbox.outbox.c.kind == "reply")).scalars().all()
    assert asked.count(other.person.id) == 3  # the answer, the question whose code it is, and the first yes
    assert "[1]" in other.say("太贵了")  # answered as Lin now


def link_them(owner: Party, asks: Party) -> None:
    asks.say(f"/link {owner.code()}")
    asks.press("是我")
    owner.read()
    owner.press("对，绑定")


def test_somebody_with_another_account_is_not_closed(app: App, lin: Party, other: Party) -> None:
    with app.store.write() as db:
        app.directory.attach(db, "web", str(other.person.id), other.person.id)
    assert "停用" not in other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    lin.press("对，绑定")
    assert not gone(app, other)
    assert app.person("web", str(other.person.id)) == other.person


def test_a_signed_in_browser_moves_along(app: App, lin: Party, clock: StillClock) -> None:
    page = Party(app, "Page", channel="web")
    page.account = str(page.person.id)
    with app.store.write() as db:
        app.directory.detach(db, "web", "web-Page")
        app.directory.attach(db, "web", page.account, page.person.id)
        session = logins.follow(db, logins.new_link(db, page.person.id, clock()), clock()).session
    link_them(lin, page)
    with app.store.read() as db:
        assert logins.whose(db, session, clock()) == lin.person.id
    assert app.person("web", str(lin.person.id)) == lin.person
    assert app.person("web", page.account) is None


# A no, a late yes, a yes that is not theirs


def test_the_owner_says_no(app: App, lin: Party, other: Party) -> None:
    other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    assert "没有绑定" in lin.press("不是")
    assert "那边没有同意" in other.read()
    assert speaks(app, other) is None  # on Telegram anybody can write: who came by a code that was refused goes
    assert "people.link" not in actions(app)


def test_somebody_who_was_there_before_stays_after_a_no(app: App, other: Party, clock: StillClock) -> None:
    clock.move(timedelta(minutes=1))
    lin = Party(app, "Lin", channel="slack")
    other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    lin.press("不是")
    assert speaks(app, other) == other.person


def test_the_other_side_says_that_it_is_not_them(app: App, lin: Party) -> None:
    page = Party(app, "Page", channel="web")
    page.say(f"/link {lin.code()}")
    assert "没有绑定" in page.press("不是我")
    assert "说自己不是你" in lin.read()
    assert "已经结束" in page.press("是我")
    assert speaks(app, page) == page.person


def test_yes_after_an_hour_is_too_late(app: App, lin: Party, other: Party, clock: StillClock) -> None:
    other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    clock.move(handshake.ANSWER_LASTS)
    assert "已经结束" in lin.press("对，绑定")
    assert speaks(app, other) == other.person


def test_two_yes_at_once_link_once(app: App, lin: Party, other: Party) -> None:
    other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    token, index = next(
        (m.token, n) for m in reversed(lin.messages) for n, a in enumerate(m.reply.actions())
        if a.action == "people.link_yes"
    )  # fmt: skip
    at_once(5, lambda _: Someone.press_at(lin, token, index))
    assert actions(app).count("people.link") == 1
    assert speaks(app, other) == lin.person


def test_the_owner_cannot_say_yes_before_the_other(app: App, lin: Party, other: Party) -> None:
    other.say(f"/link {lin.code()}")
    assert "已经结束" in lin.press_at(forged(lin, "link_yes").token, 0)
    assert speaks(app, other) == other.person


def test_of_ten_steps_at_once_one_is_taken(app: App, lin: Party) -> None:
    lin.code()
    with app.store.read() as db:
        id = db.execute(select(link_code.c.id)).scalar_one()

    def step(_: int) -> bool:
        with app.store.write() as db:
            return link.advance(db, id, "open", "typed")

    assert sum(at_once(10, step)) == 1


def test_a_button_is_nobody_elses(app: App, lin: Party, other: Party) -> None:
    """The numbers in the buttons are stored, but a button that somebody else's message held must not work either."""
    other.say(f"/link {lin.code()}")
    other.press("是我")
    for action in ("link_yes", "link_no", "link_me", "link_not_me"):
        thief = Party(app, f"Thief {action}", channel="slack")
        offer = forged(thief, action)
        assert "已经结束" in thief.press_at(offer.token, 0)
    lin.read()
    assert "绑好了" in lin.press("对，绑定")


def forged(somebody: Party, action: str) -> Message:
    with somebody.app.store.write() as db:
        id = db.execute(select(func.max(link_code.c.id))).scalar_one()
        reply = Reply((Choices((Button("x", f"people.{action}", {"link": str(id)}),)),))
        return outbox.put(db, reply, person_id=somebody.person.id, channel=somebody.channel, now=somebody.app.clock())


def test_an_account_that_moved_meanwhile_is_not_taken(app: App, lin: Party, other: Party) -> None:
    other.say(f"/link {lin.code()}")
    other.press("是我")
    lin.read()
    mei = Party(app, "Mei", channel="slack")
    with app.store.write() as db:
        app.directory.attach(db, other.channel, other.account, mei.person.id)
    assert "已经结束" in lin.press("对，绑定")
    assert speaks(app, other) == mei.person


# The code


@pytest.mark.parametrize(
    "typed", ["abcd-0123", " ab cd 01 23 ", "ABCD–O123", "abcd-oI23", "ａｂｃｄ０l23", "a-b-c-d-0-1-2-3"]
)
def test_a_code_is_forgiven(typed: str) -> None:
    assert link.normalise(typed) == "ABCD0123"


@pytest.mark.parametrize("typed", ["", "ABCD012", "ABCD01234", "ABCDU123", "太贵了太贵了太贵", "\x00" * 8])
def test_what_is_no_code(typed: str) -> None:
    assert link.normalise(typed) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [("/link ABCD-0123", "ABCD-0123"), ("绑定 abcd0123", "abcd0123"), ("/link@the_bot ABCD0123", "ABCD0123"),
     ("／绑定：ABCD0123", "ABCD0123"), ("/start aB_-9", "aB_-9"), ("/start@the_bot aB", "aB"), ("/start", None),
     ("/link", None), ("太贵了", None), ("/start a b", None), ("/starts x", None), ("the /link ABCD0123", None)],
)  # fmt: skip
def test_what_a_stranger_brings(text: str, found: str | None) -> None:
    assert link.code_in(text) == found


def test_a_code_works_once_and_for_ten_minutes(app: App, lin: Party, clock: StillClock) -> None:
    others = [Party(app, f"P{n}", channel="slack") for n in range(4)]
    code = lin.code()
    assert "是你吗" in others[0].say(f"/link {code}")
    assert "失效" in others[1].say(f"/link {code}")
    code = lin.code()
    clock.move(link.CODE_LASTS)
    assert "失效" in others[2].say(f"/link {code}")
    old, new = lin.code(), lin.code()
    assert "这个码不对" in others[3].say(f"/link {old}")  # a new one voids the one before
    assert "是你吗" in others[3].say(f"/link {new}")


def test_a_code_is_not_for_whoever_asked_for_it(app: App, lin: Party, other: Party) -> None:
    code = lin.code()
    assert "就是在这里要的" in lin.say(f"/link {code}")
    with app.store.write() as db:
        app.directory.attach(db, "web", "mine", lin.person.id)
    assert "本来就是你的" in plain.render(app.answer(Incoming("web", "mine", "e1", f"/link {code}")).reply, words("zh"))
    assert "是你吗" in other.say(f"/link {code}")  # neither used it up


def test_the_code_of_somebody_who_left_is_over(app: App, lin: Party, other: Party, clock: StillClock) -> None:
    code = lin.code()
    with app.store.write() as db:
        app.directory.leave(db, lin.person.id, clock())
    assert "失效" in other.say(f"/link {code}")


def test_of_ten_who_type_a_code_at_once_one_gets_it(app: App, lin: Party) -> None:
    code = lin.code()
    people = [Party(app, f"P{n}", channel="slack") for n in range(10)]
    heard = at_once(10, lambda n: people[n].say(f"/link {code}"))
    assert sum("是你吗" in text for text in heard) == 1
    assert sum("失效" in text for text in heard) == 9


def test_the_code_itself_is_not_stored(app: App, lin: Party, clock: StillClock) -> None:
    with app.store.write() as db:
        code = link.new_code(db, lin.person.id, Account("slack", lin.account), clock())
        assert code.replace("-", "") not in str(db.execute(select(link_code)).all())


def test_codes_come_from_the_whole_alphabet(app: App, lin: Party, clock: StillClock) -> None:
    with app.store.write() as db:
        made = {link.new_code(db, lin.person.id, Account("slack", "a"), clock()) for _ in range(100)}
    assert len(made) == 100
    assert set("".join(made)) == {*CROCKFORD, "-"}


# Guessing


def wrong(n: int) -> str:
    return "".join(random.Random(n).choices(CROCKFORD, k=8))


def test_five_wrong_codes_and_even_the_right_one_is_refused(
    app: App, lin: Party, other: Party, clock: StillClock, make_app: Callable[..., App]
) -> None:
    code = lin.code()
    for n in range(TRIES):
        assert "这个码不对" in other.say(f"/link {wrong(n)}")
    assert "太多了" in other.say(f"/link {code}")
    again = make_app(app.settings.database_url)  # a restart forgets nothing
    said = again.answer(Incoming(other.channel, other.account, "e1", f"/link {code}")).reply
    assert "太多了" in plain.render(said, words("zh"))
    assert "是你吗" in Party(app, "Mei", channel="slack").say(f"/link {code}")  # only that account has to wait
    clock.move(link.TRIES_IN)
    assert "是你吗" in other.say(f"/link {lin.code()}")


def test_ten_guesses_at_once_are_five(app: App, lin: Party, other: Party) -> None:
    heard = at_once(10, lambda n: link_try(app, other, wrong(n)))
    assert sorted(heard) == ["blocked"] * 5 + ["wrong"] * 5


def link_try(app: App, somebody: Party, code: str) -> str:
    with app.store.write() as db:
        return link.take(db, code, somebody.person, Account(somebody.channel, somebody.account), app.clock()).outcome


def test_what_is_over_counts_as_wrong(app: App, lin: Party, other: Party, clock: StillClock) -> None:
    code = lin.code()
    clock.move(link.CODE_LASTS)
    assert [link_try(app, other, code) for _ in range(6)] == ["over"] * 5 + ["blocked"]


# Strangers


def admits(app: App, text: str, account: str = "stranger") -> bool:
    with app.store.write() as db:
        return link.admits(db, app.directory, Account("telegram", account), text, app.clock())


def test_a_stranger_comes_in_with_a_good_code_only(app: App, lin: Party) -> None:
    assert not any(admits(app, text) for text in ("你好", "/start", "/link", f"/link {wrong(1)}", "/start abc"))
    code = lin.code()
    assert admits(app, f"/link {code}")
    app.answer(Incoming("telegram", "stranger", "e1", f"/link {code}", name="Lin Wei"))
    assert not admits(app, f"/link {code}", "another")
    for n in range(TRIES):
        assert not admits(app, f"/link {wrong(n)}", "guesser")
    assert not admits(app, f"/link {lin.code()}", "guesser")


def test_a_stranger_whom_nobody_confirms_does_not_stay(app: App, lin: Party, clock: StillClock) -> None:
    app.answer(Incoming("telegram", "stranger", "e1", f"/link {lin.code()}", name="Lin Wei"))
    stranger = app.person("telegram", "stranger")
    assert stranger is not None
    with app.store.write() as db:
        handshake.sweep(db, app.directory, clock())
    assert app.person("telegram", "stranger") == stranger
    clock.move(handshake.ANSWER_LASTS)
    with app.store.write() as db:
        handshake.sweep(db, app.directory, clock())
        assert db.execute(select(identity).where(identity.c.account == "stranger")).first() is None
        assert [p.name for p in app.directory.everyone(db)] == ["Lin"]


def test_sweeping_drops_what_is_over(app: App, lin: Party, other: Party, clock: StillClock) -> None:
    other.say(f"/link {wrong(1)}")
    other.say(f"/link {lin.code()}")
    clock.move(timedelta(days=1))
    with app.store.write() as db:
        handshake.sweep(db, app.directory, clock())
        for table in (link.link_code, link.link_claim, link.link_try):
            assert db.execute(select(table)).first() is None


def test_an_invitation_makes_an_account_somebody_once(app: App, lin: Party, clock: StillClock) -> None:
    with app.store.write() as db:
        payload = logins.new_invitation(db, lin.person.id, clock())
        late = logins.new_invitation(db, lin.person.id, clock())
    assert re.fullmatch(r"https://t\.me/the_bot\?start=[A-Za-z0-9_-]{1,64}", telegram_link("@the_bot", payload))
    heard = at_once(10, lambda n: admits(app, f"/start {payload}", f"account-{n}"))
    assert sum(heard) == 1
    assert app.person("telegram", f"account-{heard.index(True)}") == lin.person
    clock.move(logins.INVITATION_LASTS)
    assert not admits(app, f"/start {late}")
    assert actions(app).count("people.arrive") == 1


def test_an_invitation_does_not_take_a_known_account_or_open_for_those_who_left(
    app: App, lin: Party, other: Party, clock: StillClock
) -> None:
    with app.store.write() as db:
        payload = logins.new_invitation(db, lin.person.id, clock())
    assert not admits(app, f"/start {payload}", other.account)
    assert speaks(app, other) == other.person
    with app.store.write() as db:
        assert logins.follow(db, payload, clock()).outcome == "unknown"  # nor is it a link to the page
        app.directory.leave(db, lin.person.id, clock())
    assert not admits(app, f"/start {payload}")


# Letting an account go


def test_an_account_is_let_go(app: App, lin: Party, other: Party) -> None:
    link_them(lin, other)
    assert "Slack" in other.say("解绑")
    assert "解绑了" in other.press("对，解绑")
    assert speaks(app, other) is None
    assert speaks(app, lin) == lin.person
    assert actions(app)[-1] == "people.unlink"


def test_the_last_account_stays(app: App, lin: Party, other: Party) -> None:
    assert "唯一的账号" in lin.say("/unlink")
    link_them(lin, other)
    lin.say("/unlink")
    other.say("/unlink")
    other.press("对，解绑")
    assert "唯一的账号" in lin.press("对，解绑")  # it was not the last when it was asked
    assert speaks(app, lin) == lin.person


def test_a_page_that_is_let_go_is_signed_out(app: App, lin: Party, clock: StillClock) -> None:
    mine = str(lin.person.id)
    with app.store.write() as db:
        app.directory.attach(db, "web", mine, lin.person.id)
        session = logins.follow(db, logins.new_link(db, lin.person.id, clock()), clock()).session
        assert handshake.unlink(db, app.directory, lin.person, Account("web", mine), clock())
        assert logins.whose(db, session, clock()) is None


# The page


def test_the_page_has_no_link_that_works_only_here(app: App, lin: Party) -> None:
    assert "只能在运行我的那台电脑上打开" in lin.say("网页")
    assert "127.0.0.1" not in lin.text
    assert "只在这台电脑上" in Party(app, "Mei").say("/web")


def test_a_link_to_the_page_is_personal(app: App, make_app: Callable[..., App], clock: StillClock) -> None:
    bot = make_app(app.settings.database_url, public_url="https://coach.example.com")
    lin = Party(bot, "Lin", channel="slack")
    token = re.search(r"https://coach\.example\.com/login/([\w-]+)", lin.say("/web"))
    assert token
    with bot.store.write() as db:
        opened = logins.follow(db, token[1], clock())
        assert logins.whose(db, opened.session, clock()) == lin.person.id
    late = re.search(r"/login/([\w-]+)", lin.say("/web"))
    assert late
    clock.move(timedelta(minutes=15))
    with bot.store.write() as db:
        assert logins.follow(db, late[1], clock()).outcome == "expired"
    assert bot.person("web", str(lin.person.id)) == lin.person


@pytest.mark.parametrize("command", ["/web", "/link", f"/link {wrong(1)}", "/unlink"])
@pytest.mark.parametrize("place", ["group", "private"])
def test_nothing_secret_is_said_before_others(sqlite_app: App, command: str, place: str) -> None:
    lin = Someone(sqlite_app, channel="slack")
    heard = sqlite_app.answer(Incoming("slack", lin.account, "e1", command, place=place))  # type: ignore[arg-type]
    assert "和我私聊" in plain.render(heard.reply, words("zh"))


def test_a_terminal_cannot_be_asked_back(sqlite_app: App) -> None:
    lin = Someone(sqlite_app, channel="terminal", forms=False)
    assert "没法主动问你" in lin.say("绑定")


def test_nobody_becomes_somebody_on_telegram_by_writing(sqlite_app: App) -> None:
    """The bot itself says no, whatever stands before it."""
    for text in ("太贵了", "/start", "/link ABCD-EFGH", "/start guessed"):
        answer = sqlite_app.answer(Incoming("telegram", "666", uuid.uuid4().hex, text))
        assert answer.id == 0
    assert sqlite_app.person("telegram", "666") is None
    assert sqlite_app.answer(Incoming("slack", "U666", uuid.uuid4().hex, "/start")).id
