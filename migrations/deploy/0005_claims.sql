-- What claims are about is per tenant or global, and says how a claim behaves. ---------------------

alter table statewave_private.claim_key
  add column tenant_id     text collate "C",
  add column kind          text collate "C" not null default 'fact',
  add column single_valued boolean not null default false,
  add column ttl           interval;
alter table statewave_private.claim_key alter column kind drop default, alter column single_valued drop default;
alter table statewave_private.claim_key add column scope text collate "C" not null generated always as (coalesce(tenant_id, '*')) stored;
alter table statewave_private.claim_key drop constraint claim_key_pkey;
alter table statewave_private.claim_key
  add constraint claim_key_pkey primary key (claim_key, scope),
  add constraint claim_key_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  add constraint claim_key_shape check (claim_key ~ '^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*(\.\*)?$' and char_length(claim_key) <= 128),
  add constraint claim_key_kind check (kind in ('fact', 'preference', 'instruction', 'procedure', 'summary')),
  add constraint claim_key_no_kind check (claim_key not in ('passage', 'fact', 'preference', 'instruction', 'procedure', 'summary')),
  add constraint claim_key_ttl check (ttl >= interval '1 minute');
comment on table statewave_private.claim_key is 'What claims can be about. A tenant''s own row stands in place of the global one of the same key.';
comment on column statewave_private.claim_key.claim_key is 'The key: location.home; one that ends in .* stands for all that begin like it and have no row of their own.';
comment on column statewave_private.claim_key.tenant_id is 'Whose key; null: of all tenants.';
comment on column statewave_private.claim_key.scope is 'tenant_id, or * for all tenants.';
comment on column statewave_private.claim_key.kind is 'The kind of memory that such a claim makes.';
comment on column statewave_private.claim_key.single_valued is 'Whether it has one value at a time: then the newer statement about a time closes the older one.';
comment on column statewave_private.claim_key.ttl is 'How long such a claim holds, from valid_from; null: as long as its kind (kind_ttl).';
create table statewave_private.kind_ttl (
  tenant_id text collate "C" not null,
  kind      text collate "C" not null,
  ttl       interval not null,
  constraint kind_ttl_pkey primary key (tenant_id, kind),
  constraint kind_ttl_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint kind_ttl_kind check (kind in ('fact', 'preference', 'instruction', 'procedure', 'summary')),
  constraint kind_ttl_length check (ttl >= interval '1 minute')
);
comment on table statewave_private.kind_ttl is 'How long compiled memories of a kind hold, where their claim key does not say it; a kind without a row: until something ends them.';
comment on column statewave_private.kind_ttl.tenant_id is 'Whose memories.';
comment on column statewave_private.kind_ttl.kind is 'The kind of memory.';
comment on column statewave_private.kind_ttl.ttl is 'How long, from valid_from.';
delete from statewave_private.claim_key;
insert into statewave_private.claim_key (claim_key, kind, single_valued, asked_as) values
  ('identity.name', 'fact', true, 'name called who'),
  ('instruction.call_me', 'instruction', true, 'name nickname called'),
  ('identity.birthday', 'fact', true, 'birthday born age'),
  ('identity.age', 'fact', true, 'age old'),
  ('identity.relationship', 'fact', true, 'relationship married partner single'),
  ('identity.pronouns', 'fact', true, 'pronouns'),
  ('contact.email', 'fact', true, 'contact e-mail address'),
  ('contact.phone', 'fact', true, 'contact phone number'),
  ('language.spoken', 'fact', false, 'language speaks'),
  ('education.school', 'fact', false, 'school university studied graduated'),
  ('location.home', 'fact', true, 'lives in home city moved'),
  ('location.address', 'fact', true, 'street address'),
  ('location.origin', 'fact', true, 'from originally born country'),
  ('plan.subscription', 'fact', true, 'subscription plan'),
  ('work.employer', 'fact', true, 'works at job employer company'),
  ('work.role', 'fact', true, 'works as job profession role'),
  ('family.*', 'fact', false, 'family'),
  ('pet.*', 'fact', false, 'pet animal'),
  ('plan.event', 'fact', false, 'plans upcoming when'),
  ('preference.like', 'preference', false, 'likes favourite prefers'),
  ('preference.dislike', 'preference', false, 'dislikes hates'),
  ('instruction.always', 'instruction', false, ''),
  ('instruction.never', 'instruction', false, ''),
  ('instruction.from_now_on', 'instruction', false, ''),
  ('possession', 'fact', false, 'has owns'),
  ('tool.used', 'fact', false, 'uses tool software'),
  ('health.allergy', 'fact', false, 'allergic allergies food'),
  ('health.condition', 'fact', false, 'health illness condition diagnosed'),
  ('health.medication', 'fact', false, 'medication medicine takes'),
  ('health.diet', 'fact', true, 'diet eats food'),
  ('decision', 'fact', false, 'decided decision chose'),
  ('commitment', 'fact', false, 'promised will do'),
  ('assistant.commitment', 'fact', false, 'promised will do'),
  ('assistant.explained', 'procedure', false, 'how to explained'),
  ('relationship.status', 'fact', true, 'relationship married partner single'), -- these two have memories, and no rule any more
  ('family.kids', 'fact', true, 'family children kids');

create table statewave_private.compiler_rule (
  rule        text collate "C" not null,
  tenant_id   text collate "C",
  version     int not null,
  recorded_at timestamptz not null default now(),
  recorded_to timestamptz,
  claim_key   text collate "C" not null,
  speaker     text collate "C" not null,
  shape       text not null,
  pattern     text not null,
  retracts    boolean not null,
  examples    jsonb not null,
  constraint compiler_rule_version unique nulls not distinct (rule, tenant_id, version),
  constraint compiler_rule_tenant_fkey foreign key (tenant_id) references statewave_private.tenant,
  constraint compiler_rule_name check (rule ~ '^[a-z][a-z0-9_.-]{0,126}$'),
  constraint compiler_rule_closed check (recorded_to > recorded_at),
  constraint compiler_rule_speaker check (speaker in ('person', 'assistant')),
  constraint compiler_rule_examples check (jsonb_typeof(examples) = 'object')
);
create unique index compiler_rule_current on statewave_private.compiler_rule (rule, tenant_id) nulls not distinct where recorded_to is null;
create index compiler_rule_by_tenant on statewave_private.compiler_rule (tenant_id);
comment on table statewave_private.compiler_rule is 'How the built-in compiler reads sentences, a row a version of a rule; the open ones hold. A tenant''s own stands in place of the global one of its name.';
comment on column statewave_private.compiler_rule.rule is 'Its name: that of the claim, and how it is said.';
comment on column statewave_private.compiler_rule.tenant_id is 'Whose rule; null: of all tenants.';
comment on column statewave_private.compiler_rule.version is 'Counts from 1.';
comment on column statewave_private.compiler_rule.recorded_at is 'In force from here.';
comment on column statewave_private.compiler_rule.recorded_to is 'In force until here; null: still.';
comment on column statewave_private.compiler_rule.claim_key is 'What it finds; {} in it is what the pattern''s group <key> holds.';
comment on column statewave_private.compiler_rule.speaker is 'Whose sentences it reads: person, or assistant (also system and tools).';
comment on column statewave_private.compiler_rule.shape is 'How the value behind the pattern is read: name, place, date, thing, …';
comment on column statewave_private.compiler_rule.pattern is 'Regular expression of what stands before the value, from the start of a clause; {words} in braces stand for common parts.';
comment on column statewave_private.compiler_rule.retracts is 'Whether it ends a claim and states none.';
comment on column statewave_private.compiler_rule.examples is 'Sentences with the value that the rule finds in each; null where it must find nothing.';

