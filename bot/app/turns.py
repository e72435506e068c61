"""The path of one message: read, decide, commit, hand to the channel."""

import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from bot.app.host import Base
from bot.errors import CornermanError
from bot.features import NOT_YET, Match, OpenStep, Route, Turn, find
from bot.features.forms import asked_one_by_one
from bot.messages import ROLE_NAMES, Form, Incoming, Message, Person, Reply, Text, readable, say
from bot.people import link
from bot.people.directory import Met
from bot.people.link import Account
from bot.people.tables import person as person_table
from bot.pushes import jobs, outbox
from bot.pushes.sharing import sharable
from bot.store import StoreFault, arrivals, attachments, inbox
from bot.words import N_, Words, language_of, words

log = logging.getLogger("cornerman")


class _Moved(Exception):
    """The conversation went on between reading and writing."""


@dataclass(slots=True)
class _After:
    """What is to be done once a turn is committed."""

    told: set[int]
    job: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What the snapshot said before anything is written."""

    person: Person
    step: OpenStep | None
    version: int
    match: Match | None
    refusal: Reply | None = None
    label: str = ""
    """What the pressed button said: the page shows it as the person's words."""
    paused: bool = False
    """Whether the account was given up as blocked: whoever writes is back."""

    @property
    def private(self) -> bool:
        return self.match is not None and self.match.route.private

    def kept(self, text: str) -> str:
        """What the inbox remembers of the words: of private ones where they went, and no more."""
        if self.match is not None and self.private:
            return f"/{self.match.route.name}" if self.match.route.kind == "command" else "…"
        return self.label or text


