"""The page over HTTP, without a browser: who gets in, what is refused, and what is escaped."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.channels.web import build
from bot.channels.web.forms import BODY_MAX, event_of
from bot.channels.web.page import blocks
from bot.knowledge.library import Library
from bot.knowledge.scenes import Scene
from bot.messages import Button, Choices, Facts, Field, Form, Picture, Progress, Reply, Text
from bot.pushes import outbox
from tests.conftest import StillClock
from tests.web.conftest import Served

SCRIPT = {"X-Fragment": "en"}
URLENCODED = "application/x-www-form-urlencoded"


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/").text)
    assert found
    return found[1]


def say(client: TestClient, text: str, **more: str) -> str:
    """What the page's script would get for a text."""
    answer = client.post("/say", data={"csrf": csrf(client), "text": text, **more}, headers=SCRIPT)
    assert answer.status_code == 200
    return answer.text


def turns(html: str) -> list[str]:
    return re.findall(r'class="turn" id="([^"]+)"', html)


# Getting in and out


def test_nobody_gets_in_without_a_session(served: Served) -> None:
    client = served.client()
    page = client.get("/")
    assert page.status_code == 401
    assert "not signed in" in page.text
    assert client.get("/events").status_code == 401
    assert client.post("/say", data={"text": "hi"}).status_code == 401


def test_looking_at_a_link_does_not_use_it_up(served: Served) -> None:
    client, link = served.client(), served.link("Lin")
    for _ in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
    assert client.post(link).headers["location"] == "/"
    assert "Lin" in client.get("/").text


def test_the_link_page_works_without_script(served: Served) -> None:
    page = served.client().get(served.link("Lin")).text
    assert "<script" not in page
    assert page.count("<form") == 1


@pytest.mark.parametrize(
    ("days", "uses", "sentence"), [(0, 2, "used already"), (8, 1, "too old"), (0, 0, "not complete")]
)
def test_a_dead_link_says_why(served: Served, clock: StillClock, days: int, uses: int, sentence: str) -> None:
    link = served.link("Lin")
    clock.move(timedelta(days=days))
    path = link if uses else link[:-3]
    for _ in range(max(uses, 1)):
        answer = served.client().post(path)
    assert answer.status_code == 403
    assert sentence in answer.text


def test_a_used_link_leads_on_where_the_device_is_signed_in(served: Served) -> None:
    client, link = served.client(), served.link("Lin")
    client.post(link)
    assert 'href="/"' in client.post(link).text
    assert "Lin" in client.get("/").text


def test_signing_in_makes_a_new_session_and_ends_the_old_one(served: Served) -> None:
    client = served.client("Lin")
    old = dict(client.cookies)
    client.post(served.link("Lin"))
    assert dict(client.cookies) != old
    stranger = served.client()
    stranger.cookies.update(old)
    assert stranger.get("/").status_code == 401


def test_a_session_chosen_by_somebody_else_opens_nothing(served: Served) -> None:
    client = served.client()
    client.cookies.set("cornerman-8470", "chosen", domain="127.0.0.1")
    assert client.get("/").status_code == 401
    client.post(served.link("Lin"))
    assert "chosen" not in client.cookies.values()


def test_the_cookie_is_for_this_page_alone(served: Served) -> None:
    cookie = served.client().post(served.link("Lin")).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "secure" not in cookie  # plain http on loopback


def test_logging_out_ends_the_session_on_the_server(served: Served) -> None:
    client = served.client("Lin")
    kept = dict(client.cookies)
    assert client.post("/leave", data={"csrf": "x"}).status_code == 403
    assert client.get("/").status_code == 200
    assert client.post("/leave", data={"csrf": csrf(client)}).status_code == 303
    client.cookies.update(kept)
    assert client.get("/").status_code == 401


def test_a_session_ends_after_30_days(served: Served, clock: StillClock) -> None:
    client = served.client("Lin")
    clock.move(timedelta(days=31))
    assert client.get("/").status_code == 401


# What is refused


@pytest.mark.parametrize("token", ["", "0" * 64, "ü"])
@pytest.mark.parametrize("path", ["/say", "/leave"])
def test_a_form_from_elsewhere_is_refused(served: Served, path: str, token: str) -> None:
    client = served.client("Lin")
    page = client.post(path, data={"csrf": token, "text": "/help"})
    assert (page.status_code, "out of date" in page.text) == (403, True)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_cannot_sign_anybody_in_or_speak(served: Served, site: str) -> None:
    client, link = served.client("Lin"), served.link("Mallory")
    headers = {"Sec-Fetch-Site": site}
    assert client.post(link, headers=headers).status_code == 403
    assert client.post("/say", data={"csrf": csrf(client), "text": "/help"}, headers=headers).status_code == 403
    assert "Lin" in client.get("/").text