-- rules begin
insert into statewave_private.compiler_rule (rule, version, recorded_at, claim_key, speaker, shape, retracts, pattern, examples)
select r.rule, 1, '-infinity', r.claim_key, r.speaker, r.shape, r.retracts, r.pattern, r.examples::jsonb
  from (values
  ('identity.name.my', 'identity.name', 'person', 'name', false,
   'my (?:full |first |real |actual |legal )?name(?: is|''s) {now}',
   '{"My name is Ana Silva.": "Ana Silva"}'),
  ('identity.name.s', 'identity.name', 'person', 'name', false,
   '(?:the )?name''s ',
   '{"Name''s Tom.": "Tom"}'),
  ('identity.name.greeting', 'identity.name', 'person', 'only name', false,
   '(?:hi|hello|hey|hiya)(?: there| all| everyone| folks| team)?[,.!]* (?:{am}|this is |it''s )',
   '{"Hi, I''m Ana!": "Ana"}'),
  ('identity.name.here', 'identity.name', 'person', 'here name', false,
   '',
   '{"Tom Baker here, from accounting.": "Tom Baker"}'),
  ('identity.name.changed', 'identity.name', 'person', 'name', false,
   '(?:{have})(?:legally |officially )?changed my (?:last |first |sur)?name to ',
   '{"I changed my name to Ana Costa.": "Ana Costa"}'),
  ('instruction.call_me.call', 'instruction.call_me', 'person', 'only name', false,
   '(?:please |just |but |you can |feel free to |from now on,? |everyone |everybody |people |(?:my |most )?friends |they all |you may |mostly )*(?:call|calls) me ',
   '{"You can call me Bob.": "Bob"}'),
  ('instruction.call_me.go', 'instruction.call_me', 'person', 'only name', false,
   '(?:{i}|{am}){now}(?:go by|going by|prefer to be called|like to be called|want to be called|usually called|known as|go with) ',
   '{"I go by Sam.": "Sam"}'),
  ('instruction.call_me.address', 'instruction.call_me', 'person', 'only name', false,
   '(?:please )?(?:address|refer to) me (?:as |by )',
   '{"Please refer to me as Dr. Lee.": "Dr. Lee"}'),
  ('identity.birthday.my', 'identity.birthday', 'person', 'date', false,
   'my (?:birthday|bday|b-day|date of birth|d\.?o\.?b\.?)(?: is|''s|:|,)?{now}(?: ?on | falls on | this year on )? ?',
   '{"My birthday is on 4 May.": "4 May"}'),
  ('identity.birthday.born', 'identity.birthday', 'person', 'date', false,
   '(?:i was )?born (?:in [a-z ]{{2,20}} )?(?:on )?(?:the )?',
   '{"I was born on May 5, 1990.": "May 5, 1990"}'),
  ('identity.age.am', 'identity.age', 'person', 'years', false,
   '{am}{now}(?:turning )?',
   '{"I''m 34 years old.": "34"}'),
  ('identity.age.turned', 'identity.age', 'person', 'years', false,
   '(?:{have}){now}(?:turned|turn|hit) (?:the big )?',
   '{"I turned 40 last week.": "40"}'),
  ('identity.age.as', 'identity.age', 'person', 'years', false,
   '(?:as|being) an? ',
   '{"As a 34-year-old, I need more sleep.": "34"}'),
  ('identity.relationship.am', 'identity.relationship', 'person', 'status', false,
   '(?:{am}{now}|{have}{now}(?:got|gotten|been|become|became) {now}|we got )',
   '{"I got married last year.": "married"}'),
  ('identity.pronouns.my', 'identity.pronouns', 'person', 'pronouns', false,
   '(?:my |the )?pronouns?(?: are|:| is|''re)? ',
   '{"My pronouns are they/them.": "they/them"}'),
  ('identity.pronouns.use', 'identity.pronouns', 'person', 'pronouns', false,
   '(?:{i}|please ){now}(?:use|go by|prefer) (?:the pronouns )?',
   '{"I use she/her pronouns.": "she/her"}'),
  ('contact.email.is', 'contact.email', 'person', 'email', false,
   'my {new}(?:[a-z]+ )?e-?mail(?: address)?(?: is|''s|:|,)?{now} ?',
   '{"My email is ana@example.com.": "ana@example.com"}'),
  ('contact.email.reach', 'contact.email', 'person', 'email', false,
   '(?:please |you can |the best way to |it''s best to |feel free to |just )*(?:reach|contact|e-?mail|mail|write to|write|ping|message|get|send (?:[a-z]+ ){{0,5}}to) (?:me )?(?:is )?(?:directly )?(?:at|on|via|under|through)?:? ?',
   '{"You can reach me at ana@example.com.": "ana@example.com"}'),
  ('contact.phone.is', 'contact.phone', 'person', 'phone', false,
   'my {new}(?:[a-z]+ )?(?:phone|telephone|cell|cell phone|mobile|number|phone number|whatsapp)(?: number| no\.?)?(?: is|''s|:|,)?{now} ?',
   '{"My new phone number is +351 912 345 678.": "+351 912 345 678"}'),
  ('contact.phone.reach', 'contact.phone', 'person', 'phone', false,
   '(?:please |you can |the best way to |it''s best to |feel free to |just )*(?:reach|contact|call|text|ring|phone|whatsapp|get) me (?:back )?(?:is )?(?:directly )?(?:at|on|via|under)?:? ?',
   '{"Text me on 07700 900123.": "07700 900123"}'),
  ('language.spoken.speak', 'language.spoken', 'person', 'language', false,
   '(?:(?:{i}|my [a-z]+ and i )(?:can )?{now}(?:also )?(?:speak|understand|talk)|{am}{now}(?:fluent|bilingual|conversational|native|proficient) in|i grew up speaking|{i}{now}(?:speak|use) (?:mostly|mainly)?) (?:fluent |native |decent |passable |good |basic |conversational |a (?:little |bit of )|some |both )?',
   '{"I speak Spanish.": "Spanish"}'),
  ('language.spoken.native', 'language.spoken', 'person', 'language', false,
   '(?:my (?:native|first|second|mother|third|other) (?:language|tongue) is|{am}{now}an? (?:native|fluent)) ',
   '{"My native language is Tamil.": "Tamil"}'),
  ('education.school.at', 'education.school', 'person', 'place', false,
   '(?:{i}|{am}|{have}){now}(?:study|studied|studying|graduate|graduated|graduating|attend|attended|attending|enrolled|enroll|went to (?:school|uni|university|college)|in (?:my )?(?:[a-z]+ )?year|starting (?:uni|college|university)) ?(?:(?:for |my |a |an )?[a-z'' &-]{{1,40}}? )?(?:at|from|in|with) (?:the )?',
   '{"I studied physics at Leeds University.": "Leeds University"}'),
  ('education.school.attend', 'education.school', 'person', 'place', false,
   '(?:{i}|{am}){now}(?:attend|attended|attending|went to|go to|graduated|finished at) ',
   '{"I attended Oxford.": "Oxford"}'),
  ('education.school.degree', 'education.school', 'person', 'place', false,
   '(?:{have}){now}(?:got|did|do|doing|earned|finished|completed|received|have|hold|am doing) (?:my|an?) [a-z'' .&-]{{2,50}}? (?:at|from) (?:the )?',
   '{"I did my PhD in chemistry at ETH Zurich.": "ETH Zurich"}'),
  ('education.school.student', 'education.school', 'person', 'place', false,
   '{am}{now}(?:an? |in my )?(?:[a-z0-9''-]+ ){{0,5}}(?:student|freshman|sophomore|junior|senior|undergrad|undergraduate|postgrad|alum|alumna|alumnus|graduate|grad|year) (?:at|of|from) (?:the )?',
   '{"I''m a second-year law student at Uppsala University.": "Uppsala University"}'),
  ('location.home.live', 'location.home', 'person', 'place', false,
   '(?:{i}{now}|{am}{now}|{have}{now}been {now})(?:live|lived|living|reside|residing|based|located|settled|stationed|staying with [a-z ]+) (?:{now}|here |down |up |over |out |alone |together |with (?:my |our )?[a-z]+ |full-time |full time )*in (?:the (?:city|town|village|suburbs|heart|middle|outskirts|centre|center|north|south|east|west|hills|countryside) (?:of |outside |near )|(?:central|downtown|rural|suburban|sunny|rainy|beautiful|lovely|little|good old|old|cold) )?',
   '{"I live in St. Louis now.": "St. Louis"}'),
  ('location.home.moved', 'location.home', 'person', 'place', false,
   '(?:{have}){now}(?:moved|relocated|emigrated|immigrated|settled|resettled|landed|decamped|upped sticks|transferred)(?: (?:back|over|out|house|home|here|down|up|in|permanently|myself|ourselves|for good|cities|countries|across [a-z]+|(?:with )?(?:my|the|our) (?:whole )?family|my [a-z]+ and [a-z]+))*(?: from [^,.;]{{2,30}})? (?:to|in|into) (?:the (?:city|town|village|suburbs|outskirts|centre|center) of )?',
   '{"I moved to Lisbon last month.": "Lisbon"}'),
  ('location.home.place_in', 'location.home', 'person', 'place', false,
   '(?:{have}){now}(?:bought|found|rented|got|rent|own|signed for|leased|moved into|share|are renting|renting|buying) (?:an?|our|my|the)? ?(?:[a-z0-9''-]+ ){{0,3}}(?:house|flat|apartment|place|home|condo|cottage|studio|townhouse|bungalow) (?:here )?in ',
   '{"We just bought a little house in Ghent.": "Ghent"}'),
  ('location.home.my', 'location.home', 'person', 'place', false,
   '(?:my|our) {new}(?:home|house|apartment|flat|place|condo|home base|base) is {now}(?:in|near) ',
   '{"My apartment is in Oslo.": "Oslo"}'),
  ('location.home.town', 'location.home', 'person', 'place', false,
   '(?:my|our) {new}home(?: ?(?:town|city|base))?(?: (?:now|these days|for now))? is {now}',
   '{"My new home city is Porto.": "Porto"}'),
  ('location.home.is', 'location.home', 'person', 'place', false,
   'home (?:base )?(?:for (?:me|us) )?(?:is|has been) {now}',
   '{"Home is Bergen these days.": "Bergen"}'),
  ('location.home.call', 'location.home', 'person', 'place', false,
   '{i}{now}call (?P<value>[^,.;!?]{{2,40}}?) (?:my |our )?home\b',
   '{"We now call Galway home.": "Galway"}'),
  ('location.home.left', 'location.home', 'person', 'place', true,
   '(?:{have}){now}(?:moved (?:out of|away from)|no longer live in|(?:don''t|do not) live in(?=.* (?:anymore|any more|any longer)\b)|stopped living in) ',
   '{"I no longer live in Rome.": "Rome"}'),
  ('location.address.my', 'location.address', 'person', 'address', false,
   '(?:my|our) {new}(?:[a-z]+ )?address(?: is|''s|:| has changed to| changed to)?(?: now)? ?',
   '{"My address is 12 Elm Street.": "12 Elm Street"}'),
  ('location.address.at', 'location.address', 'person', 'address', false,
   '(?:{i}{now}|{am}{now}|{have}moved to |(?:please )?(?:send|ship|deliver|post|mail) (?:[a-z]+ ){{1,4}}(?:to|at) )(?:live at |living at |based at |at )?',
   '{"I live at 12 Elm Street.": "12 Elm Street"}'),
  ('location.origin.from', 'location.origin', 'person', 'origin', false,
   '(?:{am}|{i}{now}(?:come|hail) ){now}(?:originally )?from ',
   '{"I''m originally from Chile.": "Chile"}'),
  ('location.origin.grew', 'location.origin', 'person', 'origin', false,
   '(?:i )(?:{now}grew up|was (?:born and (?:raised|bred)|raised|brought up|born)) (?:in|on|near) (?:the )?',
   '{"I grew up in Chile.": "Chile"}'),
  ('location.origin.town', 'location.origin', 'person', 'origin', false,
   'my (?:home ?town|birthplace|home country|country of origin) is ',
   '{"My hometown is Cork.": "Cork"}'),
  ('plan.subscription.on', 'plan.subscription', 'person', 'plan', false,
   '(?:{am}{now}|(?:my|our) (?:account|team|company|workspace|organi[sz]ation|org|subscription|household) (?:is|are) {now})(?:on|using|subscribed to|paying for|signed up (?:for|to)) ',
   '{"I''m on the Pro plan.": "Pro"}'),
  ('plan.subscription.have', 'plan.subscription', 'person', 'plan', false,
   '(?:{have}){now}(?:have|use|pay for|got|get|bought|subscribe to|subscribed to|signed up (?:for|to)) ',
   '{"We have the Team subscription.": "Team"}'),
  ('plan.subscription.member', 'plan.subscription', 'person', 'plan user', false,
   '{am}{now}(?:an? |on an? )',
   '{"I''m a Premium subscriber.": "Premium"}'),
  ('plan.subscription.changed', 'plan.subscription', 'person', 'plan', false,
   '(?:{have}){now}(?:up|down)graded (?:[a-z]+ ){{0,3}}?(?:from [^,.;]+? )?to ',
   '{"I upgraded to Premium yesterday.": "Premium"}'),
  ('plan.subscription.switched', 'plan.subscription', 'person', 'plan', false,
   '(?:{have}){now}(?:switched|changed|moved|went|gone|bumped|dropped|stepped) (?:back |over |up |down |[a-z]+ (?:account|plan) )?(?:from [^,.;]+? )?to ',
   '{"We switched to the Team plan.": "Team"}'),
  ('plan.subscription.please', 'plan.subscription', 'person', 'plan', false,
   '(?:please )?(?:switch|move|upgrade|downgrade|change|put) (?:me|us|my (?:plan|account|subscription)) (?:back |over )?(?:to|on) ',
   '{"Please switch me to the Family plan.": "Family"}'),
  ('plan.subscription.my', 'plan.subscription', 'person', 'plan', false,
   '(?:my|our) {new}(?:plan|subscription|tier)(?: is|''s){now} ?',
   '{"My plan is Enterprise.": "Enterprise"}'),
  ('plan.subscription.ended', 'plan.subscription', 'person', 'plan ended', true,
   '(?:{have}){now}(?:cancell?ed|ended|terminated|dropped) (?:my|our|the) ',
   '{"I cancelled my Pro subscription.": "Pro"}'),
  ('work.employer.at', 'work.employer', 'person', 'employer', false,
   '(?:{i}{now}|{am}{now}|{have}{now}been {now})(?:work|working|worked|employed|contracting|contract|interning|intern|freelancing|consulting|consult|teach|teaching|nursing) (?:{now}|full-time |full time |part-time |part time |remotely |here |over |[a-z]+ hours |in [a-z ]{{2,30}}? |as an? [a-z'' -]{{2,40}}? |[a-z]+ shifts )*(?:at|for|with|by) ',
   '{"I work for the BBC.": "the BBC"}'),
  ('work.employer.started', 'work.employer', 'person', 'employer', false,
   '(?:{have}){now}(?:started|begun|began|start|accepted|landed|got|taken|took|signed|got hired) (?:[a-z'' -]{{0,50}}? )?(?:at|with|for|by) ',
   '{"I started a new job at Spotify.": "Spotify"}'),
  ('work.employer.joined', 'work.employer', 'person', 'employer', false,
   '(?:{have}|{am}){now}(?:joined|joining) (?:the (?:team|staff|crew|folks) at )?',
   '{"I joined Klarna in May.": "Klarna"}'),
  ('work.employer.my', 'work.employer', 'person', 'employer', false,
   '(?:my|our) {new}(?:employer|company|firm|workplace|day job) is {now}(?:at |with |called )?',
   '{"My new employer is Siemens.": "Siemens"}'),
  ('work.employer.role', 'work.employer', 'person', 'employer of', false,
   '(?:{am}{now}|(?:{am}{now}|{i}{now})(?:work|working|employed) as )(?:an? |the |one of the )',
   '{"I''m a nurse at Mercy Hospital.": "Mercy Hospital"}'),
  ('work.employer.left', 'work.employer', 'person', 'employer', true,
   '(?:{have}){now}(?:no longer (?:work|working|employed) (?:at|for|with|by)|(?:(?:don''t|do not) work (?:at|for|with))(?=.* (?:anymore|any more|any longer)\b)|quit (?:my job |working )?(?:at |with )?|left (?:my (?:job|role|position|post) (?:at|with) )?|resigned from|retired from|(?:was|got|been) (?:fired|laid off|let go|made redundant) (?:from|by|at)|stopped working (?:at|for|with)|finished (?:up )?at|handed in my notice at|parted ways with) ?(?:my (?:job|role|position) (?:at|with) )?',
   '{"I no longer work at Acme.": "Acme"}'),
  ('work.role.am', 'work.role', 'person', 'occupation', false,
   '(?:{am}{now}|{have}{now}(?:become|became) |(?:i )?(?:got|was) (?:just )?made )(?:an? |the |one of the )',
   '{"I''m a nurse.": "nurse"}'),
  ('work.role.as_a', 'work.role', 'person', 'occupation', false,
   '(?:as|being|speaking as) an? ',
   '{"As a nurse, I rarely sleep well.": "nurse"}'),
  ('work.role.work_as', 'work.role', 'person', 'role', false,
   '(?:{i}{now}|{am}{now}|{have}{now}been {now})(?:work|working|worked|employed|freelance|freelancing|training|retrained|moonlight|job) (?:{now}|full-time |full time |part-time |part time |here |(?:at|for|in|with) [^,.;]{{2,40}}? )*as (?:an? |the |their |our )?',
   '{"I work as a nurse.": "nurse"}'),
  ('work.role.my', 'work.role', 'person', 'role', false,
   'my {new}(?:job|role|title|job title|position|profession|occupation|trade|career|day job)(?: is|''s) {now}(?:as |being |to be )?(?:an? |the )?',
   '{"My job is a baker.": "baker"}'),
  ('work.role.promoted', 'work.role', 'person', 'role', false,
   '(?:{have}|{am}|i was |i got |i''ve been ){now}(?:been |was |got |being )?(?:promoted|moved up|appointed)(?: to| as)? (?:an? |the )?',
   '{"I was promoted to senior manager.": "senior manager"}'),
  ('work.role.started_as', 'work.role', 'person', 'role', false,
   '(?:{have}){now}(?:started|got|took|taken|landed|accepted) (?:[a-z'' -]{{0,40}} )?(?:as|being) (?:an? |the |their )',
   '{"I started as a barista.": "barista"}'),
  ('work.role.ended', 'work.role', 'person', 'occupation', true,
   '(?:{am}|{have}){now}(?:no longer|not|stopped being|stopped working as|gave up being|quit being|stepped down as|resigned as)(?: working as)? (?:an? |the )?(?=.*)',
   '{"I''m no longer a teacher.": "teacher"}'),
  ('family.called', 'family.{}', 'person', 'name', false,
   '(?:{and_i})?(?:my|our) (?:[a-z]+-)?(?:(?:older|younger|elder|eldest|big|little|oldest|youngest|late|dear|new|twin|baby|only|lovely|middle|first|second|step|half|beloved|eldest|[a-z]+-year-old|\d+-year-old|ex)[ -])*(?P<key>{kin})(?:''s (?:full |first )?name(?:''s| is)|''s called| is called| is named|, named|, called| named| called| is|''s|,)? ',
   '{"My wife is called Maria.": "Maria", "My brother lives in Rome.": null}'),
  ('family.have_named', 'family.{}', 'person', 'name', false,
   '(?:{have}|{am}){now}(?:have |got |had |welcomed |raising |a (?:mum|mom|dad|father|mother|parent) (?:to|of) )(?:an? |one |our )(?:[a-z0-9''-]+ ){{0,3}}(?P<key>{kin})(?:,)?(?: named| called| whose name is)? ',
   '{"I have a daughter named Ida.": "Ida"}'),
  ('family.count', 'family.{}', 'person', 'number of', false,
   '(?:{have}|{am}){now}(?:have |got |had |raising |(?:an? )?(?:[a-z]+ )?(?:mum|mom|dad|father|mother|parent|grandma|grandmother|grandpa|grandfather|grandparent) (?:to|of) )(?={some}(?:[a-z0-9-]+ ){{0,2}}(?P<key>kids|children|sons?|daughters?|boys|girls|twins|brothers?|sisters?|siblings?|grandkids|grandchildren)\b)',
   '{"I have two kids.": "two"}'),
  ('family.of', 'family.{}', 'person', 'number of', false,
   '(?:{am})?(?:an? )?(?:[a-z]+ )?(?P<key>mum|mom|dad|father|mother|parent) (?:to|of) (?={number}\b)',
   '{"I''m a mother of three.": "three"}'),
  ('pet.called', 'pet.{}', 'person', 'name', false,
   '(?:my|our) (?:[a-z0-9''-]+ ){{0,4}}?(?P<key>{pet})(?:''s name(?:''s| is)|''s called| is called| is named|, named|, called| named| called|,| is| goes by)? ',
   '{"My dog''s name is Rex.": "Rex", "Our dog is asleep.": null}'),
  ('pet.have_named', 'pet.{}', 'person', 'name', false,
   '(?:{have}){now}(?:have |own |got |adopted |rescued |brought home |bought |fostered |took in |keep )(?:an? |our |this |two |another )(?:[a-z0-9''-]+ ){{0,5}}?(?P<key>{pet})s?(?:,)?(?: named| called| and (?:named|called) (?:him|her|it|them)| whose name is)? ',
   '{"I have a dog named Biscuit.": "Biscuit"}'),
  ('pet.have', 'pet.{}', 'person', 'counted', false,
   '(?:{have}){now}(?:have |own |got |adopted |rescued |keep )(?=(?:an? |one |two |three |four |five |some )(?:[a-z0-9''-]+ ){{0,3}}(?P<key>{pet})s?\b(?! (?:named|called|,? whose)))',
   '{"We have two cats.": "two cats"}'),
  ('pet.gone', 'pet.{}', 'person', 'nothing', true,
   '(?:my|our) (?:[a-z0-9''-]+ ){{0,3}}?(?P<key>{pet})(?: [a-z]+)? (?:{now}died|passed away|passed|is no longer with us)',
   '{"Our cat died in spring.": ""}'),
  ('plan.event.doing', 'plan.event', 'person', 'event', false,
   '(?:{am}|{have}been ){now}(?:going to (?:be )?)?(?=(?:[a-z]+ing|off|away|out|back|due|booked|scheduled|headed|set) )',
   '{"I''m flying to Rome tomorrow.": "flying to Rome"}'),
  ('plan.event.will', 'plan.event', 'person', 'event', false,
   '(?:{i}''?ll |i''ll |we''ll |{i}(?:will|shall) )(?:be )?(?=(?:[a-z]+ing|visit|fly|move|travel|leave|be in|be at|start|attend|get married|go to) )',
   '{"We''ll be visiting Oslo in June.": "visiting Oslo"}'),
  ('plan.event.have', 'plan.event', 'person', 'event', false,
   '(?:{have}){now}(?:have|got|have got|scheduled|booked|arranged|planned|have booked) (?:an? |my |our |the |another )?(?=[a-z])',
   '{"I have a dentist appointment tomorrow.": "dentist appointment"}'),
  ('plan.event.my', 'plan.event', 'person', 'event is', false,
   '(?:(?:my|our) |the (?=wedding|move|exam|deadline|interview|surgery|operation|trip|flight|appointment|launch|release|demo|conference|party|funeral|hearing|meeting|closing|baby))',
   '{"My flight to Oslo is on 3 May.": "flight to Oslo"}'),
  ('preference.like.love', 'preference.like', 'person', 'liked', false,
   '(?:{i}{now}{very}(?:love|like|enjoy|adore|dig|fancy|appreciate|cherish|live for|swear by|can''t get enough of|could eat|could listen to)|{have}{now}(?:always )?(?:loved|adored|enjoyed|liked)(?= )) ',
   '{"I really love hiking in the mountains!": "hiking in the mountains"}'),
  ('preference.like.prefer', 'preference.like', 'person', 'preferred', false,
   '(?:{i}|we''d |i''d |i would ){now}{very}(?:prefer|rather have|favour|favor) ',
   '{"I prefer tea over coffee.": "tea"}'),
  ('preference.like.fan', 'preference.like', 'person', 'liked', false,
   '{am}{now}{very}(?:into|fond of|(?:an? )?(?:[a-z]+ )?(?:fans?|lovers?|addict|nerd|sucker|enthusiast|devotee) (?:of|for)|crazy about|mad about|nuts about|obsessed with|keen on|partial to|addicted to|hooked on|big on|passionate about) ',
   '{"I''m a big fan of sushi.": "sushi"}'),
  ('preference.like.favourite', 'preference.like', 'person', 'favourite', false,
   '(?:my|our) (?:all-time |absolute |new |current )*favou?rite (?:[a-z-]+ ){{0,4}}?(?:is|are|has to be|would be|has always been|will always be|:) ',
   '{"My favorite color is green.": "green"}'),
  ('preference.like.person', 'preference.like', 'person', 'kind of person', false,
   '{am}{now}{very}(?:more of )?an? (?:total |real |big |huge |proper |true )*',
   '{"I''m a tea person.": "tea"}'),
  ('preference.like.is', 'preference.like', 'person', 'named before', false,
   '(?P<value>[a-z][a-z'' -]{{2,40}}?) (?:is|are) (?:definitely |by far |easily |still |always )*(?:my (?:all-time )?(?:favou?rite|go-to|jam|thing|comfort food|happy place|weakness)|the best)\b',
   '{"Ramen is my favourite.": "Ramen"}'),
  ('preference.dislike.hate', 'preference.dislike', 'person', 'liked', false,
   '(?:{i}{now}{very}(?:hate|dislike|detest|despise|loathe|resent|can''t stand|cannot stand|can''t bear|can''t abide|couldn''t stand|can''t tolerate|can''t deal with|could do without)|{have}{now}(?:always |never )?(?:hated|detested|loathed|disliked|(?<=never )(?:liked|enjoyed|cared for))) ',
   '{"I can''t stand cilantro.": "cilantro"}'),
  ('preference.dislike.do_not', 'preference.dislike', 'person', 'liked', false,
   '{i}{very}(?:don''t|do not|never) {very}(?:like|enjoy|care for|love|fancy|dig|get on with) ',
   '{"I don''t like phone calls.": "phone calls"}'),
  ('preference.dislike.not', 'preference.dislike', 'person', 'liked', false,
   '(?:{am}(?:really |so |definitely |totally )*(?:not|no) {very}(?:into|fond of|(?:an? )?(?:[a-z]+ )?fans? of|keen on|crazy about|big on)|(?:not|no) {very}(?:an? )?(?:big |huge )?fan of|{am}{now}(?:sick of|tired of|fed up with|put off by|grossed out by|bored by|annoyed by|allergic to the idea of)) ',
   '{"I''m not a fan of olives.": "olives"}'),
  ('preference.dislike.is', 'preference.dislike', 'person', 'named before', false,
   '(?P<value>[a-z][a-z'' -]{{2,40}}?) (?:is|are) (?:really |just |definitely )*(?:not (?:really )?(?:my (?:thing|cup of tea|favou?rite|jam))|my (?:pet peeve|least favou?rite))\b',
   '{"Karaoke is not my thing.": "Karaoke"}'),
  ('preference.dislike.makes', 'preference.dislike', 'person', 'named before', false,
   '(?P<value>[a-z][a-z'' -]{{2,40}}?) (?:drives?|bores?|annoys?|grosses?|freaks?|creeps?) me (?:mad|crazy|nuts|to tears|to death|out|up the wall|insane|so much)\b',
   '{"Small talk drives me mad.": "Small talk"}'),
  ('instruction.always.lead', 'instruction.always', 'person', 'order', false,
   '{lead}always ',
   '{"Always reply in French.": "reply in French"}'),
  ('instruction.always.when', 'instruction.always', 'person', 'order after', false,
   '(?:whenever|every time|each time|any time|anytime|when(?:ever)?) (?:i|you|we|my) [^,]{{3,80}}, (?:please )?(?:always )?',
   '{"Whenever you give me code, add comments.": "add comments"}'),
  ('instruction.never.lead', 'instruction.never', 'person', 'order', false,
   '{lead}(?:never|(?:don''t|do not) ever|avoid ever) ',
   '{"Please don''t ever call me before 9am.": "call me before 9am"}'),
  ('instruction.never.stop', 'instruction.never', 'person', 'order', false,
   '(?:please |can you |could you |just )*(?:stop|quit|no more) (?=[a-z]+ing )',
   '{"Please stop using emojis.": "using emojis"}'),
  ('instruction.never.again', 'instruction.never', 'person', 'order again', false,
   '(?:please |just |and )*(?:don''t|do not) ',
   '{"Don''t use emojis again.": "use emojis"}'),
  ('instruction.from_now_on.lead', 'instruction.from_now_on', 'person', 'new order', false,
   '(?:from now on|from here on(?: out| in)?|going forward|from today(?: on)?|in (?:the )?future|henceforth|moving forward|starting (?:now|today|tomorrow)|for (?:all )?future (?:replies|answers|messages|emails|requests)),? (?:please |could you |can you |i want you to |i''d like you to |i need you to |you should |only |just )*',
   '{"From now on, send invoices to my work address.": "send invoices to my work address"}'),
  ('instruction.from_now_on.tail', 'instruction.from_now_on', 'person', 'tail order', false,
   '(?:please |could you |can you |just )*(?=[a-z'' ,-]{{3,120}}(?:from now on|going forward|from here on(?: out| in)?|in (?:the )?future|henceforth|moving forward)\b)',
   '{"Please answer in Swedish from now on.": "answer in Swedish"}'),
  ('possession.own', 'possession', 'person', 'owned', false,
   '(?:{have}){now}(?:own|drive|ride|fly|sail|play) (?:around in |to work (?:in|on) )?(?=(?:an? |two |three |my |the |our ))',
   '{"I drive a Honda Civic.": "Honda Civic"}'),
  ('possession.got', 'possession', 'person', 'goods', false,
   '(?:{have}){now}(?:have|got|have got|bought|purchased|picked up|inherited|ordered|treated myself to|upgraded to|invested in|splurged on|acquired|scored) (?:myself |ourselves )?(?=(?:an? |two |three |my |the |our |some )(?:[a-z0-9''-]+ ){{0,5}})',
   '{"I bought a new laptop.": "new laptop"}'),
  ('possession.my', 'possession', 'person', 'goods', false,
   'my {new}(?:car|bike|bicycle|motorbike|motorcycle|guitar|camera|phone|laptop|truck|van|boat|ride|daily driver|watch|piano|printer|e-bike|scooter) is (?:now )?(?=(?:an? |the ))',
   '{"My car is a Volvo V60.": "Volvo V60"}'),
  ('possession.gone', 'possession', 'person', 'owned', true,
   '(?:{have}){now}(?:sold|got rid of|gave away|given away|traded in|scrapped|donated|returned|part-exchanged|no longer (?:own|have|drive)|pawned|rehomed) (?=(?:my |our |the |that |an? )?)',
   '{"We sold the Volvo.": "Volvo"}'),
  ('tool.used.use', 'tool.used', 'person', 'tool', false,
   '(?:{i}{now}(?:use|rely on|depend on|work (?:in|with)|code in|write (?:[a-z]+ )*in|develop (?:[a-z]+ )*(?:in|with)|program in|build (?:[a-z]+ )*with|deploy (?:[a-z]+ )*(?:with|to|on)|host (?:[a-z]+ )*on|run (?:[a-z]+ )*on|run|track (?:[a-z]+ )*(?:in|with)|manage (?:[a-z]+ )*(?:in|with)|keep (?:[a-z]+ )*in|edit (?:[a-z]+ )*(?:in|with)|design (?:[a-z]+ )*(?:in|with)|swear by|do (?:[a-z]+ )*(?:in|with))|{am}{now}(?:using|running|developing (?:[a-z]+ )*(?:in|with)|coding in|working (?:in|with)|on)|{have}{now}been {now}using) ',
   '{"I use Neovim for everything.": "Neovim"}'),
  ('tool.used.my', 'tool.used', 'person', 'tool', false,
   '(?:my|our) {new}(?:[a-z-]+ )?(?:editor|ide|browser|os|operating system|stack|tech stack|framework|language|database|db|phone|laptop|distro|shell|terminal|crm|setup|daily driver|tool|app|note-taking app|password manager|ci|build tool|spreadsheet|bookkeeping|mail client) (?:of choice )?(?:is|are|runs on|runs|lives in|is built (?:on|with)) {now}(?:built (?:on|with) )?',
   '{"My editor is Helix.": "Helix"}'),
  ('tool.used.switched', 'tool.used', 'person', 'tool', false,
   '(?:{have}){now}(?:switched|migrated|changed)(?: (?:back|over|everything|completely|our [a-z]+|my [a-z]+|all [a-z ]+))* (?:from [^,.;]{{2,30}} )?(?:to|over to) (?:using )?',
   '{"I switched from Vim to Emacs.": "Emacs"}'),
  ('tool.used.for', 'tool.used', 'person', 'tool', false,
   'for (?:[a-z'' -]{{3,40}}),? {i}{now}(?:use|rely on|run|prefer) ',
   '{"For notes I use Obsidian.": "Obsidian"}'),
  ('tool.used.gone', 'tool.used', 'person', 'tool', true,
   '(?:{have}){now}(?:no longer use|stopped using|quit using|ditched|dropped|uninstalled|abandoned|moved (?:off|away from)|got rid of|gave up on|migrated (?:off|away from)|(?:don''t|do not) use(?=.* (?:anymore|any more|any longer)\b)) (?:of )?',
   '{"I no longer use Slack.": "Slack"}'),
  ('health.allergy.to', 'health.allergy', 'person', 'ailment', false,
   '(?:{am}{now}{very}|i was born )?allergic to ',
   '{"I''m allergic to peanuts.": "peanuts"}'),
  ('health.allergy.have', 'health.allergy', 'person', 'allergy', false,
   '(?:{have}){now}(?:have|got|developed|suffer from) (?:an? )?(?:[a-z]+ )?(?=[a-z -]{{2,30}} allerg(?:y|ies))',
   '{"I have a severe nut allergy.": "nut"}'),
  ('health.allergy.my', 'health.allergy', 'person', 'allergy', false,
   '(?:my|because of my|due to my|with my|given my) (?:[a-z]+ )?(?=[a-z -]{{2,30}} allerg(?:y|ies))',
   '{"My pollen allergy is back.": "pollen"}'),
  ('health.condition.diagnosed', 'health.condition', 'person', 'ailment', false,
   '(?:(?:{have}|{am}|i was |i got |was |been ){now}(?:been |was |got |just )*diagnosed (?:[a-z]+ )?(?:with|as having)|the doctors? (?:says?|told me|confirmed) (?:that )?i have) ',
   '{"I was diagnosed with asthma.": "asthma"}'),
  ('health.condition.have', 'health.condition', 'person', 'condition', false,
   '(?:{have}|{am}){now}(?:have|had|live with|living with|suffer from|suffering from|struggle with|struggling with|dealing with|deal with|manage|managing|got|developed|battling|prone to) (?:had )?',
   '{"I have type 1 diabetes.": "type 1 diabetes"}'),
  ('health.condition.my', 'health.condition', 'person', 'condition', false,
   '(?:because of |due to |with |given )?my ',
   '{"My asthma is acting up.": "asthma"}'),
  ('health.condition.am', 'health.condition', 'person', 'condition', false,
   '{am}{now}(?:an? )?',
   '{"I''m diabetic.": "diabetic"}'),
  ('health.medication.take', 'health.medication', 'person', 'drug', false,
   '(?:{i}{now}(?:take|use|inject)|{am}{now}(?:on|taking|prescribed|using)|{have}{now}(?:been )?(?:started (?:on|taking)|prescribed|put on|been on|been taking|went on)|(?:my |the )(?:doctor|gp|consultant|specialist|cardiologist|psychiatrist) (?:just |has )*(?:put me on|prescribed(?: me)?|started me on|switched me to)) ',
   '{"I take metformin every morning.": "metformin"}'),
  ('health.medication.ended', 'health.medication', 'person', 'drug', true,
   '(?:{have}|{am}){now}(?:came off|come off|stopped taking|no longer (?:take|taking|on)|off|quit|been taken off|weaned off|finished (?:my course of )?) (?:the |my )?',
   '{"I stopped taking metformin.": "metformin"}'),
  ('health.diet.am', 'health.diet', 'person', 'diet', false,
   '(?:{am}|{have}{now}(?:become|became|went|turned|gone|been) ){now}(?:an? |on an? |to be )?(?:strict |lifelong |committed |full |mostly )?',
   '{"I''m a vegetarian now.": "vegetarian"}'),
  ('health.diet.eat', 'health.diet', 'person', 'diet', false,
   '(?:{i}{now}(?:eat|keep|follow|stick to|cook|do)|{have}{now}been (?:on|eating|following)|{am}{now}(?:eating|following|keeping|doing)) (?:an? |strictly |only |purely )*',
   '{"I keep kosher.": "kosher"}'),
  ('health.diet.ended', 'health.diet', 'person', 'diet', true,
   '(?:{am}|{have}){now}(?:not|no longer|stopped being|gave up (?:on )?being|quit being) (?:an? |eating )?',
   '{"I''m no longer vegan.": "vegan"}'),
  ('decision.decided', 'decision', 'person', 'decided', false,
   '(?:{have}){now}(?:{now}|finally |all )*(?:decided|chosen|chose|opted|agreed|resolved|elected|voted|made up (?:my|our) minds?)(?:,? (?:that )?(?:we''ll|we will|we''re going to|i''ll|i will|i''m going to|we are going to))?(?::|,)? (?:on |for )?(?:to (?=[a-z]))?',
   '{"We decided to go with Postgres.": "go with Postgres"}'),
  ('decision.going_with', 'decision', 'person', 'decided', false,
   '(?:{am}|we''ll be |i''ll be |we''ll |i''ll |{have}){now}(?=(?:going with|go with|went with|sticking with|stick with|settled on|settling on|picked|picking) )',
   '{"We''re going with Postgres.": "going with Postgres"}'),
  ('decision.is', 'decision', 'person', 'decided', false,
   '(?:(?:the |my |our )?(?:final )?(?:decision|verdict|choice)(?: is|:| was)|(?:it''s |it is |that''s )?(?:decided|settled|final)[:,]) (?:that )?(?:we''ll |we''re going to |i''ll |to )?',
   '{"Final decision: ship on Monday.": "ship on Monday"}'),
  ('commitment.will', 'commitment', 'person', 'undertaking', false,
   '(?:(?:ok|okay|sure|yes|yep|right|alright|no worries|deal)[,.!]? )?(?:{and_i})?(?:i''ll|i will|we''ll|we will|i''m going to|i am going to|i''m gonna) {now}(?:make sure to |be sure to |definitely |personally )*(?=(?:{deed})\b)',
   '{"I''ll send the contract by Friday.": "send the contract by Friday"}'),
  ('commitment.promise', 'commitment', 'person', 'undertaking', false,
   '(?:{i}|{have}|{am}|you have my word,? )?{now}(?:promise|promised|swear|commit|committed|pledge|pledged|agreed|undertake|vow|vowed|guarantee|promising|committing)(?: (?:you|him|her|them|myself|everyone|the [a-z]+|my [a-z]+|[a-z]+))?(?: that)? (?:to |(?:i''ll|i will|we''ll|we will|i would|i''d) )',
   '{"I promise to water the plants.": "water the plants"}'),
  ('commitment.leave', 'commitment', 'person', 'undertaking', false,
   '(?:you can )?(?:count on me to|leave it (?:to|with) me,? i''ll|you have my word,? i''ll|consider it done,? i''ll) ',
   '{"Count on me to bring the drinks.": "bring the drinks"}'),
  ('assistant.commitment.will', 'assistant.commitment', 'assistant', 'undertaking', false,
   '(?:(?:ok|okay|sure|yes|got it|understood|noted|done|absolutely|of course|certainly|thanks|perfect|great|no problem)[,.!:]? )?(?:i''ll|i will|i''m going to|i am going to|we''ll|we will|i promise to|i promise i''ll|i''ve noted that and will|rest assured,? i''ll) (?:make sure to |be sure to |also |now |personally |always |and )*',
   '{"I''ll email you the invoice.": "email you the invoice"}'),
  ('assistant.explained.to', 'assistant.explained', 'assistant', 'explained', false,
   '(?:(?:in order )?to|if you (?:want|need|wish|would like) to) [a-z][^,]{{3,90}}, (?:first |simply |just |please |you (?:can|need to|should|must|have to|will need to|''ll need to) )?(?={step}\b)',
   '{"To reset your password, open Settings and choose Security.": "To reset your password, open Settings and choose Security"}'),
  ('assistant.explained.can', 'assistant.explained', 'assistant', 'explained', false,
   '(?:you can |you could |you may )(?:also |easily |always |then |simply )*[a-z][^.]{{3,120}} (?:by [a-z]+ing|under|via|in (?:the|your) |from (?:the|your) |through (?:the|your) |using (?:the|your)?) ?',
   '{"You can change your address under Profile.": "You can change your address under Profile"}'),
  ('assistant.explained.step', 'assistant.explained', 'assistant', 'explained', false,
   '(?:first,? |then,? |simply |just |next,? )?(?:go to|open|click(?: on)?|tap(?: on)?|navigate to|head to|press|hold down|unplug|run|select|right-click|restart) [^.]{{3,100}}(?: and | then |, | to | > )',
   '{"Go to Settings > Billing and click Export.": "Go to Settings > Billing and click Export"}'),
  ('assistant.explained.works', 'assistant.explained', 'assistant', 'explained', false,
   '(?:the (?:way|reason)|[a-z][a-z'' -]{{2,60}} (?:works by|happens (?:because|when)|means (?:that)?|occurs when|is calculated|is caused by|depends on)) ',
   '{"Compound interest works by adding interest to the principal.": "Compound interest works by adding interest to the principal"}')
  ) r (rule, claim_key, speaker, shape, retracts, pattern, examples);
