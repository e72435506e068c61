"""English questions by form: inversion and question words count without a question mark, "what I mean is" does not."""

import re

from bot.drills.moves.reading import Question
from bot.drills.moves.sentences import clauses

_AUX = (
    r"(?:is|are|was|were|am|do|does|did|would|will|can|could|should|has|have|had|may|might|shall|must"
    r"|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|wouldn't|shouldn't|haven't|hasn't|"
    r"hadn't)"
)
_WHO = (
    r"(?:you|we|i|he|she|they|it|that|this|there|your|yours|the|any|anyone|anybody|anything|someone|somebody|"
    r"something"
    r"|our|my|his|her|their|those|these|everyone|everybody|everything|people|all|some|most|both|one)"
)
_LEAD = re.compile(
    r"^(?:(?:so|and|but|ok|okay|well|then|now|um+|uh+|hm+|mm+|hmm|oh|ah|right|alright|all right|yeah|yes|no|sure|"
    r"great|good"
    r"|fine|thanks|thank you|cool|nice|fair enough|got it|i see|hi|hello|hey|or|because|just|maybe|actually|also|"
    r"please"
    r"|by the way|btw|out of curiosity|just curious|quick question|one question|first|finally|again|like|"
    r"you know|i mean|sorry)"
    r"\b[\s,.:;…-]*)+",
)
_INVERTED = re.compile(rf"^(?:{_AUX})(?:n't)?\s+(?:not\s+)?{_WHO}\b|^(?:any|anything|anyone)\s+\w+", re.ASCII)
_NAMED = re.compile(r"^(?:does|did|is|was|has|would|will)\s+(?:[a-z]+)(?:\s+\w+){1,8}$")
_ELLIPSIS = re.compile(r"^(?:you|ever|still|already|ready|interested|happy|ok|okay|sure|make sense|does it|mind)\b")

_WH = r"(?:what|how|why|where|when|who|whom|whose|which)"
_WH_ASKED = re.compile(
    rf"\b{_WH}(?:'s|'re|'d|'ll|s)?\b(?:\s+(?:exactly|else|ever|kind of|kinds of|sort of|sorts of|type of|"
    rf"types of|part of|many|much|long"
    rf"|often|far|soon|big|old|well|other|more|about|in particular|specifically))*(?:\s+(?!you\b|i\b|we\b|they\b|"
    rf"he\b|she\b|it\b|there\b)"
    rf"[a-z'-]+){{0,4}}?\s+{_AUX}\b"
)
_WH_SHORT = re.compile(
    rf"^(?:{_WH}(?:'s|'re|'d)\b|(?:what|how) (?:about|else|if|come)\b|why not\b|why\b|what for\b|how so\b|how come\b"
    r"|(?:who|what|which \w+|which) (?:else |usually |normally |really |then |actually |first )?(?:[a-z]+s|"
    r"happened|made|brought|came|went|got|kept|broke|changed|led|took)\b"
    r"|since when|like what|such as|meaning|in what way|to what extent|by when|until when|with whom|for how long|"
    r"at what)",
)
_TOLD = re.compile(
    rf"^(?:what|how|when|where|who|which|whatever|however)\s+(?:you|i|we|they|he|she|it|that|the|this|your|our|"
    rf"matters|means)\b(?!.*\b{_WH}\b.*\b{_AUX}\b\s+{_WHO})"
    r"|^(?:which means|which is|who knows|what a|how nice|how interesting|when it comes|what matters|"
    r"what happens is|why don't (?:i|we)|how about (?:i|we))"
)
_COUNTED = re.compile(
    r"^(?:how (?:many|much|long|often|old|far|soon|big|large|tall|frequently|recently|late|early)\b"
    r"|when\b|who\b|whom\b|whose\b|by when|since when|until when"
    r"|which (?:one|of|day|date|week|month|year|time|version|number|country|city|language|floor|room)s?\b"
    r"|what(?:'s| is| was| are| were)? (?:your |the |his |her )?(?:time|day|date|year|age|name|number|price|"
    r"percentage|month|size|address|email))"
)
_ASKED_OF_YOU = re.compile(
    r"\b(?:tell me|tell us|walk me|walk us|talk me|talk us|take me through|help me understand|describe|explain|"
    r"share with"
    r"|say (?:a bit |a little )?more|give me an? (?:example|idea|picture|sense)|paint me|fill me in|elaborate|"
    r"expand on"
    r"|(?:i'd|i would) (?:like|love|be (?:curious|interested)) to (?:hear|know|understand|learn)|i'm (?:curious|"
    r"wondering|interested)|i (?:was |am )?wonder(?:ing)?"
    r"|i'm keen to hear|curious (?:to|about|how|what|why)|let me ask|may i ask|can i ask|could i ask|mind if i ask)\b"
)
_BY_ME = re.compile(
    r"\b(?:let me (?:tell|walk|talk|explain|describe|share)|i(?:'ll| will|'d like to| can| could| want to|"
    r" would like to| wanted to)"
    r" (?:tell|walk|talk|explain|describe|share|say|give)|(?:you|he|she|they|people|it|that|this|to) (?:tells?|"
    r"told|explain|describe|said)"
    r"|don't tell|didn't tell|tell me if|thanks? (?:you )?for)\b"
)
_ANYTHING = re.compile(
    r"^(?:(?:is|are|was|were) there |do you have |have you got |got )?(?:any (?:other |more |particular |"
    r"specific )?(?:thoughts?|ideas?|reasons?|concerns?|questions?|ways?|things?)"
    r"|anything(?: else| in particular| specific)?)\b"
)
_OKAY = re.compile(r"\W\s*(?:ok|okay|all right|alright|you know|yeah|huh|mm-?hm+)\W*$", re.IGNORECASE)
_PROPOSING = re.compile(
    r"^(?:shall (?:we|i)|why don't (?:we|you|i)|why not|how about|what about|can (?:i|we)|could (?:i|we)|may i|"
    r"might i|let's|should we|do you mind|would you mind"
    r"|(?:would|do) you (?:like|want|care|be (?:free|available|up|ok|okay|open))|are you (?:free|available|"
    r"around|up for)|does (?:that|it|\w+day|this) (?:work|suit)|is (?:that|it|\w+day) (?:ok|okay|fine|good)"
    r"|(?:can|could|will|would) you (?:please )?(?:help|give|send|bring|show|get|let|come|join|wait|sign|make|do|"
    r"put|take|forward|invite|introduce|confirm|check))\b"
)
_TAG = re.compile(
    rf",?\s*(?:right|correct|yeah|yes|no|okay|ok|huh|eh|isn't that so|is that right|am i right|fair|agreed|true|"
    rf"deal|sound good|you know)$|,\s*{_AUX}\s+{_WHO}$"
)
_LEADING = re.compile(
    r"\b(?:don't you (?:think|agree|want|feel|see)|wouldn't you (?:agree|say|like|rather|want)|wouldn't it be|"
    r"isn't it (?:true|time|better|obvious)"
    r"|surely|you(?:'d| would| must| do| will)? agree|you must (?:be|have|feel|hate|want)|don't you|"
    r"can't you see|obviously|you (?:do|would) want)\b"
    rf"|,\s*(?:isn't|aren't|wasn't|don't|doesn't|didn't|won't|wouldn't|can't|couldn't|shouldn't|haven't|"
    rf"hasn't)\s+{_WHO}$|\bsurely\b.*,\s*{_AUX}\s+{_WHO}$"
)
_EITHER = re.compile(
    r"\b(?!or (?:not|so|something|anything|whatever|what|no|maybe|is there|else|more|less|two|three)\b)or\b(?!\s*$)"
)
_INDIRECT = re.compile(
    rf"^(?:can|could|would|will)\s+you\s+(?:please\s+|maybe\s+|perhaps\s+|just\s+|also\s+|be willing to\s+|"
    rf"mind\s+)*(?:{_ASKED_OF_YOU.pattern[2:-2]}"
    r"|give|tell|share|say|speak|talk|think of|name|list|help me)"
)
_DO_YOU_SEE = re.compile(
    r"^(?:do|did|have|are|would|could|can) you (?:know|see|think|feel|say|remember|aware of|have (?:any |"
    r"an )?(?:idea|thoughts?)|got any idea).{0,24}\b(?:what|how|why)\b.*"
)


