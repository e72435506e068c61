"""The words by which a day is told to be the one of the contact. Chinese and English, from common usage."""

import re

from bot.playbooks.log.step_words import any_of

# "… visit Monday, clinic was packed"; "Wednesday Teams meeting with …, went through …".
A_CONTACT = re.compile(
    r"\b(?:visit|call|lunch|dinner|coffee|zoom|teams|meeting|demo|on site|phone|email|text|forgot to (?:put in|log)"
    r"|didn't log|missed logging|put in)(?: on| from)?$"
)
LATE_ENTRY = re.compile(
    r"\b(?:this was|that was|(?:late )?entry(?: for)?|logging|log|catching up(?: on)?|backlog(?: for)?|still from)"
    r"[ :,]*(?:on |for |from )?(?:the )?$"
)
A_CONTACT_OF = re.compile(
    r" (?:\w+ ){0,2}(?:visit|call|lunch|dinner|zoom|teams|meeting|demo|trip) (?:with|at|to|for)\b"
)
PAST = re.compile(
    r"\b(?:was|were|went|did|had|got|said|took|came|gave|told|showed|argued|asked|wanted|liked)\b|了|\w{2,}ed\b"
)
HOW_TODAY = re.compile(
    r"电话|微信|邮件|回[了说]|通话|视频|短信|\b(?:replied|called|emailed|texted|phoned|wrote|rang|answered)\b|说|见"
)
# monday's visit
ITS_CONTACT = re.compile(r"'s (?:visit|call|meeting|e-?mail|zoom|lunch|chat|trip|demo)|的(?:拜访|电话|会|见面|饭局)")
REPORTS = re.compile(r"\b(?:log|note|report|say|record|put down|write down)(?: that)?\b")
# A day that opens the report is the contact's: "ok so Friday afternoon Zoom …", 周二拜访启明 贺军出差.
OPENING = re.compile(
    r"(?:(?:ok|okay|so|um|uh|er|hm|alright|right|well|this is|it's|for|from|on|log|quick one"
    r"|note|debrief|back to|about|the)[\s,.:]*"
    r"|[呃嗯啊那个就是对了补一下记一下汇报上这周:：,，。\s])+"
)
TODAY_STILL = any_of(
    r"\b(?:doing|writing|finishing) (?:it|that|this|them) (?:for )?$",
    r"(?:让[^，。\s]{1,4}|我们?|我说|我这就|要|会|得)$",
    r"\b(?:by|'ll|will|gonna|going to|sending|send|need to|have to|must)\b[^,.]*$",
)
TODAY_STILL_AFTER = re.compile(
    r" ?(?:i'll|we'll|i will|we will|sending)\b|(?:之内|内|下班之?前|晚些时候|晚点)(?:我"
    r"|我们)?[^了]*$|(?:我|我们)?(?:就|再|要|会|得)[^了]*$"
)
# Said of a later hour of today.
LATER_TODAY = re.compile(r"晚|下午|待会|等会|等下|一会|tonight|this (?:afternoon|evening)")
LATER_TODAY_AFTER = re.compile(
    r"(?:我|我们)?(?:先|再)?(?:发|送|寄|回|赶|弄|改|打给|过去|给他|给她|给客户|发给"
    r"|把)[^了的过]*$"
)
TODAY_BY = re.compile(r"\bby (?:the )?$")