-- rules end

-- A memory's claim ------------------------------------------------------------------------------

alter table statewave_private.memory
  add column claim_entity     text collate "C",
  add column claim_qualifiers jsonb,
  add column claim_canonical  text collate "C",
  add column rule             text collate "C",
  add column ended_by         uuid,
  add column stated_from      timestamptz,
  add column pinned           boolean not null default false;
comment on column statewave_private.memory.claim_entity is 'Whom or what the claim is about; null: who speaks.';
comment on column statewave_private.memory.claim_qualifiers is 'What narrows the claim down, {name: value}: two claims that differ here are about different things.';
comment on column statewave_private.memory.claim_canonical is 'The value in its comparable form: the same value is the same claim.';
comment on column statewave_private.memory.rule is 'The compiler''s rule that found it.';
comment on column statewave_private.memory.ended_by is 'The episode whose statement ended its validity.';
comment on column statewave_private.memory.stated_from is 'Since when it holds by its first source; null for a passage.';
comment on column statewave_private.memory.pinned is 'Whether it comes first in every bundle.';
alter table statewave_private.memory add constraint memory_ended_by_fkey foreign key (subject_key, ended_by) references statewave_private.episode (subject_key, id);
create index memory_by_end on statewave_private.memory (subject_key, ended_by) where ended_by is not null;
update statewave_private.memory m
   set claim_qualifiers = '{}',
       claim_canonical = regexp_replace(lower(btrim(regexp_replace(m.claim_value, '\s+', ' ', 'g'), ' .,;:!?"''()')), '^(a|an|the|my|our) (?=\S)', '')
 where m.claim_key is not null;
