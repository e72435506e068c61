"""Brings a database to this release, and refuses one that a newer release made."""

from pathlib import Path

from sqlalchemy import inspect, text

from bot.errors import CornermanError
from bot.store.engine import Store
from bot.store.once import one_at_a_time

HEAD = "0012"
"""The newest migration; a test holds it against the versions folder."""


def migrate(store: Store) -> None:
    found = revision(store)
    if found == HEAD:
        return  # Alembic's import costs 0.2 s, and nearly every start ends here
    if found is not None and found not in _known():
        raise CornermanError(
            f"This database was made by a newer Cornerman (its schema is {found}, this program knows up to {HEAD}). "
            "Upgrade the program; the database was not touched."
        )
    _upgrade(store)


def revision(store: Store) -> str | None:
    with store.read() as db:
        if not inspect(db).has_table("alembic_version"):
            return None
        return db.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _known() -> set[str]:
    return {path.name.split("_")[0] for path in (Path(__file__).parent / "versions").glob("[0-9]*.py")}


def _upgrade(store: Store) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with store.write() as db:
        one_at_a_time(db, "migrate")  # replicas start together
        config.attributes["connection"] = db
        command.upgrade(config, "head")
