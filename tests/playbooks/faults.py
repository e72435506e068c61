"""Every mistake that an author of playbooks can make: a small edit of a file, and the finding that it gives."""

from dataclasses import dataclass

FILE = "playbooks/general-b2b.yaml"


@dataclass(frozen=True)
class Fault:
    """`pattern` in the file becomes `to`; the one finding says `problem`, at the change or where `at` stands."""

    pattern: str
    to: str
    problem: str
    at: str = ""


FAULTS = {
    # Fields
    "a field that there is not": Fault("^    limit_days: 22", "    limit_day: 22",
                                       "there is no field 'limit_day'. Did you mean 'limit_days'?"),
    "a field of a must-do": Fault("^        output: {zh: 他的原话", "        ouput: {zh: 他的原话",
                                  "the field 'output' is missing.", at="^      - id: pain"),
    "a field that is missing": Fault("^    at: discovery\n", "", "the field 'at' is missing.", at="^  - id: needs"),
    "no title": Fault("^title: .*\n", "", "the field 'title' is missing.", at="^id:"),
    "one language": Fault("^title: .*", "title: {zh: 通用}", "the field 'en' is missing."),
    "a title without words": Fault("^title: {zh: 通用 B2B, en: General B2B}", 'title: {zh: " ", en: General B2B}',
                                   "zh: ' ' is wrong: should not be blank."),
    "a figure as a title": Fault("en: Solution}", "en: 24}", "en: 24 is wrong: should be text; put it in quotes."),
    "a title without end": Fault("en: Solution}", f"en: {'Solution ' * 30}}}",
                                 "is wrong: string should have at most 200 characters."),
    "a condition's need": Fault("{need: power}", "{need: powr}",
                                "need: 'powr' is not known. Did you mean 'power'? Known: amount, contact,"),
    "a condition's role": Fault("role: finance}$", "role: finanse}",
                                "role: 'finanse' is not known. Did you mean 'finance'? Known: executive, finance,"),
    "a condition's kind": Fault("kind: visit", "kind: visti", "kind: 'visti' is not known. Did you mean 'visit'?"),
    "which of the six": Fault("^    at: negotiation", "    at: negotation",
                              "at: 'negotation' is not known. Did you mean 'negotiation'?"),
    "an id with capitals": Fault("^  - id: terms", "  - id: Terms",
                                 "id: 'Terms' is wrong: should be small letters, digits and hyphens."),
    "a card's title for its id": Fault("card: payment-terms", "card: Payment terms",
                                       "card: 'Payment terms' is wrong: should be small letters, digits and hyphens."),
    "days in quotes": Fault("^    limit_days: 22", '    limit_days: "22"',
                            "limit_days: '22' is wrong: should be a whole number without quotes."),
    "days in words": Fault("^    limit_days: 22", "    limit_days: 22 days",
                           "limit_days: '22 days' is wrong: should be a whole number without quotes."),
    "no days": Fault("^    limit_days: 22", "    limit_days: 0",
                     "limit_days: 0 is wrong: input should be greater than 0."),
    "days of quiet that are none": Fault("^    limit_days: 22", "    quiet_days: -1",
                                         "quiet_days: -1 is wrong: input should be greater than 0."),
    "a sum in words": Fault("over: 500000", "over: 50 万",
                            "over: '50 万' is wrong: should be a whole number without quotes."),
    "one industry without brackets": Fault("industries: \\[manufacturing\\]", "industries: manufacturing",
                                           "industries: 'manufacturing' is wrong: should be a list like [one, two]."),
    "a condition without brackets": Fault("^      - {need: power}", "      - power",
                                          "'power' is wrong: should be lines of `name: value`."),
    "an alias that YAML reads as no": Fault("谈判, 报价谈判", "谈判, no",
                                            "False is wrong: should be text; put it in quotes."),
    "one stage alone": Fault(r"(?s)^stages:\n.*", "stages:\n  - id: signed\n    at: contract\n"
                             "    title: {zh: 签约, en: Signed}\n", "should have at least 2 items", at="^stages:"),
    # Names
    "the file's name": Fault("^id: general-b2b", "id: general",
                             "id: 'general' should be the file's name, 'general-b2b'."),
    "a card": Fault("card: discount-policy", "card: discount-polcy",
                    "card: there is no card 'discount-polcy'. Did you mean 'discount-policy'?"),
    "a card like no other": Fault("card: discount-policy", "card: xyz", "card: there is no card 'xyz'."),
    "a stage twice": Fault("^  - id: solution", "  - id: needs", "id: the stage 'needs' is there twice."),
    "a name of two stages": Fault("首次接触, 线索,", "首次接触, 谈判,", "aliases: '谈判' is also a name of the stage",
                                  at="^      (谈判), 报价谈判"),
    "a name of two stages in other letters": Fault("Contract Sent, contractsent", "Contract Sent, CLOSED  WON",
                                                   "aliases: 'Closed Won' is also a name of the stage 'terms'.",
                                                   at="(Closed Won), closedwon"),
    "a title that is another's alias": Fault("zh: 方案呈现,", "zh: 商机,",
                                             "title: '商机' is also a name of the stage 'needs'."),
    "an alias that is another's title": Fault("已签约, 合同", "已签约, 商务谈判",
                                              "aliases: '商务谈判' is also a name of the stage 'terms'."),
    "a must-do's id twice": Fault("^      - id: joint-sign-off", "      - id: quote-approved",
                                  "id: a must-do above has this id already."),
    # What does not fit together
    "stages out of order": Fault("^    at: proposal", "    at: lead",
                                 "at: 'lead' comes before 'discovery' of a stage above; stages stand in order."),
    "nothing is won": Fault("^    at: contract", "    at: negotiation",
                            "stages: none counts `at: contract`, so no deal would ever be won.", at="^stages:"),
    "a role of what has none": Fault("{need: power}", "{need: power, role: finance}",
                                     "role: is read with `need: contact` alone, not with 'power'."),
    "a kind of what has none": Fault("{need: next_step}", "{need: next_step, kind: call}",
                                     "kind: is read with `need: touch` alone, not with 'next_step'."),
    "a condition twice": Fault("{need: close_date}", "{need: touch, kind: demo}",
                               "need: this condition is there twice."),
    "a card twice": Fault("card: discount-demand, role: procurement", "card: payment-terms, role: finance",
                          "card: this card is there twice for the same people."),
    # YAML
    "a tab": Fault("^    at: discovery", "\tat: discovery", "is not valid YAML"),
    "a bracket left open": Fault(r"Converted\n    \]", "Converted", "is not valid YAML", at="^    (exit):\n.*demo"),
    "a colon in a text": Fault("zh: 他的原话,", "zh: 他的: 原话,", "is not valid YAML"),
    "a field twice": Fault("^    limit_days: 22", "    limit_days: 22\n    limit_days: 30",
                           "'limit_days' is given twice", at="limit_days: 30"),
    "an anchor": Fault("^    must:\n      - id: quote", "    must: *others\n      - id: quote",
                       "a YAML alias (*name) is not allowed; write the value out."),
    "what nobody sees": Fault("他的原话", "他的\u2028原话", "a character that cannot be seen (U+2028) is in the text."),
}  # fmt: skip