alter table statewave_private.memory_source add column stated_from timestamptz;
comment on column statewave_private.memory_source.stated_from is 'Since when the memory holds by this source.';
update statewave_private.memory m set stated_from = m.valid_from where m.kind <> 'passage';
update statewave_private.memory_source s set stated_from = e.occurred_at
  from statewave_private.episode e where e.subject_key = s.subject_key and e.id = s.episode_id;
alter table statewave_private.memory_source alter column stated_from set not null;
-- A line tells since when it holds, or until when it held.
update statewave_private.memory m
   set token_count = (statewave_python.tokens(array[case when m.valid_to is null then 'since ' else '' end || to_char(m.valid_from at time zone 'UTC', 'YYYY-MM-DD')
                        || coalesce(' to ' || to_char(m.valid_to at time zone 'UTC', 'YYYY-MM-DD'), '') || ' ' || m.speaker || ': ' || regexp_replace(m.content, '\r\n|[\n\u000b\u000c\r\u0085\u2028\u2029]', E'\n  ', 'g') || E'\n']))[1]
 where m.kind <> 'passage';
-- What was said in two sentences is one claim with two sources.
create temporary table same on commit drop as
select m.subject_key, m.id, m.seq, m.tenant_id, m.source_episode_id, m.stated_from,
       first_value(m.id) over (partition by m.subject_key, m.claim_key, m.claim_canonical, lower(m.speaker) order by m.seq) as kept
  from statewave_private.memory m
 where not m.single_valued and m.claim_key is not null and m.recorded_to is null and m.valid_to is null;
