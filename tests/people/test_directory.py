"""People and teams: names that can be told apart, switches that are inherited, and leaving for good."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.app import App
from bot.errors import CornermanError
from bot.messages import Incoming, Role
from bot.people import logins
from bot.people.directory import NAME_MAX, Directory, _readable
from bot.people.erasure import erase
from bot.people.tables import person, team
from bot.store import Store
from bot.store.migrations import migrate
from tests.conftest import NOW, StillClock
from tests.store.together import at_once
from tests.talk import Someone


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    store = Store(database)
    migrate(store)
    yield store
    store.close()


@pytest.fixture
def directory() -> Directory:
    return Directory({"knowledge": True, "drills": False}, "Asia/Shanghai")


# Names

NAMES = {
    " Lin  Wei ": "Lin Wei",
    "王\u3000伟": "王 伟",
    "Anna\u00a0Lee": "Anna Lee",
    "a\nb\tc\rd": "a b c d",
    "\u202eevil\u200b": "evil",
    "bell\x07": "bell",
    "nul\x00l": "null",
    "half \ud83d": "half",
    "😀": "😀",
}


def test_a_name_is_one_line_that_can_be_read(store: Store, directory: Directory) -> None:
    with store.write() as db:
        for written, kept in NAMES.items():
            made = directory.add(db, written, now=NOW)
            assert made.name == kept
            assert directory.named(db, written) == made  # found as it was written
            with pytest.raises(CornermanError, match="There is already somebody called"):
                directory.add(db, written, now=NOW)


def test_a_name_that_nobody_can_read_is_a_sentence(store: Store, directory: Directory) -> None:
    with store.write() as db:
        for n, name in enumerate(["", "  ", "\u200b\u202e", "\x00\n"]):
            with pytest.raises(CornermanError, match="at least one character that can be read"):
                directory.add(db, name, now=NOW)
            somebody = directory.first_contact(db, "telegram", f"471{n}", name, NOW)
            assert somebody.name == f"471{n}"  # a platform's empty name is no reason to turn somebody away


def test_a_name_of_eighty_characters_and_one_more(store: Store, directory: Directory) -> None:
    with store.write() as db:
        assert len(directory.add(db, "n" * NAME_MAX, now=NOW).name) == NAME_MAX
        with pytest.raises(CornermanError, match="at most 80 characters; this one has 81"):
            directory.add(db, "n" * (NAME_MAX + 1), now=NOW)
        long = directory.first_contact(db, "slack", "U1", "字" * 200, NOW)
        same = directory.first_contact(db, "slack", "U2", "字" * 200, NOW)
        assert long.name == "字" * NAME_MAX
        assert same.name.startswith("字" * 70 + " #")
        assert len(same.name) <= NAME_MAX


def test_nobody_can_be_called_what_the_erased_are_called(store: Store, directory: Directory) -> None:
    with store.write() as db:
        with pytest.raises(CornermanError, match="There is already somebody"):
            directory.add(db, "erased-1", now=NOW)
        cheeky = directory.first_contact(db, "slack", "U1", "erased-1", NOW)
        assert cheeky.name.startswith("erased-1 #")
        erase(db, cheeky.id, NOW)


@given(st.text(max_size=120))
def test_any_name_becomes_one_readable_line(name: str) -> None:
    kept = _readable(name)
    assert kept.isprintable()
    assert kept == _readable(kept)
    kept.encode()


def test_an_unknown_name_gets_the_nearest(store: Store, directory: Directory) -> None:
    with store.write() as db:
        directory.add(db, "Marianne", now=NOW)
        with pytest.raises(CornermanError, match=r"nobody called 'Mariane'\. Did you mean 'Marianne'\?"):
            directory.named(db, "Mariane")


# Teams


def test_switches_are_inherited_and_the_nearest_says_last(store: Store, directory: Directory) -> None:
    with store.write() as db:
        directory.add_team(db, "Company")
        directory.add_team(db, "East", "Company")
        directory.add_team(db, "Shanghai", "East")
        lin = directory.add(db, "Lin", now=NOW, team_name="Shanghai")

        def features() -> frozenset[str]:
            found = directory.by_id(db, lin.id)
            assert found is not None
            return found.features

        assert features() == {"knowledge"}
        directory.switch(db, "Company", "drills", on=True)
        assert features() == {"knowledge", "drills"}
        directory.switch(db, "East", "drills", on=False)
        assert features() == {"knowledge"}
        directory.switch(db, "Shanghai", "drills", on=True)
        assert features() == {"knowledge", "drills"}
        directory.switch(db, "Company", "knowledge", on=False)
        assert features() == {"drills"}


def test_a_circle_of_teams_does_not_hang(store: Store, directory: Directory) -> None:
    """Nobody can make one here; a hand in the database can."""
    with store.write() as db:
        directory.add_team(db, "A")
        directory.add_team(db, "B", "A")
        db.execute(update(team).where(team.c.name == "A").values(parent_id=directory.team_id(db, "B")))
        lin = directory.add(db, "Lin", now=NOW, team_name="B")
        directory.switch(db, "A", "drills", on=True)
        found = directory.by_id(db, lin.id)
        assert found is not None
        assert found.features == {"knowledge", "drills"}


def test_wrong_teams_are_sentences(store: Store, directory: Directory) -> None:
    with store.write() as db:
        with pytest.raises(CornermanError, match="Teams: none yet"):
            directory.add_team(db, "East", "Nowhere")
        directory.add_team(db, "East")
        with pytest.raises(CornermanError, match="There is already a team 'East'"):
            directory.add_team(db, " East ")
        with pytest.raises(CornermanError, match=r"There is no team '\\x00'. Teams: East."):
            directory.team_id(db, "\x00")
        assert directory.teams(db) == [("East", "")]


def test_ten_teams_of_one_name_at_once_are_one(store: Store, directory: Directory) -> None:
    def add(_: int) -> bool:
        try:
            with store.write() as db:
                directory.add_team(db, "East")
        except CornermanError:
            return False
        return True

    assert sum(at_once(10, add)) == 1


# Leaving


def test_leaving_ends_sessions_and_links_and_closes_the_account(app: App, clock: StillClock) -> None:
    lin = Someone(app, "Lin")
    with app.store.write() as db:
        session = logins.follow(db, logins.new_link(db, lin.person.id, clock()), clock()).session
        link = logins.new_link(db, lin.person.id, clock())
        assert logins.whose(db, session, clock()) == lin.person.id
        app.directory.leave(db, lin.person.id, clock())
        assert logins.whose(db, session, clock()) is None
        assert logins.follow(db, link, clock()).outcome == "unknown"
    assert app.person("web", lin.account) is None
    for text in ("太贵了", "开始"):  # also the second time: no new person is made from the old account
        assert "已经离开" in lin.say(text)
    with app.store.read() as db:
        assert [p.name for p in app.directory.everyone(db)] == []
        assert len(db.execute(select(person)).all()) == 1


def test_whoever_left_can_be_let_back_in(app: App, clock: StillClock) -> None:
    lin = Someone(app, "Lin", role=Role.MANAGER)
    with app.store.write() as db:
        app.directory.leave(db, lin.person.id, clock())
        app.directory.let_back(db, "Lin", clock())
    assert "已经离开" not in lin.say("太贵了")
    found = app.person("web", lin.account)
    assert found is not None
    assert found.role is Role.MANAGER


def test_the_erased_are_not_let_back_in(app: App, clock: StillClock) -> None:
    lin = Someone(app, "Lin")
    with app.store.write() as db:
        erase(db, lin.person.id, clock())
        app.directory.let_back(db, f"erased-{lin.person.id}", clock())
        assert app.directory.everyone(db) == []


def test_an_erased_person_who_comes_back_is_new(app: App, clock: StillClock) -> None:
    lin = Someone(app, "Lin", role=Role.ADMIN)
    with app.store.write() as db:
        erase(db, lin.person.id, clock())
    app.answer(Incoming("web", lin.account, "e1", "太贵了", name="Lin"))
    found = app.person("web", lin.account)
    assert found is not None
    assert found.id != lin.person.id
    assert (found.name, found.role) == ("Lin", Role.REP)


# Links and sessions


def test_a_link_works_once_and_for_a_day(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.add(db, "Lin", now=NOW)
        link = logins.new_link(db, lin.id, NOW)
        assert logins.follow(db, link, NOW + logins.LINK_LASTS).outcome == "expired"
        opened = logins.follow(db, link, NOW + logins.LINK_LASTS - timedelta(seconds=1))
        assert opened.outcome == "in"
        assert logins.follow(db, link, NOW).outcome == "used"
        assert logins.follow(db, link + "x", NOW).outcome == "unknown"
        assert logins.follow(db, "\ud83d\x00", NOW).outcome == "unknown"
        assert logins.follow(db, opened.session, NOW).outcome == "unknown"  # a session is no link
        assert logins.whose(db, link, NOW) is None  # and a link no session


def test_a_session_lasts_thirty_days(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.add(db, "Lin", now=NOW)
        session = logins.follow(db, logins.new_link(db, lin.id, NOW), NOW).session
        assert logins.whose(db, session, NOW + timedelta(days=30) - timedelta(seconds=1)) == lin.id
        assert logins.whose(db, session, NOW + timedelta(days=30)) is None
        logins.close(db, session)
        assert logins.whose(db, session, NOW) is None


def test_of_ten_who_follow_a_link_at_once_one_gets_in(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.add(db, "Lin", now=NOW)
        link = logins.new_link(db, lin.id, NOW)

    def follow(_: int) -> logins.Opened:
        with store.write() as db:
            return logins.follow(db, link, NOW)

    opened = at_once(10, follow)
    assert sorted(o.outcome for o in opened) == ["in"] + ["used"] * 9
    assert sum(bool(o.session) for o in opened) == 1


def test_only_hashes_are_stored(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.add(db, "Lin", now=NOW)
        link = logins.new_link(db, lin.id, NOW)
        session = logins.follow(db, link, NOW).session
        rows = str(db.execute(select(logins.login)).all())
    assert link not in rows
    assert session not in rows


def test_sweeping_keeps_what_still_explains_itself(store: Store, directory: Directory) -> None:
    with store.write() as db:
        lin = directory.add(db, "Lin", now=NOW)
        link = logins.new_link(db, lin.id, NOW)
        logins.sweep(db, NOW + timedelta(days=30))
        assert logins.follow(db, link, NOW + timedelta(days=30)).outcome == "expired"
        logins.sweep(db, NOW + timedelta(days=32))
        assert logins.follow(db, link, NOW + timedelta(days=32)).outcome == "unknown"
