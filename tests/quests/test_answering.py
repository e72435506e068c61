"""Steps that are answered in the chat, by the real bot: right, wrong, too often wrong, and everything in between."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App
from bot.knowledge.library import Library
from bot.messages import Button, Choices, Reply
from bot.people.ledger import points
from bot.pushes import outbox
from bot.quests import rows
from bot.quests.answering.drawing import draw
from bot.quests.answering.reflecting import refusal
from bot.quests.course import State
from bot.quests.finishing import today_of
from bot.quests.quest import Quest, Step
from bot.quests.quests import Quests
from tests.conftest import StillClock
from tests.quests.conftest import a_quest, a_step
from tests.talk import Someone


def words(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


QUESTIONS = [
    {
        "ask": words("先问什么？", "Ask what first?"),
        "options": [words("压了多少", "How much"), words("几个人", "How many")],
        "because": words("想想钱压在哪儿。", "Think where the money sits."),
    },
    {
        "ask": words("谁最着急？", "Who worries most?"),
        "options": [words("财务", "Finance"), words("前台", "The front desk")],
    },
]
RIGHT = {"压了多少", "How much", "财务", "Finance"}
TALK = [
    {"speaker": "customer", "said": words("我们库里压了很多货。", "We have a lot of stock standing.")},
    {"speaker": "rep", "said": words("压了多少？", "How much of it?")},
    {"speaker": "customer", "said": words("没细算，老板天天问。", "Nobody counted; the owner asks daily.")},
    {"speaker": "rep", "said": words("那我先给您讲讲我们的系统。", "Let me show you our system then.")},
    {"speaker": "customer", "said": words("行吧，发个资料。", "Fine, send me something.")},
]
TASK = words(
    "给财务总监写一段话：钱压在货和欠款上。", "Write to a CFO whose money is stuck in goods and in unpaid invoices."
)
GOOD = words(
    "很多厂账上赚钱、手里没钱，货压着、欠款也收不回来。有家泵阀厂九个月从库房里腾出了900万现金。先看看您家最久没动的是哪批料，行吗？",
    "On paper you earn well, and yet payday makes you check the loan first. A pump maker of your size freed 9 million "
    "yuan in 9 months from goods that nobody had moved. Which pallets have stood longest at your place?",
)
BAD = words(
    "我知道您现在很难，货压在仓里不动，客户的欠款又收不回来，每个月发工资都紧张。我们的系统能帮您把这些事情都管起来，您用了就知道。",
    "I know how it feels when the goods do not move and customers do not pay, and payday comes closer. Our system "
    "takes care of all of that for you, so that you can sleep well again.",
)
STEPS: dict[str, dict[str, Any]] = {
    "card": a_step("one", "card", card="value-cfo-cash", questions=QUESTIONS),
    "quiz": a_step("one", "quiz", questions=QUESTIONS),
    "find": a_step(
        "one", "find", card="excel-is-enough", phrase=words("我们用表格就够了", "Our spreadsheets do the job")
    ),
    "talk": a_step("one", "talk", talk=TALK, lost_at=4, because=words("没问清就开讲。", "Told before asking.")),
    "pitch": a_step("one", "pitch", card="value-cfo-cash", task=TASK),
}
KINDS = sorted(STEPS)
LANGUAGES = ("zh", "en")
LABELS = {
    "begin": words("开始", "Begin"), "questions": words("开始答题", "Questions"),
    "again": words("再答一次", "Try again"), "look": words("再看看卡片", "Look at the card again"),
    "reread": words("再读一遍", "Read it again"),
}  # fmt: skip
NEXT = a_step("next", "reflect")


@pytest.fixture(scope="module")
def library(by_words: Library) -> Library:
    """Found by words alone: what a search finds is tested elsewhere."""
    return by_words


class Learner(Someone):
    """Somebody in a quest of one step of each kind; answers it right or wrong."""

    def begin(self, quest: Quest) -> str:
        with self.app.store.write() as db:
            now = self.app.clock()
            rows.enrol(db, quest, self.person.id, today_of(db, self.person.id, now), now)
        return self.open()

    def open(self) -> str:
        self.say("/quest")
        return self.press(self.label("begin"))

    def label(self, name: str) -> str:
        return LABELS[name][self.person.language]

    def state(self, step: str = "one") -> State:
        with self.app.store.read() as db:
            quests = self.app.service(Quests)
            return rows.of_person(db, quests, self.person.id, self.app.clock())[0].standing.states[step]

    def answers(self, *, right: bool) -> str:
        """To the questions, from the one shown on."""
        for _ in QUESTIONS:
            heard = self.press(next(label for label in self.labels if (label in RIGHT) == right))
        return heard

    def answer(self, kind: str, *, right: bool) -> str:
        """From where the step was just opened."""
        language = self.person.language
        if kind == "card":
            self.press(self.label("questions"))
        if kind in ("card", "quiz"):
            return self.answers(right=right)
        if kind == "talk":
            n = 4 if right else 2
            return self.press(next(label for label in self.labels if label.startswith(f"{n} ·")))
        if kind == "find":
            self.say(words("我们用表格就够了", "Our spreadsheets do the job")[language])
            title = self.title("excel-is-enough")
            return self.press(title if right else next(label for label in self.labels if label != title))
        return self.say((GOOD if right else BAD)[language])

    def title(self, card: str) -> str:
        found = self.app.service(Library).card(card, self.person.language)
        assert found
        return found.title

    def offered(self, *buttons: Button) -> None:
        """A message with buttons that this bot never offered: an old one, a link, another channel's."""
        with self.app.store.write() as db:
            self.app.tell(db, self.person.id, Reply((Choices(buttons),)), "alert", self.app.clock())
            self.messages += outbox.waiting(db, self.person.id, "web", self.messages[-1].id)