insert into statewave_private.memory_source (subject_key, memory_id, episode_id, tenant_id, recorded_at, stated_from)
select s.subject_key, s.kept, e.episode_id, s.tenant_id, clock_timestamp(), e.stated_from
  from same s
 cross join lateral (select s.source_episode_id, s.stated_from union select x.episode_id, x.stated_from from statewave_private.memory_source x
                      where x.subject_key = s.subject_key and x.memory_id = s.id) e (episode_id, stated_from)
 where s.id <> s.kept
   and not exists (select from same k where k.subject_key = s.subject_key and k.id = s.kept and k.source_episode_id = e.episode_id)
    on conflict (subject_key, memory_id, episode_id) do nothing;
update statewave_private.memory m set recorded_to = greatest(clock_timestamp(), m.recorded_at)
  from same s where m.subject_key = s.subject_key and m.seq = s.seq and s.id <> s.kept;

drop index statewave_private.memory_once;
drop index statewave_private.memory_one_value;
alter table statewave_private.memory
  add constraint memory_stated check ((kind = 'passage') = (stated_from is null)),
  add constraint memory_claim_parts check ((claim_key is null) = (claim_canonical is null) and (claim_key is null) = (claim_qualifiers is null)
                                           and (claim_key is not null or claim_entity is null)),
  add constraint memory_one_value exclude using gist (
    subject_key with =, claim_key with =, lower(coalesce(claim_entity, speaker)) with =, (claim_qualifiers::text) with =, tstzrange(valid_from, valid_to) with &&)
    where (single_valued and recorded_to is null),
  add constraint memory_one_claim exclude using gist (
    subject_key with =, claim_key with =, claim_canonical with =, lower(coalesce(claim_entity, speaker)) with =, (claim_qualifiers::text) with =,
    tstzrange(valid_from, valid_to) with &&)
    where (claim_key is not null and recorded_to is null);