def read(sentence: str) -> Question | None:
    marked = "?" in sentence or "？" in sentence
    line = sentence.lower().replace("’", "'").strip(" \"'“”.!?？,;:…()")
    kind = "" if _OKAY.search(sentence) and not _form(_bare(line), False) else _kind(line, marked)
    proposes = bool(_PROPOSING.match(_bare(line)))
    if not kind:
        return None
    if kind in ("yes_no", "tag") and _LEADING.search(line):
        return Question(sentence, "leading", True)
    if kind == "open":
        return Question(sentence, "open", proposes=proposes)
    if kind == "fact":
        return Question(sentence, "closed")
    if marked and _EITHER.search(line):
        return Question(sentence, "either", proposes=proposes)
    return Question(sentence, "closed", True, proposes)


def _kind(line: str, marked: bool) -> str:
    parts = [_bare(clause) for clause in clauses(line)] or [line]
    kinds = [kind for part in [_bare(line), *parts] if (kind := _form(part, marked))]
    if not kinds:
        return ("tag" if _TAG.search(line) else "yes_no") if marked else ""
    if kinds[0] == "yes_no" and marked:
        return "yes_no"
    return "open" if "open" in kinds else kinds[0]


def _bare(clause: str) -> str:
    return _LEAD.sub("", clause.strip(" \"'“”.!?,;:…()")).strip()


def _form(part: str, marked: bool) -> str:
    """open, fact, yes_no or "": what a clause is by its first words."""
    if _INDIRECT.match(part) or (marked and _ANYTHING.match(part)):
        return "open"
    if _INVERTED.match(part) or (marked and (_ELLIPSIS.match(part) or _NAMED.match(part))):
        return "yes_no"
    if _ASKED_OF_YOU.search(part) and not _BY_ME.search(part):
        return "open" if not re.search(r"\bask (?:if|whether)\b", part) else "yes_no"
    if _WH_SHORT.match(part) or _WH_ASKED.match(part):
        if not marked and _TOLD.match(part):
            return ""
        return "fact" if _COUNTED.match(part) else "open"
    if marked and _COUNTED.match(part):
        return "fact"
    inside = _WH_ASKED.search(part) if marked else None
    if inside:
        return "fact" if _COUNTED.match(part[inside.start() :]) else "open"
    return ""