def learner(app: App, language: str = "zh", name: str = "Lin") -> Learner:
    return Learner(app, name, language=language)


def quest_of(kind: str) -> Quest:
    return a_quest([STEPS[kind]], [NEXT])


# Every kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_ends_the_step(sqlite_app: App, clock: StillClock, kind: str, language: str) -> None:
    lin = learner(sqlite_app, language)
    lin.begin(quest_of(kind))
    clock.move(timedelta(minutes=5))
    heard = lin.answer(kind, right=True)
    assert words("完成“第one步”，+10 分", "Done: Step one. +10 points")[language] in heard
    assert lin.state().status == "done"


@pytest.mark.parametrize("kind", KINDS)
def test_three_wrong_answers_rest_and_the_next_day_goes_on(sqlite_app: App, clock: StillClock, kind: str) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of(kind))
    for wrong in (1, 2, 3):
        heard = lin.answer(kind, right=False)
        assert lin.state().wrong == wrong
        if wrong < 3:
            assert "连着几次没答对" not in heard
            lin.open()
    assert lin.state().status == "resting"
    assert "连着几次没答对。先再看看，11-24 05:00 之后可以再试。" in heard
    assert ("看这张卡" in lin.labels) == (kind in ("card", "pitch"))  # of a search it would be the answer
    assert "连着几次没答对" not in lin.say("你们太贵了")  # what is typed now is no answer any more
    lin.say("/quest")
    assert lin.label("begin") not in lin.labels
    clock.move(timedelta(hours=21))
    lin.open()
    lin.answer(kind, right=True)
    assert lin.state().status == "done"


@pytest.mark.parametrize("kind", ["quiz", "talk", "find"])
def test_a_wrong_button_pressed_twice_counts_once(app: App, kind: str) -> None:
    lin = learner(app)
    lin.begin(quest_of(kind))
    lin.answer(kind, right=False)
    old = lin.messages[-2]  # where the last button stood
    lin.press_at(old.token, _last_pressed(lin, kind))
    assert lin.state().wrong == 1
    assert "上一轮" in lin.text