create unique index memory_once on statewave_private.memory (subject_key, kind, content_hash)
  where kind <> 'passage' and claim_key is null and recorded_to is null and valid_to is null;

-- What ends a claim without another in its place --------------------------------------------------

create table statewave_private.retraction (
  subject_key     uuid not null,
  episode_id      uuid not null,
  claim_key       text collate "C" not null,
  holder          text collate "C" not null,
  claim_canonical text collate "C" not null,
  tenant_id       text collate "C" not null,
  is_exact        boolean not null,
  ended_at        timestamptz not null,
  rule            text collate "C" not null,
  run_id          uuid not null,
  recorded_at     timestamptz not null,
  constraint retraction_pkey primary key (subject_key, episode_id, claim_key, holder, claim_canonical),
  constraint retraction_episode_fkey foreign key (subject_key, episode_id) references statewave_private.episode (subject_key, id),
  constraint retraction_run_fkey foreign key (subject_key, run_id) references statewave_private.compile_run (subject_key, id)
) partition by hash (subject_key);
create index retraction_by_claim on statewave_private.retraction (subject_key, claim_key, holder, ended_at);
create index retraction_by_run on statewave_private.retraction (subject_key, run_id);
comment on table statewave_private.retraction is 'Statements that something holds no more. Each ends what it fits and was stated for the time before, also what is recorded later.';
comment on column statewave_private.retraction.subject_key is 'The subject.';
comment on column statewave_private.retraction.episode_id is 'The episode that says so.';
comment on column statewave_private.retraction.claim_key is 'The claim that holds no more; of a memory without a claim, its kind.';
comment on column statewave_private.retraction.holder is 'Whom it is about, in lower case: the claim''s entity, or else who speaks.';
comment on column statewave_private.retraction.claim_canonical is 'The value that holds no more, in its comparable form; empty: whichever it was.';
comment on column statewave_private.retraction.tenant_id is 'The subject''s tenant.';
comment on column statewave_private.retraction.is_exact is 'Whether only this value is meant, not every one with its words in it.';
comment on column statewave_private.retraction.ended_at is 'Since when.';
comment on column statewave_private.retraction.rule is 'The compiler''s rule that found it.';
comment on column statewave_private.retraction.run_id is 'The run that found it.';
comment on column statewave_private.retraction.recorded_at is 'Known from here.';
do $$
begin
  for v_part in 0..31 loop
    execute format('create table statewave_private.%I partition of statewave_private.retraction for values with (modulus 32, remainder %s)',
                   'retraction_' || to_char(v_part, 'FM00'), v_part);
    execute format('comment on table statewave_private.%I is %L', 'retraction_' || to_char(v_part, 'FM00'),
                   format('Partition of retraction: subjects whose key hashes to %s of 32.', v_part));
  end loop;
