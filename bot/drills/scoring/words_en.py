"""What English-speaking reps and customers say, by what it does; matched case-blind between word boundaries."""

from collections.abc import Mapping

EN: Mapping[str, tuple[str, ...]] = {
    # -- the customer --------------------------------------------------------------------------------------------
    "objection": (
        r"expensive|pric(e)?y|too (much|high|long|slow|complex|complicated|risky|big|many|dear|steep)|steep|over budget|no budget|budget (is|was)? ?(cut|gone|frozen|tight)|can'?t afford|cheaper|half (the|that) price|a lot of money|(less|lower) than (you|yours)|not worth|costs? (a fortune|too)",
        r"(other|another|different|competing) (vendor|supplier|quote|offer|bid|one)|competitor|rival|they (offer|quote|charge)(ed|d)?|in comparison",
        r"worr(y|ied|ies)|afraid|concern(s|ed)?|scared?|nervous|risk(y|s)?|what if|burn(ed|t)|failed|failure|went (wrong|south|live and)|disaster|nightmare|trust|doubt|sceptical|skeptical|not (sure|convinced|comfortable|happy|keen)|unsure|hesitant|fear",
        r"(don'?t|do not|doesn'?t|won'?t) (need|see|want|like|believe|think|trust|have time|work for)|no (need|time|interest|point)|not (interested|now|a priority|the right time|for us|needed)|we('re| are) (fine|ok|happy|good)|happy with|too busy|why should (i|we)|why would (i|we)|heard that before|they all say|sounds like|easy (for you )?to say|locked? in|lock-in|go(es)? (bust|under)",
        r"discount|(better|best|lower|final|special) price|knock|throw in|for free|shave|sharpen|come down|(do|can you do) (it for|better|something)|\d+ ?(%|percent) (off|less)|(my|our|the) (boss|owner|cfo|ceo|it|team|people|staff) (will|won'?t|would|says?|said|hate|doesn'?t|refuse|think)",
        r"heavy|a bit (much|high|rich|steep)|pfff*|ouch|(is|are|'s) (not|nowhere near) close|(is|'s) (a lot|big money|real money)|(higher|more) than (the|they|my|our|what)|almost (a|twice|double)|double|twice (the|what|as)|way (over|above|too)|down the drain|binned|wrote it off|write-off|(laugh|kill|sack|fire) (me|us)|sky-?high|mahal|sounds expensive",
        r"(will|would|he'?ll|she'?ll|they'?ll) (say no|never|not|kill|refuse|laugh|complain|fight|quit|leave|go mad)|said (already )?no|already (said )?no|(is|am|are) not (signing|going|doing|paying|changing|moving)|no chance|no way|not (a fan|so sure|really|going to|happening)|don'?t (buy|think|get it|tell me)|(really|seriously)\?|come on|sure\.|yeah right|who says|says who|prove|show me one|last (time|vendor|one|project)|(another|yet another) (system|project|login|tool)|bad experience|been there|once bitten|my (worry|fear|concern|problem) is|what (about|happens|then) (if|when)|how do (i|we) know|why (should|would|bother|change|switch|now)",
        r"deal ?breaker|unacceptable|not acceptable|(can'?t|cannot) (accept|sign|agree|justify)|push ?back|resist|hates? it",
    ),
    "turns": (r"but|however|though|still|only|the thing is|honestly|hm+|well",),
    "haggle": (
        r"discount|(better|best|lower|final|special|lowest) price|knock|throw in|for free|free (months?|users?|training)|shave|sharpen|come down|(do|can you do) (it for|better|something)|\d+ ?(%|percent) (off|less)|round it",
    ),
    "worry": (
        r"worr(y|ied|ies)|afraid|scared?|nervous|risk(y|s)?|what if|burn(ed|t)|failed|too (expensive|much|high|long|risky)|why (should|would) (i|we|yours?)|trust|guarantee|they all|again|how do i know|who says",
    ),
    "about_price": (
        r"price|pric(e)?y|expensive|cheap(er)?|costs? (more|too|a lot)|budget|discount|too much|a lot of money|money|afford|quote[ds]?|steep|less than|more than|higher|lower|gap|(months?|users?) free|for free|\d+ ?(%|percent)|heavy|mahal|something off|against|close",
    ),
    "about_trust": (
        r"trust|believe|burn(ed|t)|failed|failure|project|last (time|vendor|one)|they all|promise|heard|before|references?|bust|consultants?",
    ),
    "about_risk": (
        r"secur(e|ity)|data|cloud|risk|down(time)?|outage|lock(ed)?|lock-in|leak|privacy|backup|internet|stop",
    ),
    "about_people": (
        r"people|staff|team|users?|train(ing)?|learn|resist|hate|older|old|guys|lads|planner|warehouse|sales(people| team)?|refuse",
    ),
    "about_time": (r"time|busy|season|later|year|quarter|long|slow|weeks|months|now|wait|rush",),
    "about_fit": (r"need|fit|special|small|different|feature|excel|spreadsheets?|current|works|fine|enough",),
    "about_rival": (r"vendor|competitor|rival|other|another|they offer|cousin|friend|buddy",),
    "shelves": (
        r"let me (continue|move|go on|get back|show you something|turn)|(that|this) (one|point|part|thing)? ?(we|i) (will |can )?(skip|leave|park)|we (will )?(see|look|talk|discuss|do) (it |that )?(afterwards|after|later)|(skip|leave|park) (it|that|this|the|them)|(do|does) not need to (be )?discuss(ed)?|need not discuss",
        r"(let'?s|we(?: can| could| do not need to| don'?t need to|'ll)?|leave|put|park|set|skip|forget|never mind|drop|move)( on| past| over| to)?( the| that| this| it| your)?( \w+){0,3} ?(aside|for now|there|for later|another (day|time)|some other time|later|any (further|more|longer)|to one side|on hold|behind us|the side)|never ?mind|forget (about )?(it|that|the|price)|(anyway|moving on|next (topic|section|point)|anyhow|let'?s (talk about|move|look at|get to|go on|jump|turn|focus))|don'?t (get hung|dwell|think about|overthink)|not (the|a) (point|issue|big deal)|(details?|small stuff|minor)|(we(?:'ll| will| can)|you(?:'ll| can| will)) (sort|figure|see|deal|get|worry|talk|discuss|look|think|come)[^.?!]{0,24}(later|then|afterwards|in time|down the road|when|some other time|at some point)",
    ),
    "factual": (
        r"how (much|long|many|soon|often)|what('s| is| does| are| would)? .{0,20}(price|cost|fee|charge|per user|a month)",
        r"^(can|could|does|do|is|are|will|would|have|has) (it|you|your|this|the|we|there)|who else (uses|is using|has)|(any|other) (customers|references|clients)|which (version|languages?|countries)|when (can|could|would)",
    ),
    "pain": (
        r"(the|my|our|main|big(gest)?|that is my|real) (problem|issue|trouble|headache)|problem is|nightmare|always (wrong|late|out)|(breaks?|broke|crash(es|ed)?|hang(s)?|fails?)|rejects?|by mistake|(fining|fines) us|wrong (a lot|every)",
        r"mistakes?|errors?|wrong|mess(y)?|chaos|mismatch|doesn'?t match|don'?t match|never (match|matches|agree|right)|off by|missing|lost|lose|losing|stockouts?|out of stock|run out|late|delay(s|ed)?|overdue|rework|scrap|returns?|complain(ts?|ed|ing)?|penalt(y|ies)|fined?|write[- ]?offs?|dead stock|overstock",
        r"by hand|manual(ly)?|spreadsheets?|excel|paper|copy(ing)?|re-?typ(e|es|ed|ing)|re-?key|twice|overtime|weekends?|nights?|hours (on|every|each)|days (to|every|each)|takes (us|me|her|him|them|forever|ages|days|hours)|chas(e|ing)|headaches?|pain(ful)?|struggl(e|ing)|stuck|can'?t (see|find|tell|trace|track)|nobody knows|no (idea|visibility|overview)|slow",
    ),
    "decider": (
        r"(owner|boss|ceo|cfo|board|director|management|head office|hq|father|president|committee|partners?) (decides?|signs?|approves?|has (to|the)|needs? to|makes|will decide|wants)|(i|we) (decide|sign|approve|can sign|make the (call|decision))|(it'?s|that'?s) my (call|decision)|my signature|goes to the (board|committee|owner)|tender",
    ),
    "accepted": (
        r"^(ok(ay)?|fine|great|sure|yes|yeah|yep|deal|alright|sounds good|works|perfect|agreed|fair( enough)?|that (helps|works)|makes sense|better|clear)|(that|this) (helps|works|is (better|clear|fine|good)|answers|settles|would work|does it)|see you|(i'?ll|we'?ll) (be there|bring|join|invite)|clear now|good to know|reassur|point is closed|go a long way|that'?d do it",
    ),
    "stall": (
        r"think (about it|it over)|get back to you|let you know|maybe later|(next|another) (quarter|year|time)|send (me|us|it|something|an email)|in a meeting|busy (right )?now|discuss (it )?internally|not now|we'?ll see|leave it with",
    ),
    # -- the rep -------------------------------------------------------------------------------------------------
    "hears": (
        r"(i'?d|i would|anyone would|anybody would|most (people )?would|would) (also |too |probably |be |look|want|push|feel|worry|ask|think|hesitate|do|check|need|say|have)|i (can |do )?(see|get|understand|know) (it|that|this|why|how|what|where|you|your)|(is|that'?s|are) (a )?(big|real|serious|long|huge|hard|tough|large|lot|fair|heavy) (jump|gap|money|number|sum|time|step|thing|worry|ask|bill|difference|amount|point|concern)|real money|(they|people|others) do (all )?(say|ask)|in your (shoes|place|position|seat)|had that coming|a real plus|i take (that|it) back|my (bad|fault|mistake)|not a small|(sounds|must be|is) (frustrating|painful|stressful|crazy|rough|hard|tough)|hear you|with you on|can'?t blame|don'?t blame|natural(ly)?( to)?|needs (an|some) explanation",
        r"(i|we) (completely |totally |really |do |can |fully )*(understand|hear|get|see|appreciate|know)( (you|that|why|where|how|what|your|it|the))?|fair( point| enough| question| concern)?|makes (total |complete |perfect )?sense|that'?s (fair|valid|reasonable|understandable|a (fair|good|real|valid|legit(imate)?|big|lot|serious))|(no|small) wonder|not surpris(ed|ing)|you'?re (right|not wrong|not the (first|only))|right to (ask|worry|be)|good (point|question)|valid|understandable|(i'?d|i would|anyone would|anybody would|most would|would) (be|feel|worry|ask|want|think|hesitate|lose|say|do|check)|sorry (to hear|about|you|that)|(many|most|lots of|other|plenty of|a lot of) (customers|owners|people|clients|buyers|cfos|it)|it is(n'?t)? (cheap|a lot|real|not nothing|no small)|(is )?not (cheap|small|nothing|pocket)|(that|it) (must|sounds|is) (be |have been )?(tough|hard|frustrating|painful|rough|awful|stressful|annoying|a pain|like)|once (bitten|burned|burnt)|ouch|totally|true|granted|of course",
    ),
    "contradicts": (
        r"^(no[,. ]+(no|lah|way|sir|ma'?am|that|it|this|you|not|need)|ay no|oh no,|come on|you'?re being|you are being|oh come|don'?t be|then you|your (people|team|planner|boss|cfo|it|staff|father|owner) (is|are|will|must|just)|in the end they|everybody (says|knows)|it'?s only|relax|trust me|with respect)",
        r"wrong thinking|you misunderstand|(is|are) (never|not) (the|a) (problem|issue)|not (mahal|expensive|true)|(that|it) is nothing|nothing to (worry|fear)|you worry too much|too (sensitive|negative|careful)|overthink",
        r"^(but|no,|no\.|actually|that'?s (not|wrong|incorrect|nonsense|ridiculous)|not (true|really|at all)|you'?re (wrong|mistaken)|you (misunderstood|don'?t understand|must have)|wrong|nonsense|come on|nobody|it isn'?t|it'?s not|that is not|i disagree|that (can'?t|won'?t|doesn'?t|never) )",
    ),
    "yes_but": (
        r"(understand|right|point|see|hear you|agree|sure|sense|enough|appreciate( that)?|true)[,.;]? ?(but|however|although|though)",
    ),
    "settled": (
        r"^(and |so |then |with that,? |now,? |ok(ay)?,? )*(is|are|does|do|would|will|has|have|can|did) .{0,70}(ok(ay)?|enough|finished|settled?|fine|clear|closed|off the table|answer(s|ed)?|sorted|done|solved|resolved|help(s|ed)?|work for|put to bed|take care|cover(s|ed)?|comfortable|reassur|go away|gone|still)",
        r"(does|did|would|has|is|was|do) (that|this|it|these|those|i)( now)? .{0,20}(answer|settle|address|help|resolve|cover|clear|ease|satisf|deal with|take care|work for you|reassure|make sense|calm|close|put|enough|ok|okay|comfortable|solve|fix|match|hold)|(are|feel) you .{0,12}(comfortable|ok|okay|happy|clear|good|reassured|fine)|(how|are we|is that) .{0,14}(sit|land|settled|sorted|good (on|with)|off the table|out of the way)|(anything|what)('s| is|s)? (else|still|left).{0,30}(worr|bother|concern|open|hold|block|unclear|in the way|nag|table|missing)|still .{0,20}(worr|concern|bother|open|on your mind|issue|doubt)|(put|set).{0,10}mind at (rest|ease)|your (mind|worry|concern) .{0,12}(rest|ease|settled|gone|off)",
        r"(if|suppose|assuming|say|provided) .{3,80}(settled|is (it|that) (enough|done|all|ok)|would (you|that|it|we)|could you (sign|say|go)|are we|can we|is (there )?anything|does that|do we|would there)",
    ),
    "costs": (
        r"(what|how much|how many|roughly).{0,50}(cost you|costs? (a|per|in|you|the)|cost (over|each|when)|los(e|ing|t|es)|set you back|add(s)? up|waste|worth to you|hours (a|per|each)|times a|per (week|month|year)|a (week|month|year))|how often|how (frequent|many times|many (hours|days|orders|mistakes|runs|complaints))|how bad|how much (do|does|did|money|time|of)",
        r"what happens (if|when|to)|what (would|will|does|do|did) .{0,40}(mean for|cost|do to|happen|lead to|knock on|cause|add up)|if (nothing|it|this|that) .{0,20}(change|stay|keep|continue|goes on|carries on)|who (else )?(gets|feels|suffers|pays|has to|ends up|takes|picks up|notices|bears|loses)|(impact|effect|consequence|knock-on|damage|price tag)|put a (number|figure|price)",
    ),
    "decision": (
        r"(besides|apart from|other than|next to|in addition to) .{0,30}(who|anyone)|which (of (the|them|your|these)|person|people|department).{0,40}(look|decid|sign|judge|say|vote|part|matter|care)|who .{0,60}(behind it|on board|panel|judge|table|board|vote|convince|weigh|look at|see (it|this)|know)|what .{0,30}(panel|committee|owner|boss|director|father) .{0,20}(need|want|look|ask|compare)",
        r"who (else|signs?|decides?|makes|approves?|would|will|has|needs|should|is (involved|part)|in your|gets a say|else).{0,40}(sign|decid|approv|involv|say|look|see|join|table|room|part|call|on board|agree|weigh|budget|convince|need|process|review)?|(besides|apart from|other than|next to|in addition to) (you|yourself)|anyone else",
        r"(how|what) .{0,30}(decision|decid(e|ed)|approv(al|e|ed)|process|sign(ed)?[- ]?off|procurement|purchas(e|ing)|steps|tender|criteria|budget|timeline|buying)|(by )?when .{0,25}(decide|decision|need|want|go live|live|start|sign|choose|choice|order|board|hope|plan|must|would)|timeline|deadline|(what|which|is there a|has a|how much) .{0,20}budget|what (does|would|will|matters|do) .{0,20}(owner|boss|cfo|ceo|board|director|management|committee|father|finance).{0,30}",
    ),
    "to_face": (
        r"(are|is it) you (the one|who)|you are the one|you(\'re| are) the (owner|boss|decision|one who)",
        r"(can|could|are) you (actually |even |really |yourself )*(decide|sign|make (the|that|this) (decision|call)|authori[sz]ed?|allowed|the (decision|real)|in a position|able to (sign|decide|approve))|do you (actually |even |really )*(decide|have (the )?(authority|power|say))|(talk|speak) to (someone|somebody|the person) who (can|decides|actually)|above your (pay|head)|the (actual|real) decision[- ]maker",
    ),
    "budget": (r"budget",),
    "sums_up": (
        r"(so )?(what i'?m hearing|if i (understand|understood|hear|got|get)|let me (sum|play|recap|repeat|check|see if|make sure)|to (sum|recap|summari[sz]e)|in (short|other words|summary)|as (i understand|you (said|put|mentioned|told))|you (said|mentioned|told|wrote|just said|described|were saying)|(it )?sounds like|so you|so your|my understanding|just to (recap|confirm|check)|recap)",
    ),
    "acts": (
        r"sit|same (people|topic|time)|one hour|half an hour|\d+ (min(ute)?s?|hours?)|suggest|come|at your (office|site|plant|place)|get together|shop floor|i (will )?bring|let'?s|let us",
        r"call|meet(ing)?|demo|show|send|walk|visit|come (by|over|to)|drop by|set up|schedule|book|invite|prepare|put together|go through|run|review|pilot|workshop|trial|sign|bring|email|quote|proposal|draft|share|look at|sit down|talk|chat|catch up|ring|phone|have (it|a|the|you)|get (you|it|back)|test|join|speak|zoom|teams|deliver|draw up|slot|minutes",
    ),
    "vague": (
        r"(anything|any questions?|questions),? (just )?(contact|call|ask|ping|message)|contact me|write to me|you have my|i (will )?send you|drop me|shout if",
        r"(keep|stay|be) in (touch|contact)|let me know|(feel free|don'?t hesitate) to|reach out|(whenever|when) you('re| are)? (ready|need|want|like|have)|if you (need|have|want|change) (any|anything|something|more|help|your)|any ?time|(i'?ll|will|let me|i can|can) (just )?(send|e-?mail|forward|share|follow up|get back|call|ping|check in|circle back|be in touch)|circle back|touch base|talk soon|speak soon|sometime|some time|one of these days|at some point|soon|get back to (you|me)|have a look and|think (about it|it over)|take your time|look forward to hearing|waiting for your|give me a (shout|call|ring)|hear from you|next (week|month) (sometime|maybe)|later",
    ),
    "who": (
        r"(with|bring|invite|include|and|plus|join(ed)? by) (you|your|the|our|me|mr|ms|mrs|a|an|[a-z]+ from)|together|(you|we|us|everyone) (both|three|two|four|all)|(cfo|owner|boss|manager|controller|accountant|it|finance|consultant|engineer|team|warehouse|colleague) (join|at the table|too|as well|in the|on the|can|could|and)|both of|three of us|all of us|you and",
    ),
    "value": (
        r"sav(e|es|ed|ing|ings)|pays? (for itself|back|off)|payback|return|worth|per (user|day|month|order|head)|works out|compare(d)? (to|with) (the|what|your|that)|includ(es?|ed|ing)|covers?|what you (get|lose|spend|pay)|the (difference|gap|extra|rest) (is|buys|pays|comes|covers|gets)|total cost|over three years|three-year|(against|versus|vs\.?) (the|your|a)|less than (the|what|you|one)|that'?s (about|roughly|less)|in (it|that price)|cost of (doing|not)|you('re| are) (losing|spending|paying)",
    ),
    "purpose": (
        r"demo|show|go through|walk|run|test|trial|review|look at|look|item by item|scope|contract|proposal|quote|data|migration|plan|workshop|visit|shop floor|sign|compare|discuss|check|present|numbers|report|outline|pilot|with what|so (you|that|we)|to (see|go|show|look|walk|run|check)",
    ),
    "decision_who": (r"who|anyone else|besides|else|which people|whose",),
    "decision_when": (r"when|by what|timing|timeline|deadline|how soon|date",),
    "decision_how": (r"how|process|steps|criteria|budget|what (does|do|would|will)|approv|sign[- ]?off|matters",),
    "denies_rival": (
        r"(won'?t|don'?t|not going to|wouldn'?t|can'?t) (say|comment|speak|judge|run|talk|knock|badmouth)",
    ),
    "price": (r"price|cost|fee|[$€£]|\d+ ?k|a year|a month|quote|budget|money",),
    "weighs": (
        r"against|next to|compare[ds]?|versus|vs|set (it|that|this)|beside|less than|more than|about (a|half|one)|(a )?(fraction|third|quarter|fifth|half) of|pays? (for itself|back|off)|comes back|payback|earn(s|ed)? back|sav(e|es|ing|ings)|cost(s)? you|(you'?re|you are|already|you) (los(e|ing)|spend(ing)?|pay(ing)?|wast(e|ing))|the (difference|gap|extra) (is|buys|covers|comes|pays)|includ(es?|ing)|covers|works out|worth",
    ),
    "free": (r"free|no charge|included|without charge|standard",),
    "past": (r"last (week|month|year)|yesterday",),
    "exchange": (
        r"if you|if we|in (return|exchange)|for a (two|three|2|3|longer|multi)|(two|three|2|3|multi)[- ]year|pre-?pay(ment|ing)?|up ?front|pay(ing)? (annually|yearly|in advance|the year)|sign(ed)? (by|before|this)|commit|provided|as long as|on condition|(smaller|reduce(d)?|less|narrower|cut the|drop the|leave out|without the|fewer|take out|phase) ?(scope|modules?|users?|two|the)?|reference|case study|trade|swap|against (a|two|three)|take .{0,20} out|only if|when you (sign|pay)|for (prepayment|payment|annual|signing)|more users|conditional",
    ),
    "flat_no": (
        r"(we|i) (don'?t|do not|can'?t|cannot|never|won'?t) (do |give |offer |go |make )?(any )?(discounts?|lower|reduce|budge|negotiate|come down|go (any )?(lower|down))|no (discounts?|room|wiggle|flexibility)|fixed price|(price|that) is (the price|fixed|firm|final|what it is)|price list is|not negotiable|non-negotiable|list price",
    ),
    "gives": (
        r"discount|\d+ ?(%|percent|per cent) (off|discount|less|down)|(knock|take|shave|cut|drop|reduce|lower) .{0,24}(off|by|to|price|down)|off the (price|list|total|fee|licen[cs]e|bill)|free (of charge|months?|users?|seats?|modules?|training|days?|support|setup|implementation|licen[cs]es?|migration|onboarding|year)|(months?|users?|seats?|modules?|training|setup|implementation|support|year|migration|days?|week|licen[cs]es?) (for )?free|for free|on (the house|us|top)|throw in|waive|no charge|won'?t charge|not charge|round (it )?(down|off)|at cost|(60|90|120|sixty|ninety)[- ]?days?( payment| terms| net)?|pay later|match (their|that|the|his|it)|(i'?ll|i can|can|could|let me) (do|make) it (for )?.{0,4}\d|give you .{0,12}(\d|free|off|better|best|special)|special price|extra (months?|users?|licen[cs]es?|year)|extend (the )?payment",
    ),
    "approval": (
        r"ask my (boss|manager|director)|(get|need|seek|check) (it )?(approv|sign-?off)|subject to approval|run it past|clear it with",
    ),
    # -- claims --------------------------------------------------------------------------------------------------
    "ours": (
        r"we|our|ours|us|(my|the) (system|software|product|module|platform|solution|standard|contract|licen[cs]e|connector|engine|api|sla|planning)|customers",
    ),
    "courtesy": (
        r"^(?:(?:ok(?:ay)?|sure( thing)?|yes|yeah|yep|no (?:problem|worries)|thanks?|thank you|great|good (?:morning|afternoon|evening|day)|hello|hi|hey|understood|got it|noted|i see|right|fine|alright|perfect|of course|absolutely|certainly|sorry|haha+|ha|wah|lah|ay|sir|ma'?am|madam|don'?t worry|welcome|go,? go|nice to meet you|good question|there|all|for (?:your|the) (?:interest|message|question)( in \w+)?|po|boss|please)[\s,.!…:)-]*)+$",
    ),
    "about_us": (
        r"we|our|ours|us|the (system|software|product|module|platform|solution|standard|contract|licen[cs]e|connector|engine|api|sla|report|tool|planning|price)|customers?|clients?|plants with|everybody who|it (does|has|comes|supports|runs|works|includes|connects|handles)|(is|are|comes?) (standard|included)|supports?|go-live|implementation|training|consultants?",
    ),
    "short_answer": (
        r"^(yes|no|sure|possible|it (does|can|is)|we (do|can|have)|about|around|roughly|usually|typically|between|of course|that works|correct|it'?s)",
    ),
    "again": (
        r"(did|do) you say|(was|is) it again|again\?|remind me|you (said|mentioned) (how|what|which)|i forgot|sorry,? (what|how|which)|(was|were|is) (it|that) .{0,20}again|once more",
    ),
    "only": (r"only",),
    "absolute": (
        r"(in )?(all|every)( of)?( our)? (customers?|clients?|factor(y|ies)|projects?|plants?|stores?|companies)|everybody who|(zero|no) (errors?|mistakes?)|nobody (fails|complains|ever)|half of their",
        r"guarantee(d|s)?|100 ?(%|percent|per cent)|absolutely (no|never|certain|will|safe|sure|every)|(zero|no) (risk|downtime|problems?|errors?|failures?|issues?|chance|doubt)|never (fail|fails|failed|had|lost|goes|crash|crashes|breaks?|been|once|ever|lose)|always (works?|on time|deliver|succeed)|(every|all) (single )?(customer|client|project|user|company|one of)s?|nobody (ever|has)|(best|leading|fastest|safest|most advanced|number one|#1) (in|on|of|erp|crm|system|product|software|solution)|(will|would) (definitely|certainly|surely|always|never)|definitely|certainly will|for sure|risk[- ]free|bullet ?proof|foolproof|without (fail|exception)|can'?t (fail|go wrong)|promise you|i promise|for certain|no matter what",
    ),
    "denies": (
        r"(not?|n'?t|never|without|nobody|cannot|wouldn'?t|won'?t|no one|nor|hardly|rather than|instead of)( \w+){0,3}$",
    ),
    "slogan": (
        r"seamless(ly)?|world[- ]class|best[- ]in[- ]class|cutting[- ]edge|state[- ]of[- ]the[- ]art|next[- ]gen(eration)?|game[- ]?chang(er|ing)|one[- ]stop|end[- ]to[- ]end|empower(s|ing)?|digital transformation|synerg(y|ies)|holistic|turnkey|unlock|robust|scalable|innovative|industry[- ]leading|market[- ]leading|leading (provider|vendor|solution|edge)|revolution(ary|i[sz]e)|streamlin(e|es|ed|ing)|future[- ]proof|unparalleled|unmatched|360|single source of truth|leverage|optimi[sz]e your|take your business|next level|all-in-one|best practice|enterprise[- ]grade|tailor[- ]made|trusted partner|win[- ]win|comprehensive",
    ),
    "cases": (
        r"(one|some|another|many|several|a few|most|two|three) of our (customers|clients)|a (customer|client|company|manufacturer|distributor|retailer|wholesaler|plant|firm|business|factory) (of ours|like you|similar|in|near|with|that|your|we|just|last|who)|our (customers|clients) (save|see|cut|reduce|report|get|have|are|love|usually|typically)|(customers|clients) (like you|similar)|we('ve| have) (helped|done|worked|implemented|rolled)|(worked|works) (for|with) (a|another|many|several)|fortune 500|case study",
    ),
    "has": (
        r"supports?|has|have|comes with|includes?|can|does|handles?|integrates?|connects?|automatic(ally)?|built[- ]in|works with|covers",
    ),
    "lacks": (r"not|no|n'?t|without|only|except|extra|separately|unavailable|cannot|never|excluded|excludes",),
    # -- blockers ------------------------------------------------------------------------------------------------
    "review": (
        r"scop(e|ing|ed)|assess(ment|ed)?|review(ed)?|feasib|subject to|need(s)? (to be )?(check|approv|confirm|sign|look|review)|approv(al|ed|es)?|(check|confirm|ask|talk|look|clarify|verify|come back|get back)( it| that| this)? (with|first|before|to|into)|after (the|a|we|our)|before (i|we) (can )?(promise|commit|say|tell|give|quote)|can'?t (promise|commit|guarantee|say)|cannot (promise|commit|guarantee)|won'?t (promise|commit|guarantee)|depends|in writing|estimate|workshop|architect",
    ),
    "custom": (
        r"custom(i[sz](e|ed|ation|ing))?|bespoke|develop(ment|ed|er|ers|ing)?|source code|interface|integrat(e|ion|ed)|connector|api|(home|self)[- ]?(made|grown|built|written)|in-house (system|tool|built)|build (it|that|this|you|a|the|one)|code|program(med|ming)?|modif(y|ied|ication)|hook (it|that|up)|connect",
    ),
    "delivery": (
        r"live|deliver(ed|y)?|ready|done|finish(ed)?|up and running|complete(d)?|in place|approved?|sign(ed)? off|rolled out|deployed|working|implemented|built|migrat(ed|ion)|by (monday|tuesday|wednesday|thursday|friday|the (1st|end|first)|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|year)",
    ),
    "promises": (
        r"promise(d)?|guarantee(d)?|definitely|certainly|for sure|no problem|not a problem|easy|easily|of course|absolutely|you('ll| will) (have|be|get)|we('ll| will) (have|be|get|build|deliver|do|make|write|finish|connect|hand)|consider it done|count on|trust me|my word|commit|sure( thing)?|without fail|i('ll| will) (make sure|see to it|get|have|put|give)|done deal",
    ),
    "benefit": (
        r"kick-?back|(something|a little|bit|gift|cut|commission|bonus|voucher|envelope|cash|share|thank[- ]you|consult(ing|ancy) fee|iphone|ipad|weekend|tickets?|trip|watch|card|percent|%|finder'?s fee) (extra |in it |on the side |back )?(for|to) (you|yourself)( personally| too| as well| on the side|\b)|in it for you|(for you|to you),? personally|personally (benefit|thank|for you|make it worth)|make it worth your|on the side|under the table|look after you|take care of you personally|gift card|your (personal |own )?(cut|share|commission|account privately)|privately",
    ),
    "rival": (
        r"they|them|their|those (guys|people)|that (company|vendor|lot)|competitors?|the (other|others|competition|rival|cheaper)( (vendor|one|guys|company|lot|side))?|vendor [a-z]|(sap|oracle|netsuite|odoo|microsoft|dynamics|sage)",
    ),
    "runs_down": (
        r"rubbish|garbage|crap|trash|junk|scam(mers?)?|crooks?|liars?|lie|lying|cheat(s|ers)?|rip(ping)?[- ]?off|terrible|awful|horrible|useless|hopeless|a (joke|mess|disaster|nightmare)|going (bust|bankrupt|under|out of business)|bankrupt(cy)?|broke|amateurs?|students|cowboys|buggy|full of bugs|crash(es|ing)? (all|every|constantly)|los(e|es|t|ing) (customer'?s? |client'?s? |people'?s )?data|never (deliver|answer|support|finish)|can'?t (deliver|be trusted|even)|outdated|ancient|dying|dead|no (support|clue|idea)|don'?t (know|have a clue|care|deliver|answer)|incompetent|second[- ]rate|shady|copy (us|ours)|stole",
    ),
    "insult": (
        r"(you|your (people|team|boss|company)|you people|you guys)('re| are| must be| sound| seem)?( just| so| too| really| simply| a bit| all| obviously| clearly)* (stupid|idiots?|dumb|ignorant|clueless|cheap(skates?)?|stingy|backward|amateurs?|slow|incompetent|lazy|naive|dinosaurs?|too small to|old[- ]fashioned|ridiculous|blind|narrow-minded|paranoid)|you (clearly |obviously |really |just )*(don'?t|do not) (understand|know|get) (anything|business|software|it, do|technology|what you|how (business|software|modern|a real))|wast(e|ing) (of )?my time|can'?t afford it,? (then|go)|if you can'?t afford|take it or leave it|stop being|grow up|living in the (past|stone)|stone age|shut up|moron|fool(s|ish)?|(no|little|lack of) (vision|brains|clue)|too (stupid|dumb|cheap|old) (to|for)|learn to|beggars?",
    ),
    "leaks": (
        r"(our|my|internal(ly)?|the) (real |actual |internal |absolute |own )*(floor|cost price|bottom line|minimum price|margin|lowest (price|we)|internal (limit|price|list)|discount (limit|authority|ceiling)|limit|walk-?away)[^.?!]{0,20}(is|are|of|at|:|\d)|(i'?m|i am|we'?re|we are) (only )?(allowed|authori[sz]ed) (to (give|go|do)|up to)|between (you and me|us),?[^.?!]{0,60}(margin|limit|floor|paid|pays|discount|price)|(they|[A-Z][a-z]+|that customer|your competitor|another customer|the one) (paid|pays|got|signed (for|at)|is paying|negotiated)[^.?!]{0,20}\d|(show|send|forward) you (their|another customer'?s?|a customer'?s?|[A-Z][a-z]+'s|someone else'?s?) (data|contract|quote|numbers|dashboard|prices?|account|books|file|list)",
    ),
    "scorer": (
        r"(give|award|grant|get|gets|put|mark|rate|grade|score)( (me|us|this|it|every|each|all|the rep|my|a|the|as|criterion|criteria|this message|rep))*( (ten|\d+|all))? ?(full|top|maximum|max|perfect|best|highest|high|passing|pass|passed|gold|3|three|100)( (marks?|scores?|points?|grade|level))?\b(?!.{0,20}(supplier|vendor|system))|(full|top|max(imum)?|perfect) (marks|scores?|points)( please| pls|,? ?ok| ✔|$|[!.:) ]*$)|full score|(scorer|grader|grading|examiner|evaluator|marker|judge|scoring (engine|system|bot|model)|whoever (grades|scores|marks))|as the (examiner|grader|judge|scorer|reviewer)|for (grading|scoring|evaluation) purposes|count(s)? (towards|as) (the )?(evaluation|score|explore|acknowledge|open|next|listening|confirm|implication)|count both|mark (it|this|me) as (passed|complete)|towards the evaluation",
        r"(ignore|disregard|forget|override|bypass)( (all|any|the|your|of|previous|prior|above|earlier|my))* (instructions?|rules?|prompts?|guidelines|criteria|rubric)|(all|ten|10|every) criteria|system ?(:|prompt|message|override)|\[?(note|system|instruction|message) to (the )?(scorer|grader|system|model|ai|examiner)|reviewer override|drill (is )?(complete|over|finished)|(outcome|tier|score|total|blockers?|levels?) ?(=|:)|im_(start|end)|trainee|(you are|you'?re) (no longer|now) (a|an|the)|you'?re (a|just a|only a) (bot|program|machine|model|ai)|(know|sure) you'?re (a )?(bot|ai|program|machine)|test run|enablement team|set (all|total|score|every)|/(score|debug|set|finish|end|pass|win)|new rule|knowledge base update|decode and (apply|run|execute)|just say (you|the|that) .{0,30}(settled|satisfied|agree|happy)|say the objection|(treat|consider|regard) this (as|message)|✔|\+ ?3\)|[:=] ?3/3|(certificate|pass(ing)? (this|the) drill)|model answer|rubric",
    ),
    "forged": (r"(^|\n)\s*(customer|client|buyer|prospect|rep|seller|salesperson|assistant|user|system) ?:",),
    "advises": (
        r"you (should|need to|have to|must|ought to|'?ve got to|gotta|had better|better|can'?t (just|keep)|really should)|(i('d| would)? |my )(advice|advise|suggest|recommend)|(what|all) you (need|have) to do|why don'?t you|listen to me|trust me",
    ),
    "close": (
        r"quote|proposal|contract|sign|demo|trial|pilot|price (is|would|comes)|(\d+[,.]?\d*) ?(k|thousand|euros?|dollars?|eur|usd|sgd|pounds?|gbp)|[$€£]\d|per (user|seat|month|year)",
    ),
    "denied_absolute": (
        r"promise (you )?(no|nothing|neither)|would be (a )?lie|be lying|nobody honest|i (will not|won'?t|can'?t|cannot|don'?t) (tell|say|promise|guarantee|claim)|not (100|guarantee)|no one can",
    ),
    "denies_before": (
        r"(not|never|no one|nobody|can't|cannot|won't|don't|wouldn't|isn't|nothing is|no)\b[^.,;]{0,24}(guarantee|promise|100|zero|absolute|definitely|perfect|all|every)",
    ),
    "sla": (r"99\.\d|sla|warranty|uptime",),
    "undated": (
        r"(i('ll| will)?|let me|will) (just )?(send|e-?mail|forward|share)( you| over)?( \w+){0,5}( soon| later| sometime| something)?",
    ),
    "requests": (
        r"tell (me|us)|walk (me|us)|talk (me|us)|take me through|help me understand|describe|explain (to me|how you)|i'?d (like|love) to (hear|know|understand)|i'?m curious|i wonder|can you|could you|would you|may i|can i|what|how|which|who|why|where|when|do you|are you|is (it|that|there)|have you",
    ),
    "term": (r"years?|prepa|upfront|up front|advance|annual|term",),
    "dearer": (r"on top|higher|more expensive|surcharge|extra fee|premium|plus \d",),
    "rebate": (r"off|discount|rebate|reduction|less",),
    "question_word": (
        r"what|how|why|which|who|when",
    ),
    "recital": (
        r"\bspin\b|(situation|problem|implication|need-payoff) questions?|(open discovery|acknowledge|explore first|evidence|discount discipline|confirm|listening|qualify|next step)s?[:,;/][^.]{0,40}(acknowledge|explore|evidence|discount|confirm|listen|qualify|next step)|(step|item|criterion) (one|two|three|four|five|1|2|3|4|5)[:,]|keywords?:|according to the (rubric|playbook|criteria|scoring)|(the|my) (trainer|training|coach|course) (said|says|taught)|nothing you can take off|textbook|(ten|all) (steps|criteria)|number (one|two|three)[:,]|first[,:] (an )?open question",
    ),
    "section": (
        r"^\W*(situation|say|don't say|do not say|ask|follow[- ]up|basis|close|scene|proof|why|source|next)\W*:|^#+ |\[(say|ask|close|scene|proof|situation)[^\]]*\]|#\w{4,}",
    ),
    "formula": (
        r"fair point|i (completely |totally )?understand|no wonder|i see why|i hear you|it isn'?t cheap|many owners",
    ),
    "behind": (
        r"(which|what) (part )?(worries|concerns) you|compar(ing|e) (it |us )?(with|to)|what'?s behind",
    ),
    "step": (
        r"(monday|tuesday|wednesday|thursday|friday|wed|thu|fri|mon|tue)[^.?!]{0,12}(\d|noon|three|ten)",
    ),
    "trade": (
        r"two years|prepay|two-year",
    ),
}