def test_the_script_gets_a_sentence_and_a_reader_a_page(served: Served) -> None:
    client = served.client("Lin")
    sentence = client.post("/say", data={"csrf": "x"}, headers=SCRIPT)
    assert sentence.headers["content-type"].startswith("text/plain")
    assert "<" not in sentence.text
    assert 'href="/"' in client.post("/say", data={"csrf": "x"}).text


def test_too_long_is_refused_before_it_is_held(served: Served) -> None:
    client = served.client("Lin")
    token = csrf(client)
    for body in (f"csrf={token}&text=" + "x" * BODY_MAX, iter([b"text=", b"x" * BODY_MAX, b"y"])):
        answer = client.post("/say", content=body, headers={**SCRIPT, "Content-Type": URLENCODED})
        assert (answer.status_code, "too long" in answer.text) == (413, True)


def test_other_encodings_say_nothing(served: Served) -> None:
    client = served.client("Lin")
    files = {"text": ("a.txt", b"/help")}
    assert client.post("/say", data={"csrf": csrf(client)}, files=files).status_code == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]"])
def test_another_host_name_is_refused(served: Served, host: str) -> None:
    assert served.client().get("/health", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8470", "localhost", "[::1]:8470", "[::1]", "LOCALHOST:1"])
def test_loopback_has_many_names(served: Served, host: str) -> None:
    assert served.client().get("/health", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/static/nothing.js", "/static/../site.py", "/static/%2e%2e%2fsite.py"])
def test_no_such_address_is_a_page(served: Served, path: str) -> None:
    page = served.client().get(path)
    assert (page.status_code, "nothing at this address" in page.text) == (404, True)


@pytest.mark.parametrize("path", ["/", "/matrix", "/nothing", "/login/x", "/static/page.js", "/health"])
def test_every_answer_is_guarded(served: Served, path: str) -> None:
    headers = served.client().get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] in ("no-store", "no-cache")


def test_a_file_is_kept_as_long_as_it_stays_the_same(served: Served) -> None:
    client = served.client("Lin")
    found = re.search(r'src="(/static/page\.js\?v=\w+)"', client.get("/").text)
    assert found
    assert "immutable" in client.get(found[1]).headers["cache-control"]
    assert client.get("/static/page.js?v=old").headers["cache-control"] == "no-cache"


def test_nothing_inline(served: Served) -> None:
    client = served.client("Lin")
    say(client, "/settings")
    page = client.get("/").text + client.get("/matrix").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)|javascript:|https?://", page)


# What is said


# The table of pitches


def test_the_table_says_for_whom_there_is_which_pitch(served: Served) -> None:
    page = served.client("Lin").get("/matrix")
    assert page.status_code == 200
    heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.text)
    assert heads == ["Scene", "Owner", "Head of finance", "Head of IT", "Head of operations", "Purchasing",
                     "Head of sales", "Front-line user"]  # fmt: skip
    assert "<caption" in page.text
    rows = page.text.split("<tr ")[2:]
    assert len(rows) == page.text.count('<th scope="row"') == len(served.app.library.shelf.scenes)
    assert all(row.count("<td") == 7 for row in rows)
    closing = next(row for row in rows if "Month-end overtime" in row)
    assert closing.count("<b>missing</b>") == closing.count("<button") == 1
    assert 'value="/pitch Month-end close and overtime"' in closing


def test_a_place_in_the_table_opens_its_card_in_the_conversation(served: Served) -> None:
    client = served.client("Lin", "zh")
    page = client.get("/matrix").text
    fields = dict(re.findall(r'name="(csrf|once)" value="([^"]+)"', page))
    title = re.findall(r'name="text" value="(/pitch [^"]+)"', page)[0]
    for _ in range(2):  # a double click
        assert client.post("/say", data={**fields, "text": title}).headers["location"] == "/"
    shown = client.get("/").text
    assert len(turns(shown)) == 1
    assert "早上 8 点打开手机" in shown


def test_the_table_is_for_who_is_signed_in_and_has_the_feature(served: Served) -> None:
    assert served.client().get("/matrix").status_code == 401
    client, app = served.client("Lin"), served.app
    assert 'href="/matrix"' in client.get("/").text
    with app.store.write() as db:
        app.directory.add_team(db, "East")
        app.directory.change(db, app.directory.named(db, "Lin").id, team_id=app.directory.team_id(db, "East"))
        app.directory.switch(db, "East", "knowledge", False)
    page = client.get("/matrix")
    assert (page.status_code, "switched off for your team" in page.text) == (403, True)
    assert 'href="/matrix"' not in client.get("/").text


