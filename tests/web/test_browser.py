"""The page in a real Chromium: looks, keys, thumbs, two tabs, a lost connection, and nobody shut out."""

import re
import shutil
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.messages import Reply, Text
from bot.pushes import outbox
from tests.web.conftest import Served, serving, skip_or_fail

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import Browser, Error, Locator, Page, expect, sync_playwright
except ImportError:
    skip_or_fail("playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all: its event loop is this thread's, so it must not outlive the module."""
    with sync_playwright() as playwright:
        try:
            found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        except Error as error:
            skip_or_fail(f"no Chromium: {error.message.splitlines()[0]}")
        yield found
        found.close()


class Visitor:
    """Somebody with the page open."""

    def __init__(
        self, browser: Browser, served: Served, url: str, name: str = "", language: str = "en", **look: Any
    ) -> None:
        self.served, self.url, self.name = served, url, name
        self.context = browser.new_context(locale="zh-CN" if language == "zh" else "en-GB", **{**DESK, **look})
        self.context.set_default_timeout(5000)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.tab()
        if name:
            self.page.goto(url + served.link(name, language))
            self.page.locator("button").click()
            scripted = look.get("java_script_enabled", True)
            expect(self.page.locator("html.script" if scripted else "html")).to_be_visible()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
        return page

    def say(self, text: str, page: Page | None = None) -> Locator:
        """Types a text, sends it, and returns the turn it became."""
        page = page or self.page
        count = page.locator(".reply").count()
        page.locator("#text").fill(text)
        page.locator("#composer button").click()
        expect(page.locator(".reply")).to_have_count(count + 1)
        return last_turn(page)

    def push(self, text: str) -> None:
        app = self.served.app
        with app.store.write() as db:
            person = app.directory.named(db, self.name)
            outbox.put(db, Reply((Text(text),)), person_id=person.id, channel="web", kind="test", now=app.clock())
        app.notify(person.id)


@pytest.fixture
def url(served: Served) -> Iterator[str]:
    with serving(served.site) as found:
        yield found


@pytest.fixture
def visit(browser: Browser, served: Served, url: str) -> Iterator[Any]:
    made: list[Visitor] = []

    def open_page(name: str = "Lin", language: str = "en", **look: Any) -> Visitor:
        made.append(Visitor(browser, served, url, name, language, **look))
        return made[-1]

    yield open_page
    for visitor in made:
        visitor.context.close()


def last_turn(page: Page) -> Locator:
    """The newest turn, also when others have come after it."""
    return page.locator(f'[id="{page.locator(".turn").last.get_attribute("id")}"]')


def texts(page: Page) -> list[str]:
    """What the conversation shows, bubble by bubble."""
    return [" ".join(text.split()) for text in page.locator(".said, .reply").all_inner_texts()]


def in_view(page: Page, locator: Locator) -> bool:
    box, frame = locator.bounding_box(), page.locator("#talk").bounding_box()
    assert box
    assert frame
    return box["y"] >= frame["y"] - 1 and box["y"] + box["height"] <= frame["y"] + frame["height"] + 1


# Everybody can use it


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AA}, "resultTypes": ["violations"]})
    return [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found.response["violations"]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_barriers(visit: Any, url: str, language: str) -> None:
    """Nothing that axe finds against WCAG 2 A and AA, on any state, at both widths, light and dark."""
    stranger = visit("", language)
    for path in ("/", "/login/nonsense", "/nothing"):
        stranger.page.goto(url + path)
        check_all_looks(stranger.page)
    lin = visit("Lin", language)
    check_all_looks(lin.page)
    lin.say("/start")
    card = first_card(lin)
    card.locator(".choices button").nth(1).click()
    expect(card.locator(".sections")).to_be_visible()
    card.locator(".choices button").first.click()
    expect(lin.page.locator(".copy")).to_be_visible()
    for text in ("/help", "/pitch", "/settings", "<b>不</b> " + "long " * 200):
        lin.say(text)
    lin.page.locator("summary").click()
    lin.page.evaluate("tell('That did not work.', true); by('offline').hidden = newer.hidden = false")
    lin.page.evaluate("working({ state: 'learning', done: 1, total: 3 })")
    check_all_looks(lin.page, height=6000)  # all of it is looked at
    lin.page.goto(url + "/matrix")
    check_all_looks(lin.page, height=3000)


def check_all_looks(page: Page, height: int = 844) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == []


def first_card(visitor: Visitor) -> Locator:
    """The turn that shows a card: the first one of the kit for a negotiation."""
    kit = visitor.say("/kit negotiation")
    count = visitor.page.locator(".turn").count()
    kit.locator(".choices button").first.click()
    expect(visitor.page.locator(".turn")).to_have_count(count + 1)
    return last_turn(visitor.page)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_fits_the_smallest_phone(visit: Any, language: str) -> None:
    lin = visit("An-uncommonly-long-name-without-a-break 王小明王小明王小明", language, **SMALL)
    page = lin.page
    first_card(lin).locator(".choices button").nth(1).click()
    for text in ("/settings", "/help", "W" * 900, "字" * 3000, "🙂" * 50):
        lin.say(text)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.evaluate("talk.scrollWidth") <= 320
    header = page.locator(".top").bounding_box()
    assert header
    assert header["height"] < 60
    heights = "all => all.filter(it => it.offsetParent).map(it => it.getBoundingClientRect().height)"
    assert min(page.locator("button, select, summary, textarea").evaluate_all(heights)) >= 44
    expect(page.locator("#composer button")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_pitches_fits(visit: Any, language: str) -> None:
    """A list on a phone; where it is too wide it scrolls by itself, and never the page."""
    page = visit("Lin", language).page
    matrix = page.url + "matrix"
    for width in (320, 390, 761, 900, 1179, 1180, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(matrix)
        check_the_table(page, width)


def check_the_table(page: Page, width: int) -> None:
    assert page.evaluate("innerWidth") == width
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.querySelector('.plan').scrollWidth") <= width
    box = page.locator(".wide").bounding_box()
    assert box
    assert box["width"] <= width
    links = page.locator("td button")
    assert min(links.evaluate_all("all => all.map(it => it.getBoundingClientRect().height)")) >= 44
    heads = page.locator("thead th").nth(1)
    page.evaluate("document.querySelector('.plan').scrollTop = 500")
    if width >= 1180:
        expect(heads).to_be_in_viewport(ratio=1)
    before = "all => all.map(it => getComputedStyle(it, '::before').content)"
    told = [text for text in page.locator("td:not(.none)").evaluate_all(before) if text != "none"]
    assert bool(told) == (width <= 760)  # a list says for whom at each title, a table at its head


def test_the_table_of_pitches_works_with_the_keyboard(visit: Any) -> None:
    page = visit().page
    page.locator("summary").click()
    page.locator(".menu a").click()
    expect(page.locator(".plan h2")).to_be_visible()
    for _ in range(3):  # back, the table itself, its first title
        page.keyboard.press("Tab")
    expect(page.locator("td button").first).to_be_focused()
    title = page.locator("td button").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text(f"/pitch {title}")
    expect(page.locator(".reply blockquote")).to_be_visible()
    assert in_view(page, page.locator(".turn").last)


def test_the_newest_is_in_view(visit: Any) -> None:
    lin = visit(**PHONE)
    for text in ("/settings", "/kit negotiation", "/me"):
        turn = lin.say(text)
        assert in_view(lin.page, turn.locator(".reply"))
    card = first_card(lin)
    card.locator(".choices button").nth(1).click()
    assert in_view(lin.page, card.locator("h2"))  # longer than the screen: its beginning
    lin.page.reload()
    assert in_view(lin.page, card.locator(".choices button").last)


# Keys and thumbs


def test_keys(visit: Any) -> None:
    page = visit().page
    box = page.locator("#text")
    expect(box).to_be_focused()
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True})  # an input method picks a word
    assert box.input_value() == "one\ntwo"
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text("one\ntwo", use_inner_text=True)
    expect(box).to_have_value("")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")  # an empty box says nothing
    assert page.locator(".said").count() == 1


def test_focus_stays_where_the_work_is(visit: Any) -> None:
    lin = visit()
    card = first_card(lin)
    card.locator(".choices button").nth(1).focus()
    for shown in (1, 0, 1):
        lin.page.keyboard.press("Enter")
        expect(card.locator(".sections")).to_have_count(shown)
        expect(card.locator(".choices button").nth(1)).to_be_focused()


def test_no_keyboard_pops_up_on_a_phone(visit: Any) -> None:
    lin = visit(**PHONE)
    focused = "document.activeElement === text"
    assert not lin.page.evaluate(focused)
    first_card(lin).locator(".choices button").nth(1).tap()
    expect(lin.page.locator(".sections")).to_be_visible()
    assert not lin.page.evaluate(focused)


def test_the_menu_opens_and_closes(visit: Any) -> None:
    page = visit().page
    settings = page.locator(".menu button").first
    page.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(settings).to_be_visible()
    page.keyboard.press("Escape")
    expect(settings).to_be_hidden()
    expect(page.locator("summary")).to_be_focused()
    page.locator("summary").click()
    settings.click()
    expect(page.locator(".fields")).to_be_visible()
    expect(settings).to_be_hidden()


def test_one_tap_copies(visit: Any) -> None:
    lin = visit()
    first_card(lin).locator(".choices button").first.click()
    copy = lin.page.locator(".copy")
    expect(copy.locator("button")).to_have_text("Copied")
    assert lin.page.evaluate("navigator.clipboard.readText()") == copy.locator("p").inner_text()


# Once and only once


def test_a_double_click_is_one_message(visit: Any) -> None:
    lin = visit()
    lin.page.locator("#text").fill("/help")
    lin.page.locator("#composer button").dblclick()
    expect(lin.page.locator(".reply")).to_have_count(1)
    kit = lin.say("/kit negotiation")
    kit.locator(".choices button").first.dblclick()
    expect(lin.page.locator(".reply")).to_have_count(3)
    lin.page.wait_for_timeout(200)
    assert len(texts(lin.page)) == 6
    lin.page.reload()
    assert len(texts(lin.page)) == 6


def test_two_tabs_stay_in_step(visit: Any) -> None:
    lin = visit()
    other = lin.tab()
    other.goto(lin.url)
    card = first_card(lin)
    lin.say("/help", other)
    lin.push("A push for both")
    for page in (lin.page, other):
        expect(page.get_by_text("A push for both")).to_be_visible()
    card.locator(".choices button").nth(1).click()
    for page in (lin.page, other):
        expect(page.locator(".sections")).to_have_count(1)
    seen = texts(lin.page)
    assert seen == texts(other)
    assert len(seen) == 7  # two turns and the help, each with what was said, and the push
    for page in (lin.page, other):
        page.reload()
        assert texts(page) == seen


def test_a_reader_further_up_is_told(visit: Any) -> None:
    lin = visit(**PHONE)
    for _ in range(3):
        lin.say("/help")
    lin.page.evaluate("talk.scrollTop = -talk.scrollHeight")
    lin.push("Something new")
    expect(lin.page.locator("#newer")).to_be_visible()
    lin.page.locator("#newer").tap()
    assert in_view(lin.page, lin.page.locator(".turn").last)
    expect(lin.page.locator("#newer")).to_be_hidden()


# When something fails


def test_a_lost_message_is_back_in_the_box_and_sent_once(visit: Any) -> None:
    lin = visit()
    page = lin.page

    def lose_the_answer(route: Any) -> None:
        route.fetch()  # it arrives, and the answer is lost on the way back
        route.abort()

    page.route("**/say", lose_the_answer)
    page.evaluate("live.close()")
    page.locator("#text").fill("/help")
    page.locator("#composer button").click()
    expect(page.locator("#notice")).to_contain_text("Not sent")
    expect(page.locator("#text")).to_have_value("/help")
    page.unroute("**/say")
    page.locator("#composer button").click()
    expect(page.locator(".reply")).to_have_count(1)
    expect(page.locator("#notice")).to_be_hidden()
    page.reload()
    assert page.locator(".turn").count() == 1


@pytest.mark.parametrize(
    ("status", "kind", "body", "shown"),
    [
        (502, "text/html", "<h1>Bad gateway</h1>", "Not sent. Your text is back in the box."),
        (503, "text/plain", "The disk is full.", "The disk is full."),
    ],
)
def test_another_answer_is_a_sentence(visit: Any, status: int, kind: str, body: str, shown: str) -> None:
    page = visit().page
    page.route("**/say", lambda route: route.fulfill(status=status, content_type=kind, body=body))
    page.locator("#text").fill("precious")
    page.keyboard.press("Enter")
    expect(page.locator("#notice p")).to_have_text(shown)
    expect(page.locator("#text")).to_have_value("precious")
    assert page.locator(".turn").count() == 0


def test_signed_out_elsewhere(visit: Any) -> None:
    lin = visit()
    lin.context.clear_cookies()
    lin.page.locator("#text").fill("precious")
    lin.page.keyboard.press("Enter")
    expect(lin.page.locator("#notice p")).to_have_text("You are signed out. Reload the page.")
    lin.page.locator("#notice a").click()
    expect(lin.page.locator(".lead")).to_be_visible()


def test_logging_out_closes_the_other_tab(visit: Any) -> None:
    lin = visit()
    other = lin.tab()
    other.goto(lin.url)
    lin.page.locator("summary").click()
    lin.page.locator(".menu button").last.click()
    expect(lin.page.locator(".lead")).to_be_visible()
    expect(other.locator(".lead")).to_be_visible()


def test_comes_back_after_a_restart(browser: Browser, served: Served) -> None:
    with serving(served.site) as url:
        port = int(url.rpartition(":")[2])
        lin = Visitor(browser, served, url, "Lin")
        card = first_card(lin)
        card.locator(".choices button").nth(1).click()
        expect(card.locator(".sections")).to_be_visible()
        seen = texts(lin.page)
    expect(lin.page.locator("#offline")).to_be_visible()
    again = Served(served.app)
    lin.push("Written while it was down")
    with serving(again.site, port):
        expect(lin.page.get_by_text("Written while it was down")).to_be_visible(timeout=8000)
        expect(lin.page.locator("#offline")).to_be_hidden()
        assert texts(lin.page) == [*seen, "Written while it was down"]
        lin.say("/help")
        lin.context.close()


def test_closed_tabs_are_forgotten(visit: Any, served: Served) -> None:
    lin = visit()
    live = served.site.state.live
    tabs = [lin.tab() for _ in range(4)]
    for page in tabs:
        page.goto(lin.url)
    wait_until(lambda: live.open_pages == 5)
    for page in tabs:
        page.close()
    wait_until(lambda: live.open_pages == 1)


def wait_until(true: Any, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


# Another language, another view, no script


def test_the_page_follows_the_language_at_once(visit: Any) -> None:
    lin = visit("Lin", "zh")
    other = lin.tab()
    other.goto(lin.url)
    form = lin.say("/settings").locator(".fields")
    lin.page.locator("#text").fill("half a sentence")
    form.locator("select").first.select_option("en")
    form.locator("button").click()
    for page in (lin.page, other):
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("#composer button")).to_have_text("Send")
    expect(lin.page.locator("#text")).to_have_value("half a sentence")


def test_the_demo_shows_another_persons_page(browser: Browser, demo: Served) -> None:
    with serving(demo.site) as url:
        demo.link("Mei", "en")
        lin = Visitor(browser, demo, url, "Lin")
        lin.say("/help")
        lin.page.locator("#text").fill("/demo as Mei")
        lin.page.keyboard.press("Enter")
        expect(lin.page.locator(".who span")).to_have_text("Mei")
        assert lin.page.locator(".turn").count() == 0
        lin.say("/settings")
        lin.page.locator("#text").fill("/demo as Lin")
        lin.page.keyboard.press("Enter")
        expect(lin.page.locator(".who span")).to_have_text("Lin")
        assert [text for text in texts(lin.page) if text.startswith("/")] == ["/help", "/demo as Mei"]
        lin.context.close()


def test_works_without_script(visit: Any) -> None:
    page = visit(java_script_enabled=False, **PHONE).page
    page.locator("#text").fill("/kit negotiation")
    page.locator("#composer button").tap()
    page.locator(".choices button").first.tap()
    page.locator(".choices button").nth(-2).tap()
    expect(page.locator("#composer button")).to_be_in_viewport()
    page.locator("summary").tap()
    page.locator(".menu button").first.tap()
    assert in_view(page, page.locator(".fields button"))  # opens at its newest message
    page.locator(".fields select").first.select_option("zh")
    page.locator(".fields button").tap()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")


def test_nothing_said_becomes_markup(visit: Any) -> None:
    lin = visit()
    lin.page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> \u202egnp.exe **b** '; DROP TABLE person"
    lin.say(hostile)
    lin.push(hostile)
    expect(lin.page.locator(".reply")).to_have_count(2)
    lin.page.reload()
    assert lin.page.locator("#log script, #log img").count() == 0
    shown = lin.page.locator(".said").inner_text()
    assert re.sub("\u202e", "", hostile) == shown
