"""Typed settings: `cornerman.toml` in the workspace, then the environment."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import CornermanError

FILE = "cornerman.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    workspace: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8470
    public_url: str = ""
    """How the page is reached from outside (an https proxy), for invitations; "" = only this machine."""
    language: str = "zh"
    time_zone: str = "Asia/Shanghai"
    features: Mapping[str, bool] = field(default_factory=dict)
    """What a team starts with; a team's own switches come over it."""
    demo: bool = False

    @property
    def state(self) -> Path:
        """Where this machine keeps its database, caches and lock; never in git."""
        return self.workspace / ".cornerman"


def find_workspace(start: Path) -> Path:
    """The folder at or above `start` that holds cornerman.toml."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise CornermanError(
        f"There is no {FILE} in {start} or above it. `cornerman init DIR` makes a workspace; "
        "then run this there, or name it with --workspace."
    )


def load(folder: Path, env: Mapping[str, str] = os.environ, *, demo: bool = False) -> Settings:
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CornermanError(f"{path} cannot be read: {error}") from error
    return _settings(folder, table, env, demo)


KNOWN: Mapping[str, Mapping[str, type]] = {
    "workspace": {"language": str, "time_zone": str},
    "web": {"host": str, "port": int, "public_url": str},
}


def _settings(folder: Path, table: dict[str, object], env: Mapping[str, str], demo: bool) -> Settings:
    general = _section(table, "workspace")
    web = _section(table, "web")
    features = table.get("features", {})
    if not isinstance(features, dict) or not all(isinstance(v, bool) for v in features.values()):
        raise CornermanError(f"{FILE}: [features] holds lines like `knowledge = true`, nothing else.")
    unknown = set(table) - set(KNOWN) - {"features"}
    if unknown:
        raise CornermanError(f"{FILE}: unknown section [{min(unknown)}]. Known are [workspace], [web] and [features].")
    return Settings(
        workspace=folder,
        database_url=_database(folder, env, demo),
        host=env.get("CORNERMAN_HOST") or str(web.get("host", "127.0.0.1")),
        port=_port(env.get("CORNERMAN_PORT") or web.get("port", 8470)),
        public_url=(env.get("CORNERMAN_PUBLIC_URL") or str(web.get("public_url", ""))).rstrip("/"),
        language=_language(general.get("language", "zh")),
        time_zone=check_time_zone(str(general.get("time_zone", "Asia/Shanghai"))),
        features=features,
        demo=demo,
    )


def _section(table: dict[str, object], name: str) -> dict[str, object]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise CornermanError(f"{FILE}: write [{name}] as a section with lines `name = value`.")
    for key, value in section.items():
        kind = KNOWN[name].get(key)
        if kind is None:
            raise CornermanError(f"{FILE}: [{name}] has no setting {key!r}. It has: {', '.join(KNOWN[name])}.")
        if not isinstance(value, kind):
            raise CornermanError(f"{FILE}: [{name}] {key} = {value!r} should be a {kind.__name__}.")
    return section


def _database(folder: Path, env: Mapping[str, str], demo: bool) -> str:
    name = "demo.db" if demo else "cornerman.db"
    default = f"sqlite:///{folder / '.cornerman' / name}"
    return default if demo else env.get("DATABASE_URL") or default


def _port(value: object) -> int:
    try:
        port = int(str(value))
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise CornermanError(f"The port {value!r} is not a number from 0 to 65535.")
    return port


def _language(value: object) -> str:
    if value not in ("zh", "en"):
        raise CornermanError(f'{FILE}: [workspace] language = {value!r} should be "zh" or "en".')
    return str(value)


def check_time_zone(name: str) -> str:
    """The name of an IANA time zone, as it is; raises a sentence for anything else."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CornermanError(
            f"{name!r} is no time zone. It should look like Asia/Shanghai or Europe/Berlin."
        ) from error
    return name