end
$$;
alter table statewave_private.retraction enable row level security, force row level security;
create policy tenant_wall on statewave_private.retraction using (tenant_id = any (array(
  select g.tenant_id from statewave_private.tenant_grant g where g.role_name = session_user
  union all
  select t.tenant_id from statewave_private.tenant t where pg_has_role(session_user, 'statewave_owner', 'member'))));
comment on policy tenant_wall on statewave_private.retraction is
  'Rows of the tenants that the login role may act for; of all of them for who may become the owner. No setting takes part.';

-- What a compiler hands to the database: a memory to write, or the end of one.
create type statewave_private.claim as (
  episode_id uuid, source text, session text, speaker text, event_at timestamptz, kind text, claim_key text, entity text, qualifiers jsonb,
  value text, canonical text, single_valued boolean, valid_from timestamptz, valid_to timestamptz, content text, rule text, retracts boolean, is_exact boolean, pinned boolean);
comment on type statewave_private.claim is 'What a compiler found in an episode: a memory, with its claim if it has one, or that a claim holds no more (retracts; is_exact: of this value alone), or whether it is pinned (null: as it was).';

alter type statewave_private.question add attribute past boolean;
comment on column statewave_private.question.past is 'Whether it asks for what held once: then what is over is found too.';

-- What stands pinned comes first.
alter table statewave_private.ranking_profile add column pinned float8 not null default 100;
alter table statewave_private.ranking_profile alter column pinned drop default;
comment on column statewave_private.ranking_profile.pinned is 'Added to what is pinned.';

-- Subjects that compile_pending() looks for.
-- A column, since an index that looks at what each record changes would make every update of the row cost more.
alter table statewave_private.subject add column is_uncompiled boolean generated always as (compiled_through < last_episode_seq) stored;
comment on column statewave_private.subject.is_uncompiled is 'Whether it has episodes that are not compiled yet.';
create index subject_to_compile on statewave_private.subject (tenant_id, subject_key) where is_uncompiled;
