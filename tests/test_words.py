"""Every text of the interface is in the Chinese catalogue and says the same; a Chinese reader sees no English."""

import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from sqlalchemy import text

import bot
from bot.app import App
from bot.app.host import FEATURES
from bot.messages import Button, Choices, Facts, Form, Incoming, Message, Reply, Role, Text
from bot.store.faults import explained
from bot.words import CATALOGUES, LOCALES, language_of, words
from tests.talk import Someone

CODE = Path(bot.__file__).parent
KEYWORDS = {"_": None, "N_": None, "said": None, "words": None, "plural": (1, 2)}
METHODS = [("**.py", "python"), ("**/templates/*.html", "jinja2")]


@pytest.fixture(scope="module")
def texts() -> set[str]:
    """What the code and the templates say, in English."""
    found = set()
    for _, _, message, _, _ in extract_from_dir(CODE, METHODS, keywords=KEYWORDS):
        found |= set(message) if isinstance(message, tuple) else {message}
    return found - {"", None, "zh", "en"} | {route.usage for feature in FEATURES for route in feature.routes} - {""}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with open(CATALOGUES / LOCALES["zh"] / "LC_MESSAGES" / "messages.po", "rb") as file:
        return read_po(file, locale=LOCALES["zh"])


def test_the_extraction_finds_texts_of_every_kind(texts: set[str]) -> None:
    assert len(texts) > 120
    assert {"Copied", "Come in", "Rep", "{n} cards for {stage}:", "That is not open to you."} <= texts


def test_every_text_is_translated(texts: set[str], catalogue: Catalog) -> None:
    translated = {m.id for m in catalogue if m.id and m.string and not m.fuzzy}
    assert texts - translated == set()


def test_nothing_is_translated_that_nobody_says(texts: set[str], catalogue: Catalog) -> None:
    assert {m.id for m in catalogue if m.id} - texts == set()


def test_a_translation_has_the_same_placeholders(catalogue: Catalog) -> None:
    assert {m.id for m in catalogue if m.id and placeholders(m.id) != placeholders(m.string)} == set()


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def test_a_translation_speaks_chinese(catalogue: Catalog) -> None:
    """A text copied over would pass for translated."""
    own = {m.id for m in catalogue if m.id and re.sub(r"{\w+}", "", str(m.id)).strip(": ")}
    assert [m.id for m in catalogue if m.id in own and language_of(str(m.string)) != "zh"] == []


@pytest.mark.parametrize(
    "message",
    ["database or disk is full", "disk I/O error", "database is locked", "attempt to write a readonly database",
     "unable to open database file", "file is not a database", "password authentication failed",
     "sorry, too many clients already", "server closed the connection unexpectedly"],
)  # fmt: skip
def test_a_fault_of_the_database_is_said_in_chinese(message: str) -> None:
    sentence = explained(message)
    assert sentence
    assert language_of(words("zh")(sentence)) == "zh"


def test_a_full_disk_in_the_middle_of_a_chat(sqlite_app: App) -> None:
    lin = Someone(sqlite_app)
    lin.say("太贵了")
    with sqlite_app.store.write() as db:
        pages = db.execute(text("PRAGMA page_count")).scalar_one()
        db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    heard = [lin.say(f"太贵了 {'贵' * 3000}", event="e1") for _ in range(3)]
    assert heard[-1] == "磁盘满了：这条消息没有存下来，别的都没动。腾出点空间再发一次。"
    with sqlite_app.store.write() as db:
        db.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert "磁盘满了" not in lin.say("太贵了", event="e1")  # the same event, delivered again


# What a Chinese reader sees

LATIN = re.compile(r"[A-Za-z][A-Za-z'-]*")
ALLOWED = re.compile(
    r"Cornerman|cornerman(\.toml)?|ERP|B2B|POC|CFO|IT|Excel|CSV|English|HQ|UTC"
    r"|(Asia|Europe|America)/\w+|teams add|Demo-\w+"
    r"|PostgreSQL|DATABASE_URL|https?://\S+|绑定 [0-9A-Z-]{9}",
)


