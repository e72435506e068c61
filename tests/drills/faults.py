"""Every mistake that an author of drills can make: a small edit of a file, and the finding that it gives."""

from dataclasses import dataclass

SCENARIO = "drills/scenarios/two-quotes-last-round.yaml"
SMALL = "drills/scenarios/carton-plant.yaml"
PERSONA = "drills/personas/purchasing-blunt.yaml"
OTHERS = ("drills/personas/owner-in-a-hurry.yaml", "drills/personas/owner-burnt.yaml")

REPEATS = "or the drill repeats itself."
ZH_LIST = r"zh:\n(?: *- .*\n)+"


@dataclass(frozen=True)
class Fault:
    """`pattern` in `file` becomes `to`; one finding says `problem`, where the text changed or where `at` stands."""

    file: str
    pattern: str
    to: str
    problem: str
    at: str = ""
    more: bool = False
    """Whether other findings follow from it."""


FAULTS = {
    # What is named must be there
    "persona": Fault(SCENARIO, "^persona: purchasing-blunt", "persona: purchasing-blnt",
                     "persona: there is no persona 'purchasing-blnt'. Did you mean 'purchasing-blunt'?"),
    "card": Fault(SCENARIO, r"^cards: \[pricing-overview", "cards: [pricing-overvew",
                  "cards: there is no card 'pricing-overvew'. Did you mean 'pricing-overview'?"),
    "card of an objection": Fault(SCENARIO, "^- id: cheaper-competitor", "- id: cheap-competitor",
                                  "id: there is no card 'cheap-competitor'. Did you mean 'cheaper-competitor'?"),
    "card of a persona": Fault(PERSONA, "^card: persona-purchasing", "card: persona-purchase",
                               "card: there is no card 'persona-purchase'. Did you mean 'persona-purchasing'?"),
    "root": Fault(SCENARIO, "  root: rival-scope", "  root: rival-scop",
                  "root: there is no fact 'rival-scop'. Did you mean 'rival-scope'?"),
    "newcomer": Fault(SCENARIO, "  to: owner-in-a-hurry", "  to: owner-in-hurry",
                      "to: there is no persona 'owner-in-hurry'. Did you mean 'owner-in-a-hurry'?"),
    "newcomer's question": Fault(SCENARIO, r"  asks: \[price, months", "  asks: [price, month",
                                 "asks: there is no question 'month'. Did you mean 'months'?"),
    "criterion": Fault(SCENARIO, r"weights: \{discount_discipline", "weights: {discount_disipline",
                       "discount_disipline: there is no criterion 'discount_disipline'. "
                       "Did you mean 'discount_discipline'?"),
    "file name": Fault(SCENARIO, "^id: two-quotes-last-round", "id: two-quotes",
                       "id: 'two-quotes' should be the file's name, 'two-quotes-last-round'."),
    "file name of a persona": Fault(PERSONA, "^id: purchasing-blunt", "id: blunt",
                                    "id: 'blunt' should be the file's name, 'purchasing-blunt'."),
    # Fields
    "a missing language": Fault(SCENARIO, rf"^(concession:\n  {ZH_LIST})  en:\n(?:  - .*\n)+", r"\1",
                                "the field 'en' is missing.", at="^concession:"),
    "a missing language of a text": Fault(SCENARIO, "^(title:\n.*\n)  en: .*\n", r"\1",
                                          "the field 'en' is missing.", at="^title:"),
    "a missing language of a persona": Fault(PERSONA, "^(warm:\n)  zh:\n(?:  - .*\n)+", r"\1",
                                             "the field 'zh' is missing.", at="^warm:"),
    "a missing field": Fault(SCENARIO, "^accepts:\n(?:  .*\n)+", "", "the field 'accepts' is missing.", at=r"\A"),
    "a missing field of a fact": Fault(SCENARIO, "^  hint:\n.*\n.*\n", "", "the field 'hint' is missing.",
                                       at="^- id: rival-scope"),
    "a missing pool of a persona": Fault(PERSONA, "^echo:\n(?:  .*\n)+", "", "the field 'echo' is missing.", at=r"\A"),
    "an unknown field": Fault(SCENARIO, "^version: .*", r"\g<0>\nwieghts: {listening: 20}",
                              "there is no field 'wieghts'. Did you mean 'weights'?"),
    "an unknown field of an objection": Fault(SCENARIO, "^  root: rival-scope", r"  evidance: x\n\g<0>",
                                              "there is no field 'evidance'. Did you mean 'evidence'?"),
    "an unknown field of the hand-over": Fault(SCENARIO, "^  after: 4", r"  befor: x\n\g<0>",
                                               "there is no field 'befor'."),
    "an unknown field of an ending": Fault(SCENARIO, "^  follow_up:", r"  folow_up: x\n\g<0>",
                                           "there is no field 'folow_up'. Did you mean 'follow_up'?"),
    "an unknown language": Fault(SCENARIO, "^not_yet:\n", r"\g<0>  de: [nein]\n", "there is no field 'de'."),
    "an unknown kind of question": Fault(SCENARIO, r"by: \[open, explore\]", "by: [open, explor]",
                                         "by: 'explor' is not known. Did you mean 'explore'? "
                                         "Known: open, explore, implication, decision."),
    "an unknown need": Fault(SCENARIO, r"needs: \[acknowledge", "needs: [acknowlege",
                             "needs: 'acknowlege' is not known. Did you mean 'acknowledge'? "
                             "Known: acknowledge, explore, evidence, confirm."),
    "an unknown grade": Fault(SCENARIO, "^  hard:", "  harder:",
                              "difficulty: 'harder' is not known. Did you mean 'hard'? Known: easy, medium, hard."),
    "a number in quotes": Fault(SCENARIO, "discount_limit_pct: 5", 'discount_limit_pct: "5"',
                                "discount_limit_pct: '5' is wrong: should be a number without quotes."),
    "a text for a list": Fault(SCENARIO, r"^cards: \[.*\]", "cards: pricing-overview",
                               "cards: 'pricing-overview' is wrong: should be a list like [one, two]."),
    "a word that YAML takes for no": Fault(SCENARIO, "^opening:\n  zh:\n", r"\g<0>  - No\n",
                                           "zh: False is wrong: should be text; put it in quotes."),
    "a colon that makes it a field": Fault(SCENARIO, "^opening:\n  zh:\n", r"\g<0>  - Owner: on the phone\n",
                                           "zh: {'Owner': 'on the phone'} is wrong: should be text; put it in quotes."),
    "a blank line": Fault(SCENARIO, "^opening:\n  zh:\n", r"""\g<0>  - "  "\n""",
                          "zh: '  ' is wrong: should not be blank."),
    "an id in capitals": Fault(SCENARIO, "^- id: rival-scope", "- id: Rival scope",
                               "id: 'Rival scope' is wrong: should be small letters, digits and hyphens."),
    "a weight of nothing": Fault(SCENARIO, "discount_discipline: 20", "discount_discipline: 0",
                                 "discount_discipline: 0 is wrong: input should be greater than or equal to 1."),
    "too much trust": Fault(SCENARIO, r"(easy: .*trust: )\d+", r"\g<1>11",
                            "trust: 11 is wrong: input should be less than or equal to 10."),
    "a discount that is none": Fault(SCENARIO, "discount_limit_pct: 5", "discount_limit_pct: 80",
                                     "discount_limit_pct: 80 is wrong: input should be less than or equal to 50."),
    "a hand-over at once": Fault(SCENARIO, "^  after: 4", "  after: 1",
                                 "after: 1 is wrong: input should be greater than or equal to 2."),
    # Lines
    "few openings": Fault(SCENARIO, rf"^opening:\n  {ZH_LIST}", "opening:\n  zh: [在吧, 最后一轮了]\n",
                          f"opening: 2 in zh; 5 are the least, {REPEATS}", at="(?<=^opening:\n)  zh"),
    "few answers of a fact": Fault(SMALL, "^    en: .It died on a Friday.*", "    en: [Four days.]",
                                   f"facts.say: 1 in en; 3 are the least, {REPEATS}"),
    "few topic words": Fault(SMALL, "^    zh: .谁定, .*", "    zh: [谁, 拍板]",
                             f"facts.topic: 2 in zh; 3 are the least, {REPEATS}", more=True),
    "few words of evidence": Fault(SMALL, "^    en: .15 minutes.*", "    en: [15 minutes]",
                                   f"objections.evidence: 1 in en; 3 are the least, {REPEATS}"),
    "few stalls": Fault(SMALL, "^    zh: .我们再商量商量.*", "    zh: [我们再商量商量]",
                        f"endings.stall: 1 in zh; 5 are the least, {REPEATS}"),
    "few dodges": Fault(SMALL, "  dodged: .zh: .*, en:", "  dodged: {zh: [我问多少钱], en:",
                        f"questions.dodged: 1 in zh; 3 are the least, {REPEATS}"),
    "few newcomer's words": Fault(SCENARIO, rf"^  say:\n    {ZH_LIST}(?=    en:\n(?:    - .*\n)+  asks:)",
                                  "  say:\n    zh: [老板来了|你好]\n",
                                  f"handover.say: 1 in zh; 3 are the least, {REPEATS}", at=r"    zh: \[老板来了"),
    "few lines of a persona": Fault(PERSONA, f"^noted:\n  {ZH_LIST}", "noted:\n  zh: [嗯]\n",
                                    "noted: 1 in zh; 4 are the least.", at="(?<=^noted:\n)  zh"),
    "a line twice": Fault(SCENARIO, "^(opening:\n  zh:\n)(?=  - (.*)\n)", r"\1  - \2\n", "is there twice.",
                          at="^opening:\n  zh:\n.*\n(  - )"),
    "a line of a persona twice": Fault(PERSONA, "^noted:\n  zh:\n", r"\g<0>  - 嗯嗯嗯\n  - 嗯嗯嗯\n",
                                       "'嗯嗯嗯' is there twice.", at="(?<=  - 嗯嗯嗯\n)  - 嗯嗯嗯"),
    "a fact twice": Fault(SCENARIO, "^- id: bought-twice", "- id: rival-scope", "facts: 'rival-scope' is there twice."),
    "an objection twice": Fault(SCENARIO, "^- id: renewal-price", "- id: payment-terms",
                                "objections: 'payment-terms' is there twice."),
    "a question twice": Fault(SMALL, "^- id: months", "- id: price", "questions: 'price' is there twice."),
    "another language": Fault(SCENARIO, "^  - You made the last two.*", "  - 就剩你们两家了",
                              "en: '就剩你们两家了' is Chinese."),
    "a burst of one message": Fault(SCENARIO, "^opening:\n  zh:\n", r"\g<0>  - 在吧|\n",
                                    "opening: '在吧|' has nothing on one side of its `|`."),
    "a burst of a persona": Fault(PERSONA, "^noted:\n  zh:\n", r'\g<0>  - "|嗯哼"\n',
                                  "noted: '|嗯哼' has nothing on one side of its `|`."),
    "a burst of three": Fault(SCENARIO, "^opening:\n  zh:\n", r"\g<0>  - 在吧|最后一轮|说说\n",
                              "opening: '在吧|最后一轮|说说' is more than two messages; one `|` is the most."),
    "a burst that is listened for": Fault(SMALL, r"zh: \[谁定, ", "zh: [谁定|谁签字, ",
                                          "facts.topic: `|` stands in lines that are spoken; '谁定|谁签字' is listened "
                                          "for, so make two of it."),
    "words where they are not filled": Fault(SCENARIO, "^opening:\n  zh:\n", r'\g<0>  - "{words}？"\n',
                                             "opening: {words} would be said as it stands; "
                                             "only a persona's `echo` has {words}."),
    "words in another pool of a persona": Fault(PERSONA, "^noted:\n  zh:\n", r'\g<0>  - "{words}啊"\n',
                                                "noted: {words} would be said as it stands; "
                                                "only a persona's `echo` has {words}."),
    "an echo of nothing": Fault(PERSONA, "^echo:\n  zh:\n", r"\g<0>  - 什么意思\n",
                                "echo: {words} is missing, where the rep's own go."),
    "an echo of another name": Fault(PERSONA, "^echo:\n  zh:\n", r'\g<0>  - "{word}？"\n',
                                     "echo: {word} would be said as it stands. Did you mean 'words'?"),
    "a line that is still to be written": Fault(SCENARIO, "^opening:\n  zh:\n", r'\g<0>  - "TODO: how they say it"\n',
                                                "still says TODO: write it, or take the line out."),
    "a masked name": Fault(SMALL, "zh: 管账的是老板娘", "zh: 管账的是[客户甲]",
                           "[客户甲] stands for what was masked: invent something in its place."),
    # Sense
    "a grade that is missing": Fault(SCENARIO, "^  hard: .*\n", "", "difficulty: 'hard' is missing.",
                                     at="^difficulty:"),
    "no grade at all": Fault(SCENARIO, "^difficulty:\n(?:  .*\n)+", "difficulty: {}\n",
                             "difficulty: 'easy' is missing.", more=True),
    "more objections than there are": Fault(SMALL, r"medium: \{objections: 2", "medium: {objections: 3",
                                            "objections: 3 are asked for and 2 are there."),
    "too few turns": Fault(SCENARIO, r"(hard: \{.*turns: )\d+", r"\g<1>9",
                           "turns: 9 are too few to ask, answer and settle 3 objections."),
    "a deal out of reach by trust": Fault(SMALL, r"(hard: \{.*trust: )\d+", r"\g<1>0",
                                          "trust: the ending `deal` cannot be reached: too low to rise to 7."),
    "a deal out of reach by interest": Fault(SMALL, r"easy: \{objections: 2", "easy: {objections: 1",
                                             "objections: the ending `deal` cannot be reached: "
                                             "too few facts and objections to raise interest."),
    "a root that is kept back": Fault(SCENARIO, r"^  trust: 2", "  trust: 9",
                                      "root: 'rival-scope' asks for trust 9, and a hard drill begins with 3.",
                                      at="^  root: rival-scope"),
    "a root that asking does not bring out": Fault(SMALL, r"by: \[open, explore\]", "by: [implication]",
                                                   "root: 'staged-visit' comes out by neither open nor explore, "
                                                   "so asking does not help.", at="^  root: staged-visit"),
    "a point that no card makes": Fault(SMALL, "^    zh: .15 分钟.*", "    zh: [金星, 木星, 水星]",
                                        "evidence: none of its zh words is in a card of this scenario "
                                        "or its knowledge."),
    "a hand-over too late": Fault(SCENARIO, r"(?s)(hard: \{[^}]*turns: )\d+(.*^  after: )\d", r"\g<1>10\g<2>8",
                                  "after: the talk is over before the hand-over (hard).", at="^  after: 8"),
    "a hand-over to oneself": Fault(SCENARIO, "^  to: owner-in-a-hurry", "  to: purchasing-blunt",
                                    "to: 'purchasing-blunt' is the one who talks already."),
    "a question of another subject": Fault(SMALL, "asks: .zh: .厂里多少人？, ", "asks: {zh: [最后谁拍板, ",
                                           "asks: '最后谁拍板' is taken for a question about fact:wife-counts; "
                                           "give `topic` its words."),
    # YAML
    "a bracket left open": Fault(SCENARIO, r"(^cards: \[.*)\]", r"\1", "is not valid YAML", at="^knowledge:"),
    "a tab": Fault(SCENARIO, "^  - (?=.*\n)", "\t- ", "is not valid YAML"),
    "an alias": Fault(SCENARIO, "^persona: .*", "persona: *blunt",
                      "a YAML alias (*name) is not allowed; write the value out."),
    "a tag": Fault(SCENARIO, "^persona: .*", "persona: !blunt x",
                   "a YAML tag (!blunt) is not allowed; put the value in quotes."),
    "a field twice": Fault(SCENARIO, "^persona: .*", r"\g<0>\n\g<0>", "'persona' is given twice (first in line",
                           at="^persona: .*\n(persona)"),
    "a hidden character": Fault(SCENARIO, "^opening:\n  zh:\n", "\\g<0>  - 在\x07吧\n",
                                "a character that cannot be seen (U+0007) is in the text. Take it out."),
    "an empty file": Fault(SCENARIO, r"(?s)\A.*\Z", "", "the field 'id' is missing.", at=r"\A"),
}  # fmt: skip
