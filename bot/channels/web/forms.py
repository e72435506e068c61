"""What a posted form says. Only plain url-encoded forms are read, and only so much of them."""

import hashlib
import re
import uuid
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.channels.web.bubbles import CHANNEL
from bot.errors import CornermanError
from bot.messages import Incoming, Press, readable

BODY_MAX = 200_000
"""Bytes; 10,000 emoji take 120,000."""
FIELDS_MAX = 60

_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_PRESS = re.compile(r"([A-Za-z0-9_-]{1,22}):([0-9]{1,3})")


class TooLong(CornermanError):
    """More than anybody types."""


async def read_form(request: Request) -> dict[str, str]:
    """The form's fields; raises before more than BODY_MAX is held in memory."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise TooLong
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return {}
    try:
        return dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=FIELDS_MAX))
    except ValueError:
        return {}


def incoming_from(form: Mapping[str, str], account: str) -> Incoming:
    """A press that cannot be read presses nothing and is answered as a stale button."""
    press = None
    if pressed := form.get("press", ""):
        found = _PRESS.fullmatch(pressed)
        press = Press(found[1], int(found[2])) if found else Press("", -1)
    values = {key[2:]: value for key, value in form.items() if key.startswith("f-")}
    # An event id is the browser's, so it counts for this account only.
    text = readable(form.get("text", ""))  # as it is stored: what is shown at once is what a reload shows
    return Incoming(CHANNEL, account, f"{account}:{event_of(form)}", text, press=press, values=values)


def event_of(form: Mapping[str, str]) -> str:
    """The id under which the same post, sent twice, is one event.

    The page's script makes one. Without it a form carries `once`, made when the page was: with what the form says, so
    that another text from the same page is another event.
    """
    if _ID.fullmatch(form.get("event", "")):
        return form["event"]
    if not _ID.fullmatch(form.get("once", "")):
        return uuid.uuid4().hex
    said = "\0".join(f"{key}={form[key]}" for key in sorted(form))
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()[:32]