class Crawler:
    """Presses every button that it is shown, each kind once, and types every command."""

    def __init__(self, app: App, role: Role, channel: str) -> None:
        self.app, self.channel = app, channel
        self.someone = Someone(app, "小林", role=role, channel=channel, forms=channel == "web", team="华东组")
        self.todo: deque[tuple[Message, int]] = deque()
        self.pressed: set[str] = set()
        self.replies: list[tuple[str, Reply]] = []

    def type(self, text: str) -> None:
        self._hear(
            text, Incoming(self.channel, self.someone.account, f"e{len(self.replies)}", text, forms=self.someone.forms)
        )

    def crawl(self, most: int) -> None:
        while self.todo and most:
            message, index = self.todo.popleft()
            action = list(message.reply.actions())[index]
            most -= 1
            self.someone.messages.append(message)
            self.someone.press_at(message.token, index)
            self._keep(f"{action.action} {dict(action.args)}", self.someone.messages[-1])

    def _hear(self, what: str, incoming: Incoming) -> None:
        self._keep(what, self.app.answer(incoming))

    def _keep(self, what: str, message: Message) -> None:
        self.replies.append((what, message.reply))
        for index, action in enumerate(message.reply.actions()):
            kind = f"{action.action} {action.args.get('buyer', '')}{action.args.get('stage', '')}"
            if kind not in self.pressed:
                self.pressed.add(kind)
                self.todo.append((message, index))


def own_words(reply: Reply) -> Iterator[str]:
    """What the interface says, without what a card says or what is chosen from a list of names."""
    for part in reply.parts:
        match part:
            case Text(text, tone) if tone not in ("quote",):
                yield text
            case Facts(rows):
                yield from (cell for row in rows for cell in row)
            case Choices(buttons):
                yield from (button.label for button in buttons)
            case Form(title, _, fields, submit):
                yield from (title, submit, *(field.label for field in fields))
                yield from (label for field in fields for _, label in field.options)
            case _:
                pass


def leftovers(reply: Reply) -> list[str]:
    return [word for text in own_words(reply) for word in LATIN.findall(ALLOWED.sub("", text))]


TYPED = (
    "/开始", "太贵了", "他们说再考虑考虑", "今天食堂有红烧肉吗", "今天拜访了华泵王总, 他担心迁移", "谢谢", "？", "演练",
    "/没有这个", "价值 老板 库存", "弹药 谈判", "话术 太贵了", "设置", "9", "1", "-", "设置", "取消",
)  # fmt: skip


@pytest.mark.parametrize("channel", ["web", "terminal"])
@pytest.mark.parametrize("role", [Role.REP, Role.ADMIN])
def test_no_english_is_left_over(sqlite_app: App, role: Role, channel: str) -> None:
    with sqlite_app.store.write() as db:
        sqlite_app.directory.add_team(db, "华东组")
    crawler = Crawler(sqlite_app, role, channel)
    commands = [word for route in sqlite_app.routes.by_word.values() for word in route.zh[:1]]
    for typed in (*commands, *TYPED):
        crawler.type(typed)
    crawler.crawl(most=60)
    assert len(crawler.pressed) > 12
    wrong = {what: words_ for what, reply in crawler.replies if (words_ := leftovers(reply))}
    assert wrong == {}


def test_the_search_for_left_overs_can_find_some(sqlite_app: App) -> None:
    mixed = Reply((Text("好的 thanks"), Choices((Button("More", "x"),)), Facts((("团队", "none"),))))
    assert leftovers(mixed) == ["thanks", "More", "none"]


def test_texts_without_a_translation_stay_english() -> None:
    assert words("zh")("Nobody translated {this}.", this=1) == "Nobody translated 1."
    assert words("fr")("Rep") == words("en")("Rep") == "Rep"


def test_what_a_user_wrote_is_never_a_placeholder() -> None:
    assert words("zh")("I have no command {word}. /help shows what there is.", word="{0} {x} %s").startswith(
        "没有 {0} {x} %s"
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("太贵了", "zh"),
        ("ERP 太贵", "zh"),
        ("too much", "en"),
        ("123", "zh"),
        ("", "zh"),
        ("👍", "zh"),
        ("дорого", "zh"),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text, "zh") == language
