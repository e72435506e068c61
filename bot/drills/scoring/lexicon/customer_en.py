"""What a customer says, in English: patterns by what they do, written from the language."""

from collections.abc import Mapping

TABLE: Mapping[str, tuple[str, ...]] = {
    "objection": (
        r"expensive|pric(e)?y|too (much|high|long|slow|complex|complicated|risky|big|many|dear|steep)|steep|"
        r"over budget|no budget|budget (is|was)? ?(cut|gone|frozen|tight)|can'?t afford|cheaper|"
        r"half (the|that) price|a lot of money|(less|lower) than (you|yours)|not worth|costs? (a fortune|too)",
        r"(vendor|supplier|one|party|offer|quote|bid|they|they'?re|they are|he|it'?s)( is| are|'s|"
        r"'re)? (quoting )?\d+ ?(%|percent|k)? "
        r"?(lower|less|cheaper|below|under)|"
        r"(other|another|different|competing) (vendor|supplier|quote|offer|bid|one)|competitor|rival|"
        r"they (offer|quote|charge)(ed|d)?|in comparison",
        r"worr(y|ied|ies)|afraid|concern(s|ed)?|scared?|nervous|risk(y|s)?|what if|burn(ed|t)|failed|failure|"
        r"went (wrong|south|live and)|disaster|nightmare|trust|doubt|sceptical|skeptical|"
        r"not (sure|convinced|comfortable|happy|keen)|unsure|hesitant|fear",
        r"(don'?t|do not|doesn'?t|won'?t) (need|see|want|like|believe|think|trust|have time|work for)|"
        r"no (need|time|interest|point)|not (interested|now|a priority|the right time|for us|needed)|"
        r"we('re| are) (fine|ok|happy|good)|happy with|too busy|why should (i|we)|why would (i|we)|"
        r"heard that before|they all say|sounds like|easy (for you )?to say|locked? in|lock-in|"
        r"go(es)? (bust|under)",
        r"discount|(better|best|lower|final|special) price|knock|throw in|for free|shave|sharpen|come down|"
        r"(do|can you do) (it for|better|something)|\d+ ?(%|percent) (off|less)|"
        r"(my|our|the) (boss|owner|cfo|ceo|it|team|people|staff) (will|won'?t|would|says?|said|hate|doesn'?t|r"
        r"efuse|think)",
        r"heavy|a bit (much|high|rich|steep)|pfff*|ouch|(is|are|'s) (not|nowhere near) close|"
        r"(is|'s) (a lot|big money|real money)|(higher|more) than (the|they|my|our|what)|"
        r"almost (a|twice|double)|double|twice (the|what|as)|way (over|above|too)|down the drain|binned|"
        r"wrote it off|write-off|(laugh|kill|sack|fire) (me|us)|sky-?high|mahal|sounds expensive",
        r"(will|would|he'?ll|she'?ll|they'?ll) (say no|never|not|kill|refuse|laugh|complain|fight|quit|leave|g"
        r"o mad)|"
        r"said (already )?no|already (said )?no|(is|am|are) not (signing|going|doing|paying|changing|moving)|"
        r"no chance|no way|not (a fan|so sure|really|going to|happening)|don'?t (buy|think|get it|tell me)|"
        r"(really|seriously)\?|come on|sure\.|yeah right|who says|says who|prove|show me one|"
        r"last (time|vendor|one|project)|(another|yet another) (system|project|login|tool)|bad experience|"
        r"been there|once bitten|my (worry|fear|concern|problem) is|what (about|happens|then) (if|when)|"
        r"how do (i|we) know|why (should|would|bother|change|switch|now)",
        r"deal ?breaker|unacceptable|not acceptable|(can'?t|cannot) (accept|sign|agree|justify)|push ?back|"
        r"resist|hates? it",
    ),
    # Finds the price too high, or another's lower: an occasion to hold the value up.
    "dear": (
        r"expensive|pric(e)?y|too (dear|steep)|(^|is|it'?s|that'?s|way|far|bit|little|looks?|pay|price) too (much|"
        r"high)|steep|over (the |our |my )?budget|can'?t afford|cheaper|mahal|"
        r"a lot of money|(less|lower|more|higher|dearer) than (you|yours|the|they|them|my|our|we)|not close|"
        r"(costs?|pay|price|fee|quote).{0,30}(more|less|higher|lower)|sky-?high|heavy|"
        r"\d+ ?(k|%|percent|thousand|,000)? (less|more|lower|higher|over|below|above)|"
        r"(against|for) \d.{0,20}(elsewhere|from|at) ",
    ),
    # Says the same objection again, so that nobody need ask what is behind it.
    "insists": (
        r"as i said|i('ve| have)? (already |just )*(said|told|asked)( you| it| that| \d)|i said it|again[:,]|"
        r"(did not|didn'?t|not) (reply|answer)|(that|this) is(n'?t| not| no) (an |my )?(answer|question)|still not",
    ),
    "turns": (r"but|however|though|still|only|the thing is|honestly|hm+|well",),
    "haggle": (
        r"discount|(better|best|lower|final|special|lowest) price|knock|throw in|for free|"
        r"free (months?|users?|training)|shave|sharpen|come down|(do|can you do) (it for|better|something)|"
        r"\d+ ?(%|percent) (off|less)|round it",
    ),
    "worry": (
        r"worr(y|ied|ies)|afraid|scared?|nervous|risk(y|s)?|what if|burn(ed|t)|failed|"
        r"too (expensive|much|high|long|risky)|why (should|would) (i|we|yours?)|trust|guarantee|they all|"
        r"again|how do i know|who says",
    ),
    "about_price": (
        r"price|pric(e)?y|expensive|cheap(er)?|costs? (more|too|a lot)|budget|discount|too much|"
        r"a lot of money|money|afford|quote[ds]?|steep|less than|more than|higher|lower|gap|"
        r"(months?|users?) free|for free|\d+ ?(%|percent)|heavy|mahal|something off|against|close",
    ),
    "about_trust": (
        r"trust|believe|burn(ed|t)|failed|failure|project|last (time|vendor|one)|they all|promise|heard|"
        r"before|references?|bust|consultants?",
    ),
    "about_risk": (
        r"secur(e|ity)|data|cloud|risk|down(time)?|outage|lock(ed)?|lock-in|leak|privacy|backup|internet|stop",
    ),
    "about_people": (
        r"people|staff|team|users?|train(ing)?|learn|resist|hate|older|old|guys|lads|planner|warehouse|"
        r"sales(people| team)?|refuse",
    ),
    "about_time": (r"time|busy|season|later|year|quarter|long|slow|weeks|months|now|wait|rush",),
    "about_fit": (r"need|fit|special|small|different|feature|excel|spreadsheets?|current|works|fine|enough",),
    "about_rival": (r"vendor|competitor|rival|other|another|they offer|cousin|friend|buddy",),
    "factual": (
        r"how (much|long|many|soon|often)|"
        r"what('s| is| does| are| would)? .{0,20}(price|cost|fee|charge|per user|a month)",
        r"^(can|could|does|do|is|are|will|would|have|has) (it|you|your|this|the|we|there)|"
        r"who else (uses|is using|has)|(any|other) (customers|references|clients)|"
        r"which (version|languages?|countries)|when (can|could|would)",
    ),
    "pain": (
        r"(the|my|our|main|big(gest)?|that is my|real) (problem|issue|trouble|headache)|problem is|nightmare|"
        r"always (wrong|late|out)|(breaks?|broke|crash(es|ed)?|hang(s)?|fails?)|rejects?|by mistake|"
        r"(fining|fines) us|wrong (a lot|every)",
        r"mistakes?|errors?|wrong|mess(y)?|chaos|mismatch|doesn'?t match|don'?t match|"
        r"never (match|matches|agree|right)|off by|missing|lost|lose|losing|stockouts?|out of stock|run out|"
        r"late|delay(s|ed)?|overdue|rework|scrap|returns?|complain(ts?|ed|ing)?|penalt(y|ies)|fined?|"
        r"write[- ]?offs?|dead stock|overstock",
        r"by hand|manual(ly)?|spreadsheets?|excel|paper|copy(ing)?|re-?typ(e|es|ed|ing)|re-?key|twice|"
        r"overtime|weekends?|nights?|hours (on|every|each)|days (to|every|each)|"
        r"takes (us|me|her|him|them|forever|ages|days|hours)|chas(e|ing)|headaches?|pain(ful)?|struggl(e|ing)|"
        r"stuck|can'?t (see|find|tell|trace|track)|nobody knows|no (idea|visibility|overview)|slow",
    ),
    "decider": (
        r"(owner|boss|ceo|cfo|board|director|management|head office|hq|father|president|committee|partners?) ("
        r"decides?|signs?|approves?|has (to|the)|needs? to|makes|will decide|wants)|"
        r"(i|we) (decide|sign|approve|can sign|make the (call|decision))|(it'?s|that'?s) my (call|decision)|"
        r"my signature|goes to the (board|committee|owner)|tender",
    ),
    "accepted": (
        r"^(ok(ay)?|fine|great|sure|yes|yeah|yep|deal|alright|sounds good|works|perfect|agreed|fair( enough)?|"
        r"that (helps|works)|makes sense|better|clear)|"
        r"(that|this) (helps|works|is (better|clear|fine|good)|answers|settles|would work|does it)|see you|"
        r"(i'?ll|we'?ll) (be there|bring|join|invite)|clear now|good to know|reassur|point is closed|"
        r"go a long way|that'?d do it",
    ),
    "stall": (
        r"think (about it|it over)|get back to you|let you know|maybe later|"
        r"(next|another) (quarter|year|time)|send (me|us|it|something|an email)|in a meeting|"
        r"busy (right )?now|discuss (it )?internally|not now|we'?ll see|leave it with",
    ),
}
