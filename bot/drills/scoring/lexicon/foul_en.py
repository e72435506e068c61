"""What fails a drill or earns nothing, in English: patterns by what they do, written from the language."""

from collections.abc import Mapping

TABLE: Mapping[str, tuple[str, ...]] = {
    "denies_rival": (
        r"(won'?t|don'?t|not going to|wouldn'?t|can'?t) (say|comment|speak|judge|run|talk|knock|badmouth)",
    ),
    "review": (
        r"scop(e|ing|ed)|assess(ment|ed)?|review(ed)?|feasib|subject to|"
        r"need(s)? (to be )?(check|approv|confirm|sign|look|review)|approv(al|ed|es)?|"
        r"(check|confirm|ask|talk|look|clarify|verify|come back|get back)( it| that| this)? (with|first|before"
        r"|to|into)|"
        r"after (the|a|we|our)|before (i|we) (can )?(promise|commit|say|tell|give|quote)|"
        r"can'?t (promise|commit|guarantee|say)|cannot (promise|commit|guarantee)|"
        r"won'?t (promise|commit|guarantee)|depends|in writing|estimate|workshop|architect",
    ),
    "custom": (
        r"(self|own|home)[- ]?(built|written|made|developed)|our own (system|tool|mes|program)|mes",
        r"custom(i[sz](e|ed|ation|ing))?|bespoke|develop(ment|ed|er|ers|ing)?|source code|interface|"
        r"integrat(e|ion|ed)|connector|api|(home|self)[- ]?(made|grown|built|written)|"
        r"in-house (system|tool|built)|build (it|that|this|you|a|the|one)|code|program(med|ming)?|"
        r"modif(y|ied|ication)|hook (it|that|up)|connect",
    ),
    "delivery": (
        r"live|deliver(ed|y)?|ready|done|finish(ed)?|up and running|complete(d)?|in place|approved?|"
        r"sign(ed)? off|rolled out|deployed|working|implemented|built|migrat(ed|ion)|"
        r"by (monday|tuesday|wednesday|thursday|friday|the (1st|end|first)|january|february|march|april|may|ju"
        r"ne|july|august|september|october|november|december|christmas|easter|year)",
    ),
    "promises": (
        r"promise(d)?|guarantee(d)?|definitely|certainly|for sure|no problem|not a problem|easy|easily|"
        r"of course|absolutely|you('ll| will) (have|be|get)|"
        r"we('ll| will) (have|be|get|build|deliver|do|make|write|finish|connect|hand)|consider it done|"
        r"count on|trust me|my word|commit|sure( thing)?|without fail|"
        r"i('ll| will) (make sure|see to it|get|have|put|give)|done deal",
    ),
    "benefit": (
        r"kick-?back|"
        r"(something|a little|bit|gift|cut|commission|bonus|voucher|envelope|cash|share|thank[- ]you|consult(i"
        r"ng|ancy) fee|iphone|ipad|weekend|tickets?|trip|watch|card|percent|%|finder'?s fee) (extra |in it |on"
        r" the side |back )?(for|to) (you|yourself)( personally| too| as well| on the side|\b)|"
        r"in it for you|(for you|to you),? personally|personally (benefit|thank|for you|make it worth)|"
        r"make it worth your|on the side|under the table|look after you|take care of you personally|gift card|"
        r"your (personal |own )?(cut|share|commission|account privately)|privately",
    ),
    "rival": (
        r"they|them|their|those (guys|people)|that (company|vendor|lot)|competitors?|"
        r"the (other|others|competition|rival|cheaper)( (vendor|one|guys|company|lot|side))?|vendor [a-z]|"
        r"(sap|oracle|netsuite|odoo|microsoft|dynamics|sage)",
    ),
    "runs_down": (
        r"rubbish|garbage|crap|trash|junk|scam(mers?)?|crooks?|liars?|lie|lying|cheat(s|ers)?|"
        r"rip(ping)?[- ]?off|terrible|awful|horrible|useless|hopeless|a (joke|mess|disaster|nightmare)|"
        r"going (bust|bankrupt|under|out of business)|bankrupt(cy)?|broke|amateurs?|students|cowboys|buggy|"
        r"full of bugs|crash(es|ing)? (all|every|constantly)|"
        r"los(e|es|t|ing) (customer'?s? |client'?s? |people'?s )?data|never (deliver|answer|support|finish)|"
        r"can'?t (deliver|be trusted|even)|outdated|ancient|dying|dead|no (support|clue|idea)|"
        r"don'?t (know|have a clue|care|deliver|answer)|incompetent|second[- ]rate|shady|copy (us|ours)|stole",
    ),
    "insult": (
        r"(has|have) no business (running|being)|who do you think|clueless|"
        r"whoever (finds|thinks) .{0,20}(expensive|too much) (has|is|should|does)",
        r"(you|your (people|team|boss|company)|you people|you guys)('re| are| must be| sound| seem)?( just| so"
        r"| too| really| simply| a bit| all| obviously| clearly)* (stupid|idiots?|dumb|ignorant|clueless|cheap"
        r"(skates?)?|stingy|backward|amateurs?|slow|incompetent|lazy|naive|dinosaurs?|too small to|old[- ]fash"
        r"ioned|ridiculous|blind|narrow-minded|paranoid)|"
        r"you (clearly |obviously |really |just )*(don'?t|do not) (understand|know|get) (anything|business|sof"
        r"tware|it, do|technology|what you|how (business|software|modern|a real))|"
        r"wast(e|ing) (of )?my time|can'?t afford it,? (then|go)|if you can'?t afford|take it or leave it|"
        r"stop being|grow up|living in the (past|stone)|stone age|shut up|moron|fool(s|ish)?|"
        r"(no|little|lack of) (vision|brains|clue)|too (stupid|dumb|cheap|old) (to|for)|learn to|beggars?",
    ),
    "leaks": (
        r"(our|my|internal(ly)?|the) (real |actual |internal |absolute |own )*(floor|cost price|bottom line|mi"
        r"nimum price|margin|lowest (price|we)|internal (limit|price|list)|discount (limit|authority|ceiling)|"
        r"limit|walk-?away)[^.?!]{0,20}(is|are|of|at|:|\d)|"
        r"(i'?m|i am|we'?re|we are) (only )?(allowed|authori[sz]ed) (to (give|go|do)|up to)|"
        r"between (you and me|us),?[^.?!]{0,60}(margin|limit|floor|paid|pays|discount|price)|"
        r"(they|[A-Z][a-z]+|that customer|your competitor|another customer|the one) (paid|pays|got|signed (for"
        r"|at)|is paying|negotiated)[^.?!]{0,20}\d|"
        r"(show|send|forward) you (their|another customer'?s?|a customer'?s?|[A-Z][a-z]+'s|someone else'?s?) ("
        r"data|contract|quote|numbers|dashboard|prices?|account|books|file|list)",
    ),
    "scorer": (
        r"(give|award|grant|gimme|givi|mark|rate|grade|score)( me| us| this| it| every \w+| all( \w+){0,3}| th"
        r"e rep| my \w+| both| in)* ?(a |an |the |as |at |with |of )*(full|top|maximum|max|perfect|highest|pas"
        r"sing) (marks?|scores?|points?|grade|rating|level)|"
        r"(full|top|perfect) (marks|score)( please| pls| ✔|,? ?ok\b)|please award|award (me|full)|score every|"
        r"(set|put) (all|every|the|my)? ?(levels?|scores?|total)|score_?override|"
        r"(highest|best) possible (score|mark)|scored? (me )?(100|3|full)|"
        r"give me (a )?(pass|gold|100|3s|threes)|tens across the board|"
        r"give ?me ?(the)?(top|full|max|highest)(score|marks)|let (me|this one) pass|"
        r"mark (me|it|this) as passed(?! first)(?=[.! ,]|$)",
        r"(scorer|grader|assessor|evaluator|marker|scoring (engine|system|bot|model|program|ai)|evaluation pro"
        r"gram|whoever (grades|scores|marks|reviews)|auto-?grader)|"
        r"(note|message|memo|hint|instruction|attention|dear|hi|hello|hey|as the|as your|to the|please,?) (to "
        r")?(the )?(examiner|assessor|judge|reviewer|grader|scorer)|"
        r"(examiner|reviewer|judge) (note|override|please)|(for|as) (grading|scoring|evaluation) purposes|"
        r"(counts?|treat(ed)?|mark(ed)?|consider|assume|regard)( this| it| both| the| that| i| objection| mess"
        r"age| sentence| above)* (towards (the )?(evaluation|score)|as (an? )?(open question|explore|acknowled"
        r"g\w+|settled|evidence|listening|next step|met|passed|complete)|asked|acknowledged|confirmed)|"
        r"towards the (evaluation|score)|count both",
        r"(ignore|disregard|forget|override|bypass|drop)( (all|any|the|your|of|previous|prior|above|earlier|my"
        r"|these|those|every))+ (instructions?|rules?|prompts?|guidelines|criteria|rubric|remark about)|"
        r"(ignore|disregard) (instructions|rules|criteria)|ignore the rules|ignorethe(rules|criteria)|"
        r"(all|ten|10) (ten )?criteria|all ten things|\[?system ?(:|\]|prompt:|message:|override)|"
        r"\[(note|system|inst|instruction)|drill (is |)?(complete|over|finished|passed)|"
        r"(outcome|tier|score|total|blockers?|levels?) ?(=|: ?(100|gold|none|passed|deal|3|\d\d+))|"
        r"im_(start|end)|(ai|grading|scoring) (judge|model|bot)|full points|end the drill|my certificate|"
        r"scoring rules|model answer|<\|?\w*system|the trainee|you('re| are) (no longer|now) (a|an|the)|"
        r"you('re| are) (just |only )?a (bot|program|machine|model)|only a test run|enablement team|"
        r"reviewer override|/(score|debug|set|finish|win)\b|new rule:|knowledge base update|decode and|"
        r"just say (you|the|that|it) .{0,30}(settled|satisfied|happy|agreed)|[a-z]+ ?[✔√]|[✔√]|\+ ?3\)|3/3|"
        r"if i fail this|volle punktzahl|note maximale|満点|высший балл|"
        r"\"(criterion|polarity|speaker|moves|scores|blockers)\" ?:|buyer can'?t see this|"
        r"(your|the) concerns? (are|is) (all )?resolved",
    ),
    "forged": (
        r"(^|\n|\. )\s*(customer|client|prospect|rep|seller|salesperson|assistant|system) ?:(?=\s)|"
        r"(mr|ms|mrs) \w+ ?\((smiling|nodding|laughing|happy|relieved)\) ?:",
    ),
    "advises": (
        r"you (should|need to|have to|must|ought to|'?ve got to|gotta|had better|better|can'?t (just|keep)|rea"
        r"lly should)|"
        r"(i('d| would)? |my )(advice|advise|suggest|recommend)|(what|all) you (need|have) to do|"
        r"why don'?t you|listen to me|trust me",
    ),
    "question_word": (r"what|how|why|which|who|when",),
    "recital": (
        r"\bspin\b|(situation|problem|implication|need-payoff) questions?|"
        r"(open discovery|acknowledge|explore first|evidence|discount discipline|confirm|listening|qualify|nex"
        r"t step)s?[:,;/][^.]{0,40}(acknowledge|explore|evidence|discount|confirm|listen|qualify|next step)|"
        r"(step|item|criterion) (one|two|three|four|five|1|2|3|4|5)[:,]|keywords?:|"
        r"according to the (rubric|playbook|criteria|scoring)|"
        r"(the|my) (trainer|training|coach|course) (said|says|taught)|nothing you can take off|textbook|"
        r"(ten|all) (steps|criteria)|number (one|two|three)[:,]|first[,:] (an )?open question",
    ),
    "section": (
        r"^\W*(situation|say|don't say|do not say|ask|follow[- ]up|basis|close|scene|proof|why|source|next)\W*:|"
        r"^#+ |\[(say|ask|close|scene|proof|situation)[^\]]*\]|#\w{4,}",
    ),
    "formula": (
        r"fair point|i (completely |totally )?understand|no wonder|i see why|i hear you|it isn'?t cheap|"
        r"many owners",
    ),
    "behind": (r"(which|what) (part )?(worries|concerns) you|compar(ing|e) (it |us )?(with|to)|what'?s behind",),
    "step": (r"(monday|tuesday|wednesday|thursday|friday|wed|thu|fri|mon|tue)[^.?!]{0,12}(\d|noon|three|ten)",),
    "trade": (r"two years|prepay|two-year",),
    "their_scores": (
        r"supplier|vendor (evaluation|rating)|tender|audit(or)?|certification body|marketplace|pallet|panel|"
        r"your (current|last|old) (system|supplier|rating)|picker|export looks",
    ),
}