def test_no_plan_is_a_sentence(served: Served, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    none = replace(library._current(), shelf=replace(library.shelf, scenes=()))
    monkeypatch.setattr(library, "_state", none)
    page = served.client("Lin").get("/matrix").text
    assert "There is no plan of pitches" in page
    assert "<table" not in page


def test_names_in_the_plan_stay_text(served: Served, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, bad = library.shelf, '"><script>x</script>'
    scene = Scene(id="bad", en=bad, roles=["owner"])
    cards = {key: replace(card, title=bad, scenes=("bad",)) for key, card in shelf.cards.items()}
    hostile = replace(shelf, scenes=(scene,), cards=cards)
    monkeypatch.setattr(library, "_state", replace(library._current(), shelf=hostile))
    page = served.client("Lin").get("/matrix").text
    assert "<script" not in page
    assert page.count("&lt;script&gt;") > 3


HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "**bold** [x](javascript:alert(1))",
    "'; DROP TABLE person; --", '" autofocus onfocus="alert(1)', "{{ 1234567*7654321 }}{% raw %}", "&lt;b&gt; &amp;",
    "a\u202eb\u2066c\u0000d", "🙂🎉", "字" * 10_000, "x" * 10_000,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_said_stays_text(served: Served, text: str) -> None:
    client = served.client("Lin")
    html = say(client, text)
    page = client.get("/").text
    for shown in (html, page[page.index('id="log"') :]):
        assert len(turns(shown)) == 1
        inside = shown.partition("<footer")[0]
        assert not re.search(r"<script|<img|\son\w+=\"|\u202e|\x00|<b>|9449772114007", inside)


def test_every_part_of_a_reply_is_escaped(served: Served) -> None:
    client, bad = served.client("Lin"), '"><script>x</script>'
    tones = tuple(Text(bad, tone) for tone in ("plain", "title", "quote", "muted", "warning"))  # type: ignore[arg-type]
    reply = Reply((
        *tones, Text(bad, copyable=True), Facts(((bad, bad), (bad, f"- {bad}\n- {bad}"))), Facts(((bad, "short"),)),
        Choices((Button(bad, bad, {"a": bad}),)), Picture(b"png", bad), Progress(bad, 1, 0),
        Form(bad, bad, (Field(bad, bad), Field(bad, bad, ((bad, bad),), bad)), bad),
    ))  # fmt: skip
    push(served, "Lin", reply)
    page = client.get("/").text
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") > 20


def push(served: Served, name: str, reply: Reply) -> None:
    app = served.app
    with app.store.write() as db:
        person = app.directory.named(db, name)
        outbox.put(db, reply, person_id=person.id, channel="web", kind="test", now=app.clock())
    app.notify(person.id)


def test_lines_with_a_dash_are_a_list() -> None:
    assert blocks("Well:\n- one\n- two - and a half\nDone") == [
        (False, ["Well:"]), (True, ["one", "two - and a half"]), (False, ["Done"])
    ]  # fmt: skip


def test_words_in_the_other_language_say_so(served: Served) -> None:
    client = served.client("Lin")
    push(served, "Lin", Reply((Text("您先别急", "quote"), Text("Fine"))))
    page = client.get("/").text
    assert '<html lang="en">' in page
    assert '<blockquote lang="zh-Hans">' in page
    assert "<p>Fine</p>" in page


# The same conversation after a reload


def test_a_reload_shows_what_was_answered(served: Served) -> None:
    client = served.client("Lin")
    shown = [turns(say(client, text))[0] for text in ("/help", "/kit negotiation", "/settings")]
    assert turns(client.get("/").text) == shown


def test_an_edited_message_stays_in_its_place(served: Served) -> None:
    client = served.client("Lin")
    say(client, "/kit negotiation")
    card = press(client, 0)  # the first card of the kit
    say(client, "/help")
    before = turns(client.get("/").text)
    opened = press(client, 1, card)
    assert f'data-replaces="{token_of(card)}"' in opened
    closed = press(client, 1, opened)
    page = client.get("/").text
    assert turns(page) == before
    assert f'data-tokens="{token_of(card)} {token_of(opened)} {token_of(closed)}"' in page


def token_of(html: str) -> str:
    return re.findall(r'data-tokens="[^"]*?([\w-]+)"', html)[-1]


def press(client: TestClient, index: int, html: str = "") -> str:
    """Presses a button of a turn; of the page's last one by default."""
    token = token_of(html or client.get("/").text)
    return say(client, "", press=f"{token}:{index}")


def test_a_repeated_post_gets_the_same_answer(served: Served) -> None:
    client = served.client("Lin")
    assert say(client, "/help", event="abc-1") == say(client, "/help", event="abc-1")
    assert len(turns(client.get("/").text)) == 1


def test_without_script_a_double_click_is_one_event(served: Served) -> None:
    client = served.client("Lin")
    once = re.search(r'name="once" value="(\w+)"', client.get("/").text)
    assert once
    form = {"csrf": csrf(client), "once": once[1], "text": "/help"}
    for _ in range(2):
        assert client.post("/say", data=form).headers["location"] == "/"
    client.post("/say", data={**form, "text": "/settings"})
    assert len(turns(client.get("/").text)) == 2


def test_an_event_id_that_cannot_be_one_is_not_used() -> None:
    assert event_of({"event": "abc-1"}) == "abc-1"
    assert event_of({"event": "a b\0"}) != event_of({"event": "a b\0"})


@pytest.mark.parametrize("press", ["", "x", ":", "a:b", "a:-1", "\0:1", "a" * 99 + ":0", "a:9999", "é:0"])
def test_a_button_that_cannot_be_read_does_no_harm(served: Served, press: str) -> None:
    client = served.client("Lin")
    assert client.post("/say", data={"csrf": csrf(client), "press": press}, headers=SCRIPT).status_code == 200


def test_nobody_presses_another_persons_button(served: Served) -> None:
    lin, mei = served.client("Lin"), served.client("Mei")
    token = token_of(say(lin, "/kit"))
    assert "no longer in use" in say(mei, "", press=f"{token}:0")


def test_the_page_speaks_the_persons_language(served: Served) -> None:
    client = served.client("Lin", "zh")
    assert '<html lang="zh-Hans">' in client.get("/").text
    say(client, "/settings")
    say(client, "", press=f"{token_of(client.get('/').text)}:0", **{"f-language": "en", "f-time_zone": "UTC"})
    assert '<html lang="en">' in client.get("/").text


def test_a_stranger_reads_the_browsers_language(served: Served) -> None:
    page = served.client().get("/", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert '<html lang="zh-Hans">' in page.text


def test_in_the_demo_the_page_shows_whom_one_views_as(demo: Served) -> None:
    client = demo.client("Lin")
    demo.link("Mei", "zh")
    say(client, "/demo as Mei")
    page = client.get("/").text
    assert '<html lang="zh-Hans">' in page
    assert "<span>Mei</span>" in page
    assert turns(page) == []


# What arrives


async def heard(served: Served, session: str, after: int, enough: int) -> list[str]:
    """The first events of an open page; `enough` is how many messages to wait for."""
    site = build(served.app)
    live, me = site.state.live, site.state.visits.who(session)
    found: list[str] = []
    async with live.lifespan(site):
        async with asyncio.timeout(5):
            stream = live.events(session, me.id, after)
            async for chunk in stream:
                found.append(chunk)
                if sum("event: message" in chunk for chunk in found) >= enough:
                    break
            await stream.aclose()
        assert live.open_pages == 0
    return found


def session_of(client: TestClient) -> str:
    return next(iter(client.cookies.values()))


def test_news_are_for_the_right_person_only(served: Served) -> None:
    lin, mei = served.client("Lin"), served.client("Mei")
    push(served, "Lin", Reply((Text("for Lin"),)))
    push(served, "Mei", Reply((Text("for Mei"),)))
    for client, name in ((lin, "Lin"), (mei, "Mei")):
        text = "".join(asyncio.run(heard(served, session_of(client), 0, 1)))
        assert re.findall(r"for \w+", text) == [f"for {name}"]


def test_news_go_on_where_the_page_stopped(served: Served) -> None:
    client = served.client("Lin")
    for text in ("one", "two", "three"):
        push(served, "Lin", Reply((Text(text),)))
    events = [chunk for chunk in asyncio.run(heard(served, session_of(client), 0, 3)) if "event: message" in chunk]
    first = re.search(r"id: (\d+)", events[0])
    assert first
    later = "".join(asyncio.run(heard(served, session_of(client), int(first[1]), 2)))
    assert [word for word in ("one", "two", "three") if f"<p>{word}</p>" in later] == ["two", "three"]


def test_a_stream_ends_with_its_session(served: Served) -> None:
    client = served.client("Lin")
    session = session_of(client)

    async def until_the_end() -> list[str]:
        live = served.site.state.live
        me = served.site.state.visits.who(session)
        found = []
        async with live.lifespan(served.site), asyncio.timeout(5):
            async for chunk in live.events(session, me.id, 0):
                if not found:
                    served.site.state.visits.leave(session)
                    served.app.notify(me.id)
                found.append(chunk)
        return found

    assert "data: -\n" in asyncio.run(until_the_end())[-1]
    assert served.site.state.live.open_pages == 0