class App(Base):
    """Answers: `answer` takes one message all the way down."""

    # One message

    def answer(self, incoming: Incoming) -> Message:
        """Handles one event exactly once and returns the message to render; a repeated event gets the same one."""
        values = {name: readable(value) for name, value in incoming.values.items()}
        incoming = replace(incoming, text=readable(incoming.text), values=values)
        try:
            return self._answer(incoming)
        except CornermanError as error:
            if isinstance(error, StoreFault) and incoming.arrival:
                raise  # the raw event is kept, and its turn comes again
            answer = _unsaved(Reply((Text(self._words_for(incoming)(str(error)), "warning"),)))
        except Exception:
            answer = self._apologise(incoming)
        self.drop(incoming.arrival)
        return answer

    def _answer(self, incoming: Incoming) -> Message:
        for _ in range(3):
            try:
                return self._once(incoming)
            except _Moved:
                continue
        raise CornermanError(N_("Several messages arrived at once. Please send the last one again."))

    def _once(self, incoming: Incoming) -> Message:
        now = self.clock()
        with self.store.read() as db:
            met = self.directory.meet(db, incoming.channel, incoming.account, incoming.conversation, now)
            read = self._read(db, incoming, met or self._first_contact(incoming))
            turn = self._turn(db, incoming, read)
            route = read.match.route if read.match else None
            prepared = route.prepare(turn) if route and route.prepare and not read.refusal else None
        after = _After({read.person.id})
        with self.store.write() as db:
            message = self._decide(db, incoming, read, prepared, after)
        for person_id in after.told:
            self.notify(person_id)
        if after.job:
            self.work.set()
        log.debug("%s %s in %s", incoming.channel, route.action if route else "-", self.clock() - now)
        return message

    def _first_contact(self, incoming: Incoming) -> Met:
        now, here = self.clock(), Account(incoming.channel, incoming.account, incoming.conversation)
        with self.store.write() as db:
            if self._lets_in(db, here, incoming.text):
                return Met(self.directory.first_contact(db, here.channel, here.account, incoming.name, now))
        raise CornermanError(link.STRANGER)

    def _lets_in(self, db: Connection, here: Account, text: str) -> bool:
        """All the world can write on some channels: there nobody becomes somebody by writing."""
        if here.channel not in link.OPEN_TO_THE_WORLD or self.settings.telegram.strangers:
            return True
        known = self.directory.recognise(db, here.channel, here.account) is not None  # invited a moment ago
        return known or link.admits(db, self.directory, here, text, self.clock())

    def _read(self, db: Connection, incoming: Incoming, met: Met) -> _Read:
        """Which one handler this message is for, or the sentence why there is none."""
        person, (action, state, version) = met.person, met.waits
        step = OpenStep(action, state, version) if action else None
        said = self._words(person, incoming.text)
        label = ""
        if incoming.press is not None:
            match, label = self._pressed(db, incoming, person)
            refusal = None if match else say(said("That button is no longer in use. Please ask again."))
        else:
            match = find(self.routes, incoming.text, step)
            refusal = None if match else self._unknown_command(incoming.text, said)
        if match and not match.route.allows(person):
            refusal = self._denied(match.route, person, said)
        if refusal is None and match and match.route.kind == "text" and match.text in NOT_YET:
            refusal = self._not_yet(match.text, said)
        return _Read(person, step, version, match, refusal, label, met.paused)

    def _pressed(self, db: Connection, incoming: Incoming, person: Person) -> tuple[Match | None, str]:
        """The handler of a pressed button and its label; none when it is not this person's, too old or gone."""
        assert incoming.press is not None
        message = outbox.pressed(db, incoming.press.token, person.id, self.clock())
        actions = list(message.reply.actions()) if message else []
        if not 0 <= incoming.press.index < len(actions):
            return None, ""
        pressed = actions[incoming.press.index]
        route = self.routes.by_action.get(pressed.action)
        label = pressed.submit if isinstance(pressed, Form) else pressed.label
        return (Match(route, args=pressed.args), label) if route else (None, label)

    def _unknown_command(self, text: str, said: Words) -> Reply:
        word = text.strip().split()[0][:40] if text.strip() else ""
        if not word:
            return say(said("Type what the customer said, or /help."))
        if word[1:] in NOT_YET:
            return self._not_yet(word[1:], said)
        return say(said("I have no command {word}. /help shows what there is.", word=word))

    def _not_yet(self, word: str, said: Words) -> Reply:
        return say(said("{feature}: not in this version yet.", feature=said(NOT_YET[word])))

    def _denied(self, route: Route, person: Person, said: Words) -> Reply:
        if not route.switched_on(person):
            return say(said("That is switched off for your team. An admin can switch it on with /features."))
        roles = ", ".join(sorted(said(ROLE_NAMES[role]) for role in route.roles))
        return say(said("That is not open to you. It is for: {roles}.", roles=roles))

    def _decide(self, db: Connection, incoming: Incoming, read: _Read, prepared: Any, after: _After) -> Message:
        """The one transaction: the event, what the handler writes, and the reply, or nothing of it."""
        person, now = read.person, self.clock()
        if self.store.lock_rows():
            db.execute(select(person_table.c.id).where(person_table.c.id == person.id).with_for_update(key_share=True))
        event = inbox.receive(
            db, channel=incoming.channel, event=incoming.event, person_id=person.id,
            conversation=incoming.conversation, version=read.version, text=read.kept(incoming.text), now=now,
        )  # fmt: skip
        if incoming.arrival:
            arrivals.done(db, incoming.arrival)
        if event is None:
            return self._answered_before(db, incoming, person)
        if read.paused:
            self.directory.resume(db, incoming.channel, incoming.account)
        if incoming.files and not read.private:
            attachments.save(db, incoming.files, person_id=person.id, inbox_id=event, now=now)
        turn = self._turn(db, incoming, read)
        reply = self._reply(turn, read, prepared)
        after.told |= turn.told
        stuck = read.refusal is not None and read.match is not None and read.match.route.kind == "step"
        if (read.step is not None or turn.next_step is not None) and (read.refusal is None or stuck):
            action, state = turn.next_step or ("", {})
            inbox.set_step(
                db, person.id, incoming.channel, incoming.conversation,
                action=action, state=dict(state), version=read.version, now=now,
            )  # fmt: skip
        edits = incoming.press.token if reply.edit and incoming.press else ""
        message = outbox.put(
            db, reply, person_id=person.id, channel=incoming.channel, conversation=incoming.conversation,
            inbox_id=event, edits=edits, status="sending", owner=self.process, place=incoming.place, now=now,
        )  # fmt: skip
        if turn.job:
            action, args = turn.job
            jobs.start(db, action, args, incoming=incoming, person_id=person.id, token=message.token, now=now)
            after.job = True
        return message

    def _reply(self, turn: Turn, read: _Read, prepared: Any) -> Reply:
        if read.refusal is not None or read.match is None:
            return read.refusal or say(turn.words("Type what the customer said, or /help."))
        reply = self._followed(turn, read.match.route, read.match.route.handler(turn, prepared))
        return sharable(turn, asked_one_by_one(turn, reply))

    def _followed(self, turn: Turn, route: Route, reply: Reply) -> Reply:
        """The reply, and below it what other features make of what was done."""
        followers = self.routes.followers.get(route.action, ())
        below = tuple(part for feature, look in followers if feature.is_on(turn.person) for part in look(turn))
        return replace(reply, parts=(*reply.parts, *below)) if below else reply

    def _answered_before(self, db: Connection, incoming: Incoming, person: Person) -> Message:
        found = inbox.seen(db, incoming.channel, incoming.event)
        if found is None:
            raise _Moved  # and with it the arrival stays: this transaction is undone
        if found[1] != person.id:
            return _unsaved(say())
        return outbox.of_event(db, found[0]) or _unsaved(say())

    def _turn(self, db: Connection, incoming: Incoming, read: _Read) -> Turn:
        match, said = read.match, self._words(read.person, incoming.text or read.label)
        return Turn(
            incoming=incoming, person=read.person, now=self.clock(), words=said,
            db=db, app=self, text=match.text if match else "", args=match.args if match else {},
            action=match.route.action if match else "", step=read.step,
        )  # fmt: skip

    def _words(self, person: Person, text: str) -> Words:
        return words(person.language or language_of(text, self.settings.language))

    def _words_for(self, incoming: Incoming) -> Words:
        """The person's language also when something went wrong; the text's if not even that can be looked up."""
        with suppress(Exception):
            return words(self.language(incoming.channel, incoming.account))
        return words(language_of(incoming.text, self.settings.language))

    def _apologise(self, incoming: Incoming) -> Message:
        number = secrets.token_hex(4)
        log.exception("turn %s on %s failed", number, incoming.channel)
        text = N_("Sorry, that went wrong. Nothing was lost; please send it again. ({number})")
        return _unsaved(Reply((Text(self._words_for(incoming)(text, number=number), "warning"),)))


def _unsaved(reply: Reply) -> Message:
    return Message(0, "", reply)
