"""What a rep claims, and what a price is set against, in English: patterns, by what they do."""

from collections.abc import Mapping

TABLE: Mapping[str, tuple[str, ...]] = {
    "value": (
        r"sav(e|es|ed|ing|ings)|pays? (for itself|back|off)|payback|return|worth|"
        r"per (user|day|month|order|head)|works out|compare(d)? (to|with) (the|what|your|that)|"
        r"includ(es?|ed|ing)|covers?|what you (get|lose|spend|pay)|"
        r"the (difference|gap|extra|rest) (is|buys|pays|comes|covers|gets)|total cost|over three years|"
        r"three-year|(against|versus|vs\.?) (the|your|a)|less than (the|what|you|one)|"
        r"that'?s (about|roughly|less)|in (it|that price)|cost of (doing|not)|"
        r"you('re| are) (losing|spending|paying)",
    ),
    "price": (r"price|cost|fee|[$€£]|\d+ ?k|a year|a month|quote|budget|money",),
    "weighs": (
        r"against|next to|compare[ds]?|versus|vs|set (it|that|this)|beside|less than|more than|"
        r"about (a|half|one)|(a )?(fraction|third|quarter|fifth|half) of|pays? (for itself|back|off)|"
        r"comes back|payback|earn(s|ed)? back|sav(e|es|ing|ings)|cost(s)? you|"
        r"(you'?re|you are|already|you) (los(e|ing)|spend(ing)?|pay(ing)?|wast(e|ing))|"
        r"the (difference|gap|extra) (is|buys|covers|comes|pays)|includ(es?|ing)|covers|works out|worth",
    ),
    "free": (r"free|no charge|included|without charge|standard",),
    "exchange": (
        r"if (you|we|your|the|it'?s|that) |when (you|your|the) .{0,24}(pays?|signs?|is paid|in advance|writes?)|"
        r"in (return|exchange)|"
        r"otherwise|else it'?s|fair swap|you give me|(is|are) credited|unless|i'?d (need|want|ask) .{0,30}(back|"
        r"for it|payment)|for a (two|three|2|3|longer|multi)|(two|three|2|3|multi)[- ]year|"
        r"pre-?pay(ment|ing)?|up ?front|pay(ing)? (annually|yearly|in advance|the year)|"
        r"sign(ed)? (by|before|this)|commit|provided|as long as|on condition|"
        r"(smaller|reduce(d)?|less|narrower|cut the|drop the|leave out|without the|fewer|take out|phase) ?(sco"
        r"pe|modules?|users?|two|the)?|"
        r"reference|case study|trade|swap|against (a|two|three)|take .{0,20} out|only if|when you (sign|pay)|"
        r"for (prepayment|payment|annual|signing)|more users|conditional",
    ),
    # Denies only what might be.
    "supposes": (r"if|unless|until|before",),
    # Ties what is given to something, in form.
    "conditional": (r"(possible|fine|works?|fits?|yours|yes|can|could|\d+ ?%?) (if|when|once|against|provided) .{4,}",),
    # Yes to what the customer haggles for.
    "agrees": (r"^(ok(ay)?|fine|sure|alright|all right|deal|done|yes|boleh|good|then|no problem)\b",),
    # Somebody else's price.
    "of_others": (
        r"(a )?(real|big|serious|large|huge) (gap|difference|jump)|they|their|theirs|elsewhere|than (us|ours|we)|"
        r"quoted?",
    ),
    "flat_no": (
        r"(we|i) (don'?t|do not|can'?t|cannot|never|won'?t) (do |give |offer |go |make )?(any )?(discounts?|lo"
        r"wer|reduce|budge|negotiate|come down|go (any )?(lower|down))|"
        r"no (discounts?|room|wiggle|flexibility)|fixed price|"
        r"(price|that) is (the price|fixed|firm|final|what it is)|price list is|not negotiable|non-negotiable|"
        r"list price",
    ),
    "gives": (
        r"discount|\d+ ?(%|percent|per cent) (off|discount|less|down)|"
        r"(knock|take|shave|cut|drop|reduce|lower) .{0,24}(off|by|to|price|down)|"
        r"off the (price|list|total|fee|licen[cs]e|bill)|"
        r"free (of charge|months?|users?|seats?|modules?|training|days?|support|setup|implementation|licen[cs]"
        r"es?|migration|onboarding|year)|"
        r"(months?|users?|seats?|modules?|training|setup|implementation|support|year|migration|days?|week|lice"
        r"n[cs]es?) (for )?free|"
        r"for free|on (the house|us|top)|throw in|waive|no charge|won'?t charge|not charge|"
        r"round (it )?(down|off)|at cost|(60|90|120|sixty|ninety)[- ]?days?( payment| terms| net)?|pay later|"
        r"(a )?present from|friend price|instead of \d|i'?ll eat the|(starts?|start) paying in|free (for|of) |"
        r"free also|"
        r"match (their|that|the|his|it)|(i'?ll|i can|can|could|let me) (do|make) it (for )?.{0,4}\d|"
        r"give you .{0,12}(\d|free|off|better|best|special)|special price|"
        r"extra (months?|users?|licen[cs]es?|year)|extend (the )?payment",
    ),
    "approval": (
        r"ask my (boss|manager|director)|(get|need|seek|check) (it )?(approv|sign-?off)|subject to approval|"
        r"run it past|clear it with",
    ),
    "ours": (
        r"we|our|ours|us|"
        r"(my|the) (system|software|product|module|platform|solution|standard|contract|licen[cs]e|connector|en"
        r"gine|api|sla|planning)|"
        r"customers",
    ),
    "about_us": (
        r"we|our|ours|us|"
        r"the (system|software|product|module|platform|solution|standard|contract|licen[cs]e|connector|engine|"
        r"api|sla|report|tool|planning|price)|"
        r"customers?|clients?|plants with|everybody who|"
        r"it (does|has|comes|supports|runs|works|includes|connects|handles)|"
        r"(is|are|comes?) (standard|included)|supports?|go-live|implementation|training|consultants?",
    ),
    "short_answer": (
        r"^(yes|no|sure|possible|it (does|can|is)|we (do|can|have)|about|around|roughly|usually|typically|betw"
        r"een|of course|that works|correct|it'?s)",
    ),
    "only": (r"only",),
    "absolute": (
        r"(in )?(all|every)( of)?( our)? (customers?|clients?|factor(y|ies)|projects?|plants?|stores?|companies)|"
        r"everybody who|(zero|no) (errors?|mistakes?)|nobody (fails|complains|ever)|half of their|"
        r"no system on earth|(most|biggest|best) .{0,24}(in the world|in the (sector|market|industry)|"
        r"on the market|in asia)|"
        r"for life|more than anyone|always (kills?|ruins?|fails)|a child can|hold me to it|that'?s proven",
        r"guarantee(d|s)?|100 ?(%|percent|per cent)|absolutely (no|never|certain|will|safe|sure|every)|"
        r"(zero|no) (risk|downtime|errors?|failures?|issues|chance|doubt)|(zero|no) problems? (at all|ever|with|"
        r"after)|"
        r"never (fail|fails|failed|had|lost|goes|crash|crashes|breaks?|been|once|ever|lose)|"
        r"always (works?|on time|deliver|succeed)|"
        r"(every|all) (single )?(customer|client|project|user|company|one of)s?|nobody (ever|has (ever|failed|left|"
        r"complained|regretted))|"
        r"(best|leading|fastest|safest|most advanced|number one|#1) (in|on|of|erp|crm|system|product|software|"
        r"solution)|"
        r"(will|would) (definitely|certainly|surely|always|never)|definitely|certainly will|for sure|"
        r"risk[- ]free|bullet ?proof|foolproof|without (fail|exception)|can'?t (fail|go wrong)|promise you|"
        r"i promise|for certain|no matter what",
    ),
    "denies": (
        r"(not?|n'?t|never|without|nobody|cannot|wouldn'?t|won'?t|no one|nor|hardly|rather than|instead of)( "
        r"\w+){0,3}$",
    ),
    "slogan": (
        r"seamless(ly)?|world[- ]class|best[- ]in[- ]class|cutting[- ]edge|state[- ]of[- ]the[- ]art|"
        r"next[- ]gen(eration)?|game[- ]?chang(er|ing)|one-stop|one stop (shop|solution|platform|for)|"
        r"end[- ]to[- ]end|empower(s|ing)?|"
        r"digital transformation|synerg(y|ies)|holistic|turnkey|unlock|robust|scalable|innovative|"
        r"industry[- ]leading|market[- ]leading|leading (provider|vendor|solution|edge)|"
        r"revolution(ary|i[sz]e)|streamlin(e|es|ed|ing)|future[- ]proof|unparalleled|unmatched|360|"
        r"single source of truth|leverage|optimi[sz]e your|take your business|next level|all-in-one|"
        r"best practice|enterprise[- ]grade|tailor[- ]made|trusted partner|win[- ]win|comprehensive",
    ),
    "cases": (
        r"(one|some|another|many|several|a few|most|two|three) of our (customers|clients)|"
        r"a (customer|client|company|manufacturer|distributor|retailer|wholesaler|plant|firm|business|factory)"
        r" (of ours|like you|similar|in|near|with|that|your|we|just|last|who)|"
        r"our (customers|clients) (save|see|cut|reduce|report|get|have|are|love|usually|typically)|"
        r"(customers|clients) (like you|similar)|we('ve| have) (helped|done|worked|implemented|rolled)|"
        r"(worked|works) (for|with) (a|another|many|several)|fortune 500|case study",
    ),
    "has": (
        r"works|runs|supports?|has|have|comes with|includes?|can|does|handles?|integrates?|connects?|"
        r"automatic(ally)?|"
        r"built[- ]in|works with|covers",
    ),
    "lacks": (r"no|not|does not|doesn'?t|without|cannot|can'?t|unavailable|excluded|excludes",),
    "close": (
        r"quote|proposal|contract|sign|demo|trial|pilot|price (is|would|comes)|"
        r"(\d+[,.]?\d*) ?(k|thousand|euros?|dollars?|eur|usd|sgd|pounds?|gbp)|[$€£]\d|"
        r"per (user|seat|month|year)",
    ),
    "denied_absolute": (
        r"promise (you )?(no|nothing|neither)|would be (a )?lie|be lying|nobody honest|"
        r"i (will not|won'?t|can'?t|cannot|don'?t) (tell|say|promise|guarantee|claim)|not (100|guarantee)|"
        r"no one can",
    ),
    "denies_before": (
        r"(not|never|no one|nobody|can't|cannot|won't|don't|wouldn't|isn't|nothing is|no)\b[^.,;]{0,24}(guaran"
        r"tee|promise|100|zero|absolute|definitely|perfect|all|every)",
    ),
    "sla": (r"99\.\d|sla|warranty|uptime",),
    "term": (r"years?|prepa|upfront|up front|advance|annual|term",),
    "dearer": (r"on top|higher|more expensive|surcharge|extra fee|premium|plus \d",),
    "rebate": (r"off|discount|rebate|reduction|less",),
    "negates": (r"not?|n't|never|without|cannot|don't|doesn't|can't|won't",),
}
