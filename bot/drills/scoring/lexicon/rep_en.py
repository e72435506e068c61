"""How a rep hears, asks and closes, in English: patterns by what they do, written from the language."""

from collections.abc import Mapping

TABLE: Mapping[str, tuple[str, ...]] = {
    "shelves": (
        r"(now|and now|next|moving|turning|on) to the|moving (to|on)|we go on|go on with|look forward\.|"
        r"i consider (that|this|it)|take it as read|enough about|first finish|old story|half is plenty|"
        r"noted for the minutes|no time for (that|this)|you'?ll see (once|when|after)|trust the process|"
        r"back to (the|my|our)",
        r"let me (continue|move|go on|get back|show you something|turn)|"
        r"(that|this) (one|point|part|thing)? ?(we|i) (will |can )?(skip|leave|park)|"
        r"we (will )?(see|look|talk|discuss|do) (it |that )?(afterwards|after|later)|"
        r"(skip|leave|park) (it|that|this|the|them)|(do|does) not need to (be )?discuss(ed)?|need not discuss",
        r"(let'?s|we(?: can| could| do not need to| don'?t need to|'ll)?|leave|put|park|set|skip|forget|never "
        r"mind|drop|move)( on| past| over| to)?( the| that| this| it| your)?( \w+){0,3} ?(aside|for now|there|"
        r"for later|another (day|time)|some other time|later|any (further|more|longer)|to one side|on hold|beh"
        r"ind us|the side)|"
        r"never ?mind|forget (about )?(it|that|the|price)|"
        r"(anyway|moving on|next (topic|section|point)|anyhow|let'?s (talk about|move|look at|get to|go on|jum"
        r"p|turn|focus))|"
        r"don'?t (get hung|dwell|think about|overthink)|not (the|a) (point|issue|big deal)|"
        r"(details?|small stuff|minor)|"
        r"(we(?:'ll| will| can)|you(?:'ll| can| will)) (sort|figure|see|deal|get|worry|talk|discuss|look|think"
        r"|come)[^.?!]{0,24}(later|then|afterwards|in time|down the road|when|some other time|at some point)",
    ),
    # Who calls, before anything is said.
    "greets": (
        r"^(hi|hello|hey|good (morning|afternoon|evening|day))\b|we met|i'?m (from|with|calling)|we spoke|"
        r"at the fair",
    ),
    # Pushes for the order, or mocks, in the form of a question.
    "presses": (
        r"how would you know|what are you waiting|why wait|(can|shall|could) (we|you|i) (just )?(sign|close|order)|"
        r"(do|did) we have a deal|so,? deal|why are you so|how can you not|when can you sign",
    ),
    "hears": (
        r"(i'?d|i would|anyone would|anybody would|most (people )?would|(anyone|anybody|"
        r"everyone) in your \w+ would|would) "
        r"(also |too |probably |be |look|want|push|feel|worry|think|hesitate|check|flinch|stop|ask (that|the same|"
        r"too))|"
        r"i (can |do )?(see|get|understand|know) (it|that|this|why|how|what|where|you|your)|"
        r"(is|that'?s|are) (a )?(big|real|serious|long|huge|hard|tough|large|lot|fair|heavy) (jump|gap|money|n"
        r"umber|sum|time|step|thing|worry|ask|bill|difference|amount|point|concern)|"
        r"real money|(they|people|others) do (all )?(say|ask)|in your (shoes|place|position|seat)|"
        r"had that coming|a real plus|i take (that|it) back|my (bad|fault|mistake)|not a small|"
        r"(sounds|must be|is) (frustrating|painful|stressful|crazy|rough|hard|tough)|hear you|with you on|"
        r"can'?t blame|don'?t blame|natural(ly)?( to)?|needs (an|some) explanation",
        r"(i|we) (completely |totally |really |do |can |fully )*(understand|hear you|appreciate|"
        r"(hear|get|see|know|take) (you|that|why|where|how|what|your|it|the|this))|i see|"
        r"fair( point| enough| question| concern)?|makes (total |complete |perfect )?sense|"
        r"that'?s (fair|valid|reasonable|understandable|a (fair|good|real|valid|legit(imate)?|big|lot|serious))|"
        r"(no|small) wonder|not surpris(ed|ing)|you'?re (right|not wrong|not the (first|only))|"
        r"right to (ask|worry|be)|good (point|question)|valid|understandable|"
        r"(i'?d|i would|anyone would|anybody would|most would|would) (be|feel|worry|want|think|hesitate|lose|check)|"
        r"sorry (to hear|about|you|that)|"
        r"(many|most|lots of|other|plenty of|a lot of) (customers|owners|people|clients|buyers|cfos|it)|"
        r"it is(n'?t)? (cheap|a lot|real|not nothing|no small)|(is )?not (cheap|small|nothing|pocket)|"
        r"(that|it) (must|sounds|is) (be |have been )?(tough|hard|frustrating|painful|rough|awful|stressful|an"
        r"noying|a pain|like)|"
        r"once (bitten|burned|burnt)|ouch|granted",
    ),
    "contradicts": (
        r"^(no disagree|i disagree|you can'?t,|you'?ll get over|(everyone|everybody) thinks|that'?s a prejudice|"
        r"so (may|might|could) (yours?|you)\b|(a )?real (boss|man|leader)|it was clear|no[,. ]+(no|lah|way|sir|"
        r"ma'?am|that|it|this|you|not|need)|ay no|oh no,|come on|you'?re being|you a"
        r"re being|oh come|don'?t be|then you|your (people|team|planner|boss|cfo|it|staff|father|owner) (is|ar"
        r"e|will|must|just)|in the end they|everybody (says|knows)|it'?s only|relax|trust me|with respect)",
        r"wrong thinking|you misunderstand|(is|are) (never|not) (the|a) (problem|issue)|"
        r"not (mahal|expensive|true)|(that|it) is nothing|nothing to (worry|fear)|you worry too much|"
        r"too (sensitive|negative|careful)|overthink",
        r"^(but|no,|no\.|actually|that'?s (not|wrong|incorrect|nonsense|ridiculous)|not (true|really|at all)|y"
        r"ou'?re (wrong|mistaken)|you (misunderstood|don'?t understand|must have)|wrong|nonsense|come on|"
        r"it isn'?t|it'?s not|that is not|i disagree|that (can'?t|won'?t|doesn'?t|never) )",
    ),
    "yes_but": (
        r"(understand|right|point|see|hear you|agree|sure|sense|enough|appreciate( that)?|true)[,.;]? ?(but|ho"
        r"wever|although|though)",
    ),
    "settled": (
        r"(does|would|did|is) (it|that|this|so)\b.{0,40}(away|pressure|bang|sleep|calm|yes|blocker|gap|worry|f"
        r"ear|risk|comfort)|"
        r"keep you (awake|up)|is it a yes|(settled|closed|dealt with|sorted|done) (from|for|on|with)|"
        r"what'?s left (that|of|to)|is that what (you|he|she|they)|"
        r"call (that|it|this) (\w+ )?(dealt|settled|closed|done)|"
        r"anything (about|on|in) .{0,40}(still|worr|unclear|open|bother|keep)|seen that way",
        r"^(and |so |then |with that,? |now,? |ok(ay)?,? |great,? |good,? )*(is|are|does|do|would|will|has|have|"
        r"can|did) "
        r"(?!anything (still )?(done|made|kept|written)|you (still )?(do|make|use|keep|write|have)).{0,70}"
        r"(ok(ay)?|enough|finished|settled?|fine|clear|closed|off the (table|list)|answer(s|ed)?|sorted|solved|"
        r"resolved|help(s|ed)?|work for|put to bed|take care|cover(s|ed)?|comfortable|reassur|go away|gone|"
        r"still (open|bother|worr|in the way|a (worry|problem|concern|stopper)|sour|missing|unclear))",
        # Points back at what was just said and asks for yes or no.
        r"^(and |so |then |now,? |ok(ay)?,? )*(would|does|do|is|will) (that|this|it|those|these)( \w+)? "
        r"(let|keep|take|make|do|work|hold|cover|land|go|look|what|an answer|a number|good|right|enough|fair|be|put)|"
        r"(good|clear|safe) enough (for|to)|happy with (that|it|this)|(is|are) (you|we) (happy|good|ok) with|"
        r"(anything|something) else (they|he|she|it|between|in the way)|would your \w+ (go for|accept|live with)|"
        r"(is|does) (that|this|it) .{0,30}(off the list|gone|away|stopper|fear|worry)|is that fear|worry gone",
        r"(does|did|would|has|is|was|do) (that|this|it|these|those|i)( now)? .{0,20}(answer|settle|address|hel"
        r"p|resolve|cover|clear|ease|satisf|deal with|take care|work for you|reassure|make sense|calm|close|pu"
        r"t|enough|ok|okay|comfortable|solve|fix|match|hold)|"
        r"(are|feel) you .{0,12}(comfortable|ok|okay|happy|clear|good|reassured|fine)|"
        r"(how|are we|is that) .{0,14}(sit|land|settled|sorted|good (on|with)|off the table|out of the way)|"
        r"(anything|what)('s| is|s)? (else|still|left).{0,30}(worr|bother|concern|open|hold|block|unclear|in t"
        r"he way|nag|table|missing)|"
        r"(?<!which are )(?<!what is )still .{0,20}(worr|concern|bother|on your mind|doubt)|"
        r"(put|set).{0,10}mind at (rest|ease)|your (mind|worry|concern) .{0,12}(rest|ease|settled|gone|off)",
        r"(if|suppose|assuming|say|provided) .{3,80}(settled|is (it|that) (enough|done|all|ok)|would (you|that"
        r"|it|we)|could you (sign|say|go)|are we|can we|is (there )?anything|does that|do we|would there)",
    ),
    "costs": (
        r"how many .{0,50}(last|this|a|per|each|walked|went|lost|wrong) ?(quarter|year|month|week|season|away)?|"
        r"what did .{0,40}(eat|cost|take|swallow)|"
        r"if .{0,40}(keeps?|grows?|continues|pile) .{0,40}(where|what|how)|where are you by|"
        r"who (covers|eats|absorbs|does|fixes|explains)|what (decisions|purchases|orders) .{0,30}wrong|"
        r"when one is wrong",
        r"(what|how much|how many|roughly).{0,50}(cost you|costs? (a|per|in|you|the)|cost (over|each|when)|los"
        r"(e|ing|t|es)|set you back|add(s)? up|waste|worth to you|hours (a|per|each)|times a|per (week|month|y"
        r"ear)|a (week|month|year))|"
        r"how often|how (frequent|many times|many (hours|days|orders|mistakes|runs|complaints))|how bad|"
        r"how much (do|does|did|money|time|of)",
        r"what happens (if|when|to)|"
        r"what (would|will|does|do|did) .{0,40}(mean for|cost|do to|happen|lead to|knock on|cause|add up)|"
        r"if (nothing|it|this|that) .{0,20}(change|stay|keep|continue|goes on|carries on)|"
        r"who (else )?(gets|feels|suffers|pays|has to|ends up|takes|picks up|notices|bears|loses)|"
        r"(impact|effect|consequence|knock-on|damage|price tag)|put a (number|figure|price)",
    ),
    "decision": (
        r"(what|how|who|when|which|whose).{0,50}(owner|boss|cfo|ceo|board|committee|council|managing director|"
        r"chairman|head office|panel|veto|works council|final call|signature|last on the form|sister|partner)|"
        r"(owner|boss|cfo|board|committee|council|head office|sister|partner|he|she|they) (need|want|have) to "
        r"(see|have seen|know|hear|agree)|"
        r"writing it up|meet\b.{0,20}when|when do they meet",
        r"(besides|apart from|other than|next to|in addition to) .{0,30}(who|anyone)|"
        r"which (of (the|them|your|these)|person|people|department).{0,40}(look|decid|sign|judge|say|vote|part"
        r"|matter|care)|"
        r"who .{0,60}(behind it|on board|panel|judge|table|board|vote|convince|weigh|look at|see (it|this)|know)|"
        r"what .{0,30}(panel|committee|owner|boss|director|father) .{0,20}(need|want|look|ask|compare)",
        r"whose (desk|stamp|signature|word|money)|who has the (power|final|last)|who (leans|wrote|writes) |"
        r"who (else|signs?|decides?|makes|approves?|would|will|has|needs|should|is (involved|part)|in your|get"
        r"s a say|else).{0,40}(sign|decid|approv|involv|say|look|see|join|table|room|part|call|on board|agree|"
        r"weigh|budget|convince|need|process|review)?|"
        r"(besides|apart from|other than|next to|in addition to) (you|yourself)|anyone else",
        r"(how|what) .{0,30}(decision|decid(e|ed)|approv(al|e|ed)|process|sign(ed)?[- ]?off|procurement|purcha"
        r"s(e|ing)|steps|tender|criteria|budget|timeline|buying)|"
        r"(by )?when (?!.{0,20}(suit|convenient|free|available|good for you|best for|meet|come by|call you))"
        r".{0,25}(decide|decision|need|want|go live|live|start|sign|choose|choice|order|board|hope|"
        r"plan|must|would)|"
        r"timeline|deadline|(what|which|is there a|has a|how much) .{0,20}budget|"
        r"what (does|would|will|matters|do) .{0,20}(owner|boss|cfo|ceo|board|director|management|committee|fat"
        r"her|finance).{0,30}",
    ),
    "to_face": (
        r"(are|is it) you (the one|who)|you are the one|you(\'re| are) (actually )?the (decision|one who|"
        r"person in charge)|"
        r"you (can'?t|don'?t|cannot) (decide|sign|approve|say yes)|you have no (authority|mandate|say|power)|"
        r"(you'?re|are you|you are) not (authori[sz]ed|allowed|the (boss|one))|actually the person in charge|"
        r"your (vote|word|signature) (isn'?t|counts?|doesn'?t|really)|(can'?t|can) you (decide|sign|commit) (alone|"
        r"or not|yourself)|"
        r"approve something up to|can (he|she) (even )?decide\b|you can sign or",
        r"(can|could|are) you (actually |even |really |yourself )*(decide|sign|make (the|that|this) (decision|"
        r"call)|authori[sz]ed?|allowed|the (decision|real)|in a position|able to (sign|decide|approve))|"
        r"(?<!how )(?<!what )(?<!when )do you (actually |even |really )*(decide\b(?! (on|what|how|which|who|when))|"
        r"have (the )?(authority|power|say))|"
        r"(talk|speak) to (someone|somebody|the person) who (can|decides|actually)|above your (pay|head)|"
        r"the (actual|real) decision[- ]maker",
    ),
    "budget": (
        r"budget|(how much|what|which (amount|sum)|a number).{0,40}(can you spend|to spend|you spend (this|on it|"
        r"for)|"
        r"max(imum)? you can|put aside|set aside|reserved?|earmark|in your pocket|limit|price range|"
        r"willing to (pay|spend)|"
        r"can you (pay|afford))|spending limit|price range|do(es)? (you|your \w+) have \d+ ?k? (left|this)|"
        r"\d+k?, \d+k or more",
    ),
    "sums_up": (
        r"if i (put|add) (that|it|this) together|(that|this) is the (picture|gist)|in your words|so it('s| is| was|"
        r"'s really| wasn'?t)|"
        r"(so )?(what i'?m hearing|if i (understand|understood|hear|got|get)|let me (sum|play|recap|repeat|che"
        r"ck|see if|make sure)|to (sum|recap|summari[sz]e)|in (short|other words|summary)|as (i understand|you"
        r" (said|put|mentioned|told))|you (said|mentioned|told|wrote|just said|described|were saying)|(it )?so"
        r"unds like|so you|so your|my understanding|just to (recap|confirm|check)|recap)",
    ),
    "acts": (
        r"sit|same (people|topic|time)|one hour|half an hour|\d+ (min(ute)?s?|hours?)|suggest|come|"
        r"at your (office|site|plant|place)|get together|shop floor|i (will )?bring|let'?s|let us",
        r"call|meet(ing)?|demo|show|send|walk|visit|come (by|over|to)|drop by|set up|schedule|book|invite|"
        r"prepare|put together|go through|run|review|pilot|workshop|trial|sign|bring|email|quote|proposal|"
        r"draft|share|look at|sit down|talk|chat|catch up|ring|phone|have (it|a|the|you)|get (you|it|back)|"
        r"test|join|speak|zoom|teams|deliver|draw up|slot|minutes",
    ),
    "vague": (
        r"look(ing)? forward to|my door is|keep my (contact|card|number)|no hurry|"
        r"i('ll| will) (write|put|extract|prepare|find|get) (something|it|that|you|together)|"
        r"you('ll| will) be (getting|hearing|receiving)|when i (find|have|get) (a |the )?(moment|time|chance)|"
        r"if it'?s relevant|we'?ll see|do that and",
        r"(anything|any questions?|questions),? (just )?(contact|call|ask|ping|message)|contact me|"
        r"write to me|you have my|i (will )?send you|drop me|shout if",
        r"(keep|stay|be) in (touch|contact)|let me know|(feel free|don'?t hesitate) to|reach out|"
        r"(whenever|when) you('re| are)? (ready|need|want|like|have)|"
        r"if you (need|have|want|change) (any|anything|something|more|help|your)|any ?time|"
        r"(i'?ll|will|let me|i can|can) (just )?(send|e-?mail|forward|share|follow up|get back|call|ping|check"
        r" in|circle back|be in touch)|"
        r"circle back|touch base|(talk|speak|see you) (soon|later)|one of these days|"
        r"(we|i)('ll| will| can| could)? .{0,30}(sometime|some time|at some point|\bsoon\b|after the \w+)$|"
        r"(get|come) back to (you|me)|have a look and|take your time|"
        r"will contact you|i'?ll ask (him|her|them)|i'?m here if|"
        r"look forward to hearing|waiting for your|give me a (shout|call|ring)|hear from you|"
        r"next (week|month) (sometime|maybe)|^(ok(ay)?|sure|fine|alright|then)?,? ?(maybe )?(later|sometime|"
        r"soon)\W*$",
    ),
    "who": (
        r"(with|bring|invite|include|and|plus|join(ed)? by) (you|your|the|our|me|mr|ms|mrs|a|an|[a-z]+ from)|"
        r"together|(you|we|us|everyone) (both|three|two|four|all)|"
        r"(cfo|owner|boss|manager|controller|accountant|it|finance|consultant|engineer|team|warehouse|colleagu"
        r"e) (join|at the table|too|as well|in the|on the|can|could|and)|"
        r"both of|three of us|all of us|you and",
    ),
    "purpose": (
        r"demo|show|go through|walk|run|test|trial|review|look at|look|item by item|scope|contract|proposal|"
        r"quote|data|migration|plan|workshop|visit|shop floor|sign|compare|discuss|check|present|numbers|"
        r"report|outline|pilot|with what|so (you|that|we)|to (see|go|show|look|walk|run|check)",
    ),
    "decision_who": (r"who|anyone else|besides|else|which people|whose",),
    "decision_when": (r"when|by what|timing|timeline|deadline|how soon|date",),
    "decision_how": (r"how|process|steps|criteria|budget|what (does|do|would|will)|approv|sign[- ]?off|matters",),
    "past": (r"last (week|month|year)|yesterday",),
    "courtesy": (
        r"^(?:(?:true|totally|granted|haha|ok(?:ay)?|sure( thing)?|yes|yeah|yep|no (?:problem|worries)|thanks?|"
        r"thank you|great|good (?:m"
        r"orning|afternoon|evening|day)|hello|hi|hey|understood|got it|noted|i see|right|fine|alright|perfect|"
        r"of course|absolutely|certainly|sorry|haha+|ha|wah|lah|ay|sir|ma'?am|madam|don'?t worry|welcome|go,? "
        r"go|nice to meet you|good question|there|all|for (?:your|the) (?:interest|message|question)( in \w+)?"
        r"|po|boss|please)[\s,.!…:)-]*)+$",
    ),
    "again": (
        r"(did|do) you say|(was|is) it again|again\?|remind me|you (said|mentioned) (how|what|which)|i forgot|"
        r"sorry,? (what|how|which)|(was|were|is) (it|that) .{0,20}again|once more",
    ),
    "undated": (
        r"(i('ll| will)?|let me|will) (just )?(send|e-?mail|forward|share)( you| over)?( \w+){0,5}( soon| late"
        r"r| sometime| something)?",
    ),
    "requests": (
        r"tell (me|us)|walk (me|us)|talk (me|us)|take me through|help me understand|describe|"
        r"explain (to me|how you)|i'?d (like|love) to (hear|know|understand)|i'?m curious|i wonder|"
        r"^(and |so |but )?(what|how|which|who|when|where)('s| is| are| do| does| did| would| will| can| could"
        r"| else| many| much| often)",
    ),
    "parties": (r"besides|apart from|other than|who else|sign|decid|approv",),
}
