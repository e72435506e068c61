"""What can be set, typed. Secrets come from the environment alone and never show themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


class Secret:
    """A token that no log, error or repr shows; `reveal` is for the one place that sends it."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(set)" if self._value else "Secret()"

    __str__ = __repr__


NONE = Secret()
SLACK = "https://slack.com/api"
TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    bot_token: Secret = NONE
    app_token: Secret = NONE
    """For Socket Mode."""
    signing_secret: Secret = NONE
    """For HTTP."""
    transport: Literal["socket", "http"] = "socket"
    api: str = SLACK + "/"
    proxy: str = ""
    command: str = "/sales"

    @property
    def on(self) -> bool:
        return bool(self.bot_token)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    bot_token: Secret = NONE
    webhook_secret: Secret = NONE
    transport: Literal["polling", "webhook"] = "polling"
    api: str = TELEGRAM
    proxy: str = ""
    strangers: bool = False
    """Whether anybody who finds the bot is let in; else only who was invited or links an account."""
    inline: bool = False

    @property
    def on(self) -> bool:
        return bool(self.bot_token)


@dataclass(frozen=True, slots=True)
class FunnelSettings:
    currency: str = "CNY"
    """Of deals opened in chat, and of every threshold; ISO 4217."""
    big_deal: int = 500_000
    """From here on a deal is big: joint sign-off, and its own alerts. In whole units of `currency`."""
    industries: tuple[str, ...] = ()
    """The target profile; empty: any."""
    regions: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    source: Secret = NONE
    """Database address of the CRM or ERP that holds the two views."""
    source_time_zone: str = "UTC"
    """Of the source's times that name none."""


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
    slack: SlackSettings = field(default_factory=SlackSettings)
    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    funnel: FunnelSettings = field(default_factory=FunnelSettings)
    foreign_pii: Literal["send", "mask"] = "send"
    """Whether names, phones and amounts leave for Slack and Telegram as they are."""
    pace: float = 1.0
    """How much faster than the published limits a platform may be sent to: for servers of one's own."""
    demo: bool = False

    @property
    def state(self) -> Path:
        """Where this machine keeps its database, caches and lock; never in git."""
        return self.workspace / ".cornerman"
