"""Reads `cornerman.toml` in the workspace, then the environment; says what is wrong with either."""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.errors import CornermanError
from bot.settings import platforms
from bot.settings.values import FunnelSettings, Secret, Settings

FILE = "cornerman.toml"
_CURRENCY = re.compile(r"[A-Z]{3}")


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
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise CornermanError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CornermanError(f"{path} is not UTF-8 text (byte {error.start}). Save it as UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise CornermanError(f"{path} cannot be read: {error}.") from error
    return _settings(folder, table, env, demo)


SHAPES: Mapping[type, str] = {
    str: 'text in quotes, such as "zh"',
    int: "a whole number without quotes",
    bool: "true or false",
    list: 'a list of texts, such as ["manufacturing", "retail"]',
}
KNOWN: Mapping[str, Mapping[str, type]] = {
    "workspace": {"language": str, "time_zone": str},
    "web": {"host": str, "port": int, "public_url": str},
    "slack": {"transport": str, "proxy": str, "command": str},
    "telegram": {"transport": str, "proxy": str, "strangers": bool, "inline": bool},
    "funnel": {
        "currency": str,
        "big_deal": int,
        "industries": list,
        "regions": list,
        "sizes": list,
        "source_time_zone": str,
    },
    "privacy": {"foreign_channel_pii": str},
}
SECTIONS = ", ".join(f"[{name}]" for name in KNOWN) + " and [features]"


def _settings(folder: Path, table: dict[str, object], env: Mapping[str, str], demo: bool) -> Settings:
    _check_sections(table)
    general = _section(table, "workspace")
    web = _section(table, "web")
    features = table.get("features", {})
    if not isinstance(features, dict) or not all(isinstance(v, bool) for v in features.values()):
        raise CornermanError(f"{FILE}: [features] holds lines like `knowledge = true`, nothing else.")
    return Settings(
        workspace=folder,
        database_url=_database(folder, env, demo),
        host=_host(env.get("CORNERMAN_HOST") or str(web.get("host", "127.0.0.1"))),
        port=_port(env.get("CORNERMAN_PORT") or web.get("port", 8470)),
        public_url=_public_url(env.get("CORNERMAN_PUBLIC_URL") or str(web.get("public_url", ""))),
        language=_language(general.get("language", "zh")),
        time_zone=check_time_zone(str(general.get("time_zone", "Asia/Shanghai"))),
        features=features,
        slack=platforms.slack(_section(table, "slack"), env, demo=demo),
        telegram=platforms.telegram(_section(table, "telegram"), env, demo=demo),
        funnel=_funnel(_section(table, "funnel"), env),
        foreign_pii=platforms.one_of(
            "[privacy] foreign_channel_pii", _section(table, "privacy").get("foreign_channel_pii"), ("send", "mask")
        ),
        pace=_pace(env.get("CORNERMAN_PACE") or "1"),
        demo=demo,
    )


def _check_sections(table: Mapping[str, object]) -> None:
    for name, value in table.items():
        if name in KNOWN or name == "features":
            continue
        if isinstance(value, dict):
            raise CornermanError(f"{FILE}: unknown section [{name}]. Known are {SECTIONS}.")
        home = next((f" It belongs under [{section}]." for section, keys in KNOWN.items() if name in keys), "")
        raise CornermanError(f"{FILE}: {name!r} stands outside the sections {SECTIONS}.{home}")


def _section(table: Mapping[str, object], name: str) -> dict[str, object]:
    section = table.get(name, {})
    if not isinstance(section, dict):
        raise CornermanError(f"{FILE}: write [{name}] as a section with lines `name = value`.")
    for key, value in section.items():
        kind = KNOWN[name].get(key)
        if kind is None:
            raise CornermanError(f"{FILE}: [{name}] has no setting {key!r}. It has: {', '.join(KNOWN[name])}.")
        if type(value) is not kind:  # true is an int to Python, and no port
            raise CornermanError(f"{FILE}: [{name}] {key} = {value!r} should be {SHAPES[kind]}.")
    return section


def _database(folder: Path, env: Mapping[str, str], demo: bool) -> str:
    name = "demo.db" if demo else "cornerman.db"
    default = f"sqlite:///{quote(str(folder / '.cornerman' / name))}"  # a folder may have ? or % in its name
    return default if demo else env.get("DATABASE_URL") or default


def _host(host: str) -> str:
    if not host or any(c.isspace() or c in "/@" for c in host):  # an empty one would open the page to the network
        raise CornermanError(f"The host {host!r} is no address to listen on. It should look like 127.0.0.1.")
    return host


def _public_url(url: str) -> str:
    if url and not _is_address(url):
        raise CornermanError(f"The public_url {url!r} should look like https://coach.example.com, or be empty.")
    return url.rstrip("/")


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)


def _port(value: object) -> int:
    try:
        port = int(str(value))
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise CornermanError(f"The port {value!r} is not a number from 0 to 65535.")
    return port


def _pace(text: str) -> float:
    try:
        pace = float(text)
    except ValueError:
        pace = 0.0
    if not 0 < pace <= 1000:
        raise CornermanError(f"CORNERMAN_PACE = {text!r} should be a number such as 1 or 0.5.")
    return pace


def _funnel(section: Mapping[str, object], env: Mapping[str, str]) -> FunnelSettings:
    currency, big = str(section.get("currency", "CNY")), section.get("big_deal", 500_000)
    if not _CURRENCY.fullmatch(currency):
        raise CornermanError(f'{FILE}: [funnel] currency = {currency!r} should be three capitals, such as "CNY".')
    if not isinstance(big, int) or big <= 0:
        raise CornermanError(f"{FILE}: [funnel] big_deal = {big!r} should be a whole number above 0.")
    profile = {name: _texts(name, section.get(name, [])) for name in ("industries", "regions", "sizes")}
    source = Secret(env.get("FUNNEL_SOURCE_URL", "").strip())
    zone = check_time_zone(str(section.get("source_time_zone", "UTC")))
    return FunnelSettings(currency=currency, big_deal=big, source=source, source_time_zone=zone, **profile)


def _texts(name: str, value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return tuple(value)
    raise CornermanError(f"{FILE}: [funnel] {name} = {value!r} should be {SHAPES[list]}.")


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
