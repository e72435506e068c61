"""`@bot too expensive` typed in any chat: what may be sent to a customer, for people whom we know."""

import asyncio

import telegram
from telegram import InlineQuery, InlineQueryResultArticle, InputTextMessageContent

from bot.channels.port import Bot
from bot.channels.telegram.spans import TEXT_MAX, units
from bot.channels.telegram.translate import CHANNEL
from bot.channels.telegram.wire import NO_PREVIEW
from bot.knowledge.cards import Card
from bot.knowledge.library import Library
from bot.words import language_of

MOST = 5


async def answer_inline(bot: Bot, api: telegram.Bot, query: InlineQuery) -> None:
    """For this person and this moment only: what one may see is not kept for others."""
    cards = await asyncio.to_thread(offered, bot, str(query.from_user.id), query.query)
    await api.answer_inline_query(query.id, [_result(card) for card in cards], cache_time=0, is_personal=True)


def offered(bot: Bot, account: str, text: str) -> list[Card]:
    """The cards that fit, as far as they hold something for the customer; none for a stranger."""
    person = bot.person(CHANNEL, account)
    route = bot.routes.free_text
    if person is None or not text.strip() or route is None or not bot.may(person, route.action):
        return []
    library = bot.service(Library)
    found = (library.card(hit.id, language_of(text, person.language or "zh")) for hit in library.search(text).hits)
    return [card for card in found if card and 0 < units(card.sections.get("send", "")) <= TEXT_MAX][:MOST]


def _result(card: Card) -> InlineQueryResultArticle:
    content = InputTextMessageContent(card.sections["send"], link_preview_options=NO_PREVIEW)
    return InlineQueryResultArticle(card.id[:64], card.title, content, description=card.sections["line"])