@pytest.mark.parametrize("kind", ["quiz", "talk", "find"])
def test_the_right_button_of_an_earlier_try_counts_for_nothing(sqlite_app: App, kind: str) -> None:
    """What was shown before a wrong answer is no way round it."""
    lin = learner(sqlite_app)
    lin.begin(quest_of(kind))
    lin.answer(kind, right=False)
    old = lin.messages[-2]
    for index in range(len(list(old.reply.actions()))):
        lin.press_at(old.token, index)
    assert (lin.state().status, lin.state().wrong) == ("open", 1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_right_answer_twice_is_done_once(app: App, kind: str) -> None:
    lin = learner(app)
    lin.begin(quest_of(kind))
    lin.answer(kind, right=True)
    before = lin.messages[-2]
    with app.store.read() as db:
        paid = db.execute(select(points)).all()
    if kind == "pitch":
        lin.say(GOOD["zh"])
    else:
        lin.press_at(before.token, _last_pressed(lin, kind, right=True))
        assert "这一步你已经完成了" in lin.text
    with app.store.read() as db:
        assert db.execute(select(points)).all() == paid


def _last_pressed(lin: Learner, kind: str, *, right: bool = False) -> int:
    """Where the last button stood in the message before the newest."""
    labels = [action.label for action in lin.messages[-2].reply.actions() if isinstance(action, Button)]
    if kind == "talk":
        return next(n for n, label in enumerate(labels) if label.startswith("4 ·" if right else "2 ·"))
    if kind == "find":
        return next(n for n, label in enumerate(labels) if (label == lin.title("excel-is-enough")) == right)
    return next(n for n, label in enumerate(labels) if (label in RIGHT) == right)


def test_nobody_presses_anothers_button(sqlite_app: App) -> None:
    lin, mei = learner(sqlite_app), learner(sqlite_app, name="Mei")
    lin.begin(quest_of("quiz"))
    token = lin.messages[-1].token
    assert "按钮" in mei.press_at(token, 0)
    assert lin.state().events == 1


ACTIONS = ("step", "questions", "answer", "lost_at", "found", "pitch_card", "pitch_again")


@pytest.mark.parametrize("kind", KINDS)
def test_behind_a_shut_gate_no_button_does_anything(sqlite_app: App, kind: str) -> None:
    lin = learner(sqlite_app)
    lin.begin(a_quest([a_step("first")], [STEPS[kind]]))
    args = {"quest": "small", "step": "one", "round": "0.0", "picks": "0,0", "line": "4", "card": "excel-is-enough"}
    for action in ACTIONS:
        lin.offered(Button(action, f"quests.{action}", args))
        assert "还没开" in lin.press(action)
        lin.say(GOOD["zh"])  # no conversation was opened either
        assert lin.state().status == "shut"
        assert lin.state().events == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_button_of_another_kind_of_step_does_nothing(sqlite_app: App, kind: str) -> None:
    """A quest can be changed under an old button."""
    lin = learner(sqlite_app)
    lin.begin(quest_of(kind))
    args = {"quest": "small", "step": "one", "picks": "0,0", "line": "4", "card": "excel-is-enough"}
    own = {"card": "questions answer", "quiz": "questions answer", "talk": "lost_at", "find": "found",
           "pitch": "pitch_card pitch_again"}[kind].split()  # fmt: skip
    for action in ACTIONS:
        lin.offered(Button(f"old {action}", f"quests.{action}", args))
        heard = lin.press(f"old {action}")
        assert ("已经没有了" in heard) == (action not in (*own, "step"))
    assert (lin.state().status, lin.state().wrong) == ("open", 0)


# Cards and questions


def test_a_card_is_read_in_full_before_its_questions(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    shown = lin.begin(quest_of("card"))
    assert "9 个月从库房里腾出了 900 万现金" in shown
    assert "逾期应收从 1,150 万降到 640 万" in shown
    assert lin.labels == ["开始答题"]
    assert "第 1 题，共 2 题" in lin.press("开始答题")


def test_a_wrong_answer_leads_back_to_the_card_and_tells_no_answer(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("card"))
    heard = lin.answer("card", right=False)
    assert "2 题答对 0 题" in heard
    assert "想想钱压在哪儿" in heard
    assert "压了多少" not in heard
    assert "财务" not in heard
    assert lin.labels == ["再看看卡片", "再答一次"]
    assert "腾出了 900 万现金" in lin.press("再看看卡片")


def test_nothing_is_said_of_an_answer_before_the_last(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("quiz"))
    heard = lin.press(next(label for label in lin.labels if label not in RIGHT))
    assert "第 2 题，共 2 题" in heard
    assert "答对" not in heard
    assert lin.state().wrong == 0


@pytest.mark.parametrize(("mark", "status"), [(50, "done"), (51, "open")])
def test_a_share_that_is_enough(sqlite_app: App, mark: int, status: str) -> None:
    lin = learner(sqlite_app)
    lin.begin(a_quest([{**STEPS["quiz"], "mark": mark}], [NEXT]))
    lin.press(next(label for label in lin.labels if label in RIGHT))
    assert "2 题答对 1 题" in lin.press(next(label for label in lin.labels if label not in RIGHT))
    assert lin.state().status == status


def test_a_card_that_is_gone(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    for kind in ("card", "find", "pitch"):
        step = {**STEPS[kind], "card": "gone-for-good", "id": kind}
        with sqlite_app.store.write() as db:
            now = sqlite_app.clock()
            rows.enrol(db, a_quest([step], id=kind), lin.person.id, now.date(), now)
        lin.say("/quest")
        lin.offered(Button("go", "quests.step", {"quest": kind, "step": kind}))
        assert "主管" in lin.press("go")


MANY = Step.model_validate(
    a_step("one", "quiz", ask=3, questions=[
        {"ask": words(f"第{n}问", f"Question {n}"),
         "options": [words(f"对{n}", f"right {n}"), *(words(f"错{n}{m}", f"wrong {n} {m}") for m in range(3))]}
        for n in range(6)
    ])
)  # fmt: skip


def test_one_try_sees_one_draw_and_the_next_another() -> None:
    assert draw(MANY, "1 one 0.0") == draw(MANY, "1 one 0.0")
    draws = {tuple((each.question.ask.en, each.order) for each in draw(MANY, f"1 one 0.{n}")) for n in range(50)}
    assert len(draws) > 45


def test_a_draw_asks_as_many_as_it_should_and_the_right_one_stands_anywhere() -> None:
    places = set()
    for n in range(50):
        drawn = draw(MANY, f"{n}")
        assert len({each.question.ask.en for each in drawn}) == 3
        for each in drawn:
            assert sorted(each.order) == [0, 1, 2, 3]
            right = [place for place in range(4) if each.is_right(place)]
            assert [each.options("en")[place] for place in right] == [each.question.options[0].en]
            places |= set(right)
    assert places == {0, 1, 2, 3}


def test_long_options_stand_above_their_letters(sqlite_app: App) -> None:
    long = [
        words(f"这是一个特别特别长的选项写满了一整行第{n}个", f"a very long option that fills a line, number {n}")
        for n in range(3)
    ]
    lin = learner(sqlite_app)
    shown = lin.begin(a_quest([a_step("one", "quiz", questions=[{"ask": words("哪个？", "Which?"), "options": long}])]))
    assert lin.labels == ["A", "B", "C"]
    letter = next(line[0] for line in shown.splitlines() if line.endswith("第0个"))
    lin.press(letter)
    assert lin.state().status == "done"


# Talks, finds


def test_only_the_rep_can_lose_a_talk(sqlite_app: App) -> None:
    lin = learner(sqlite_app, "en")
    shown = lin.begin(quest_of("talk"))
    assert "1 · Customer: We have a lot of stock standing." in shown
    assert lin.labels == ["2 · How much of it?", "4 · Let me show you our system t…"]
    assert "where does it turn" in lin.press(lin.labels[0])
    assert lin.labels == ["Read it again"]


def test_a_search_without_a_hit_is_no_wrong_answer(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("find"))
    lin.say("。。。")
    assert lin.state().wrong == 0
    lin.say("excel-is-enough")  # its id, typed out
    lin.press(lin.title("excel-is-enough"))
    assert lin.state().status == "done"


def test_another_search_instead_of_a_choice(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("find"))
    lin.say("你们太贵了")
    lin.say("用表格就够了")
    lin.press(lin.title("excel-is-enough"))
    assert (lin.state().status, lin.state().wrong) == ("done", 0)


# Pitches


def test_a_pitch_hears_point_by_point_what_is_missing(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("pitch"))
    heard = lin.say(BAD["zh"])
    assert "○ 还差：卡片上的一个数字或事实" in heard
    assert "✓ 对方头疼的事" in heard
    lin.say(GOOD["zh"])  # at once, without a button
    assert lin.state().status == "done"


def test_the_card_beside_the_task_keeps_the_question_open(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("pitch"))
    assert "腾出了 900 万现金" in lin.press("看卡片")
    lin.say(GOOD["zh"])
    assert lin.state().status == "done"


def test_too_short_is_no_try(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(quest_of("pitch"))
    assert "太短" in lin.say("好的")
    assert lin.state().wrong == 0


def test_a_conversation_of_one_step_is_not_anothers(sqlite_app: App) -> None:
    """A button means its own step, whatever waits for words besides."""
    lin = learner(sqlite_app)
    lin.begin(a_quest([STEPS["pitch"], {**STEPS["quiz"], "id": "two"}]))
    lin.offered(Button("the quiz", "quests.step", {"quest": "small", "step": "two"}))
    assert "第 1 题" in lin.press("the quiz")
    lin.answers(right=True)
    assert (lin.state("one").status, lin.state("two").status) == ("open", "done")


# Reflections

THOUGHT = words(
    "今天在华泵没问清预算就报了价，对方马上沉默了。下次我先问他们现在一个月花多少时间对账，再谈钱。",
    "I quoted before I had asked about the budget and they went silent at once; next time I ask what it costs first.",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reflection_is_kept_and_pays_by_itself(sqlite_app: App, clock: StillClock, language: str) -> None:
    lin = learner(sqlite_app, language)
    shown = lin.begin(a_quest([a_step("one")]))
    assert words("导师和主管看得到", "Your mentor and your manager can read it")[language] in shown
    clock.move(timedelta(minutes=3))
    lin.say(THOUGHT[language] * 5)
    state = lin.state()
    assert state.over is not None
    assert state.over.evidence == f"note:{THOUGHT[language] * 5}"
    with sqlite_app.store.read() as db:
        paid = db.execute(select(points)).one()
    assert (paid.points, paid.event) == (10, "")


def test_what_was_written_before_is_not_written_again(sqlite_app: App) -> None:
    lin = learner(sqlite_app)
    lin.begin(a_quest([a_step("one"), a_step("two")]))
    lin.say(THOUGHT["zh"])
    lin.open()
    assert "之前写过" in lin.say(THOUGHT["zh"])
    assert (lin.state("two").status, lin.state("two").wrong) == ("open", 0)
    lin.say("早上给老客户打电话，他说最烦的是月底盘点，一盘两天。我记下来了，周四带着样板去找他。")
    assert lin.state("two").is_over


QUESTION = "今天的对话里，哪一刻你最想打断客户？当时你在想什么，后来又是怎么做的，下次打算怎么办？"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        (THOUGHT["zh"], ""), (THOUGHT["en"], ""), ("挺好的。", "a little short"), ("It went well.", "a little short"),
        ("好好" * 30, "over and over"), ("very good " * 20, "over and over"), (QUESTION, "the question itself"),
        (QUESTION + "。", "the question itself"), ("😀" * 40, "a little short"), ("", "a little short"),
        (THOUGHT["zh"] + "我明天就去。", ""),
    ],
)  # fmt: skip
def test_what_is_a_reflection(text: str, refused: str) -> None:
    said = refusal(text, (QUESTION, "When did you want to interrupt the customer?"), ())
    assert (refused in said) if refused else said == ""


def test_a_word_put_behind_it_makes_an_old_reflection_no_new_one() -> None:
    assert "before" in refusal(THOUGHT["zh"] + "嗯。", (), (THOUGHT["zh"],))
    assert refusal(THOUGHT["en"], (), (THOUGHT["zh"],)) == ""
