-- The house: people, packs, work, what is due. One file for both engines: BIGINT and TEXT only.
-- Times are UTC epoch milliseconds, ids sortable integers, amounts micro-units, flags 0 or 1, JSON is TEXT.

-- A person works, is paid, consents. `book` is the random number by which alone the book knows them.
CREATE TABLE people (
    id BIGINT NOT NULL PRIMARY KEY,
    book BIGINT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    data_mode TEXT NOT NULL DEFAULT 'saver',
    consent TEXT NOT NULL DEFAULT '',          -- version of the words agreed to; '' = not yet, 'forgotten' = nobody
    consented_at BIGINT,
    paused_at BIGINT,
    pack BIGINT,                               -- the pack they are working in
    undo_assignment BIGINT,                    -- the last answer, while it can be undone
    undone_at BIGINT,                          -- so that a second press is silent
    offset_minutes BIGINT,                     -- how far ahead of UTC their clock is, as they told; NULL = unknown
    offset_at BIGINT,                          -- when they told it
    offset_before BIGINT,                      -- what it was before; for a day the night of either is night for hard content
    aloud BIGINT NOT NULL DEFAULT 0,           -- 1: recordings of messages come with them; 0: by their key
    country TEXT,                              -- where help should be near, as they told: ISO 3166; '' = would rather not say; NULL = not said
    created_at BIGINT NOT NULL
);

-- A Telegram account through which a person works. Not the same: a phone may be shared by a household (docs/accounts.md). Then there is a
-- row for each of them with the same number, and one of them has the phone; so their questions, keys and news never mix.
CREATE TABLE accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    bot BIGINT NOT NULL,
    telegram BIGINT NOT NULL,
    person BIGINT NOT NULL REFERENCES people (id),
    mark TEXT NOT NULL DEFAULT '',             -- the last mark given out
    blocked_at BIGINT,
    name TEXT NOT NULL DEFAULT '',             -- what a household calls them; '' = there is no household, or nobody has said it yet
    pin TEXT NOT NULL DEFAULT '',              -- scrypt with its salt; '' = none yet
    pin_wrong BIGINT NOT NULL DEFAULT 0,       -- tries since it was right last
    pin_until BIGINT NOT NULL DEFAULT 0,       -- no try counts until then
    away BIGINT NOT NULL DEFAULT 0,            -- 1: another of the household has the phone
    created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX accounts_here ON accounts (bot, telegram) WHERE away = 0;
CREATE INDEX accounts_phone ON accounts (bot, telegram);
CREATE INDEX accounts_person ON accounts (person);

-- What a person may not work on for a time, by another person's word, with a reason and an end (P10). Never what they have.
CREATE TABLE account_limits (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,                 -- as people write it: 4F2K; its case has the same
    person BIGINT NOT NULL REFERENCES people (id),
    scope TEXT NOT NULL,                       -- pack, requester, all
    about BIGINT NOT NULL DEFAULT 0,           -- the pack or the requester
    reason TEXT NOT NULL,                      -- one of domain/accounts.REASONS
    words TEXT NOT NULL,                       -- of whoever set it; the person reads them
    made_by TEXT NOT NULL,                     -- as they called themselves
    until BIGINT NOT NULL,
    appealed_at BIGINT,                        -- once: somebody else decides
    said TEXT NOT NULL DEFAULT '',             -- the person's words with that
    ended_at BIGINT,                           -- NULL = it holds, as long as `until` has not come
    ended_by TEXT NOT NULL DEFAULT '',         -- time, lifted, appeal, overdue (nobody decided in time)
    at BIGINT NOT NULL
);
CREATE INDEX account_limits_person ON account_limits (person, id);

-- What a round noticed about a person and a person should look at: each opens one case of kind "fraud", and does nothing else.
CREATE TABLE signals (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,                        -- one of domain/signals.KINDS
    person BIGINT NOT NULL REFERENCES people (id),
    other BIGINT REFERENCES people (id),       -- alike: whose texts they are; NULL = nobody, or forgotten
    pack BIGINT NOT NULL DEFAULT 0,            -- alike: where
    count BIGINT NOT NULL,                     -- people paid at one place; the same texts; packs
    out_of BIGINT NOT NULL DEFAULT 0,          -- of so many questions that both answered
    at BIGINT NOT NULL,
    UNIQUE (kind, person)
);
CREATE INDEX signals_person ON signals (person);
CREATE INDEX signals_other ON signals (other);

CREATE TABLE consents (
    person BIGINT NOT NULL REFERENCES people (id),
    version TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (person, version)
);

-- The open and recent questions of an account, one per mark. `facts` is the outcome it was shown with.
CREATE TABLE questions (
    account BIGINT NOT NULL REFERENCES accounts (id),
    mark TEXT NOT NULL,
    id BIGINT NOT NULL UNIQUE,
    facts TEXT NOT NULL,
    language TEXT NOT NULL,
    assignment BIGINT,
    bundle BIGINT,                             -- of a bundle's question: several assignments, see bundled
    pending TEXT,                              -- unmarked input that waits for "is this your answer?"
    message BIGINT,                            -- as Telegram numbered it; NULL = not known to have been shown
    shown_at BIGINT,
    settled_at BIGINT,
    settled_by TEXT NOT NULL DEFAULT '',
    item BIGINT NOT NULL DEFAULT 0,            -- the task whose words or picture `facts` has beside what is asked: a review, a case; 0 = none
    PRIMARY KEY (account, mark)
);
CREATE INDEX questions_item ON questions (item) WHERE item <> 0;
CREATE INDEX questions_open ON questions (account, id) WHERE settled_at IS NULL;
CREATE INDEX questions_assignment ON questions (assignment) WHERE assignment IS NOT NULL;

-- What an account should see. `shown` lags `seq`; after a crash or a failed send the due outcome is shown again.
-- A notice is what nobody asked for just now: each has a slot of its own, and is gone when it was shown, unless more of it may come.
CREATE TABLE dues (
    account BIGINT NOT NULL REFERENCES accounts (id),
    slot TEXT NOT NULL,                        -- 'question', 'card', or 'notice' and its topic
    seq BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    shown BIGINT NOT NULL DEFAULT 0,
    tries BIGINT NOT NULL DEFAULT 0,
    message BIGINT,                            -- of a notice with a topic, as Telegram numbered it: what comes next is written over it
    waits BIGINT NOT NULL DEFAULT 0,           -- for no news wakes anybody: until they do something themselves,
                                               -- or (> 1) until this moment, when their quiet hours end
    lease_until BIGINT NOT NULL DEFAULT 0,     -- a program has it in hand; when it dies others show it from then on; 0 = nobody has
    item BIGINT NOT NULL DEFAULT 0,            -- the task whose words or picture `outcome` has: a claim, a preview; 0 = none
    PRIMARY KEY (account, slot)
);
CREATE INDEX dues_item ON dues (item) WHERE item <> 0;
CREATE INDEX dues_waiting ON dues (account) WHERE shown < seq;
CREATE INDEX dues_later ON dues (account) WHERE waits > 0;
CREATE INDEX dues_morning ON dues (waits) WHERE waits > 1;
CREATE INDEX dues_untried ON dues (seq) WHERE shown < seq AND tries < 2 AND waits = 0; -- from two tries on: given up

-- How fast a bot sends, shared by all processes that send for it, and where Telegram said to wait (429).
CREATE TABLE pace (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,                      -- as Telegram numbers it; 0 = all chats of the bot
    next_at BIGINT NOT NULL DEFAULT 0,         -- of all chats: when the next message may leave, of those nobody took
    held_from BIGINT NOT NULL DEFAULT 0,       -- the pause Telegram asked for last
    held_until BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, chat)
);

-- When Telegram and the database were last known to answer the program of a bot; a gap is an outage of ours.
CREATE TABLE life (
    bot BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);

-- When lines were away. Leases and deadlines against people did not run then.
CREATE TABLE outages (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,                        -- ours; region: many fell silent at once
    bot BIGINT NOT NULL DEFAULT 0,             -- of ours; 0 = a region's
    began_at BIGINT NOT NULL,
    ended_at BIGINT,                           -- NULL = it goes on
    leases BIGINT NOT NULL DEFAULT 0,          -- how many were lengthened
    people BIGINT NOT NULL DEFAULT 0,          -- ours: told that we are back; a region's: how many fell silent
    position BIGINT NOT NULL DEFAULT 0,        -- the account told last
    told_at BIGINT                             -- when all were told
);

CREATE UNIQUE INDEX outages_open ON outages (kind) WHERE ended_at IS NULL;

-- Who fell silent at once, while that lasts.
CREATE TABLE silent (
    outage BIGINT NOT NULL REFERENCES outages (id),
    person BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (outage, person)
);

-- What happened already: every effect is keyed by its cause (P1).
CREATE TABLE causes (
    key TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX causes_at ON causes (at);

-- Updates that could not be read or crashed: set aside, kept 7 days, blocking nobody. No word of theirs, and nobody's name or number.
CREATE TABLE incidents (
    id BIGINT NOT NULL PRIMARY KEY,            -- its last six digits are told to whoever met it
    at BIGINT NOT NULL,
    shape TEXT NOT NULL,                       -- names of fields and kinds of values, JSON
    error TEXT NOT NULL                        -- where it broke; what repeats a word of the update is hidden
);

CREATE TABLE requesters (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    person BIGINT UNIQUE REFERENCES people (id), -- who speaks for them in the chat; NULL = the command line only
    state TEXT NOT NULL DEFAULT 'approved',    -- asked, approved, declined
    about TEXT NOT NULL DEFAULT '',            -- who they are and on whose behalf they ask, in their words; workers see it
    work TEXT NOT NULL DEFAULT '',             -- what work they bring, for whoever decides about their role
    code TEXT NOT NULL DEFAULT '',             -- SHA-256 of the code that ties a person to them, once; '' = none
    code_until BIGINT NOT NULL DEFAULT 0,
    answers BIGINT NOT NULL DEFAULT 0,         -- of all their packs, counted by a round
    answers_paid BIGINT NOT NULL DEFAULT 0,
    claims_after BIGINT NOT NULL DEFAULT 0,    -- answers up to this one count no more for how much they claim: a person looked
    created_at BIGINT NOT NULL
);

-- What may be known of a requester, counted by a round each hour. NULL: too few people to tell.
CREATE TABLE records (
    requester BIGINT NOT NULL PRIMARY KEY REFERENCES requesters (id),
    hourly BIGINT,                             -- micro-units: what an hour paid, the median of ten people's medians or more
    claimed BIGINT,                            -- of 1,000 answers: called unusable, and that is over
    overturned BIGINT,                         -- of 1,000 such claims: the worker was right
    reply_ms BIGINT,                           -- how long workers' questions wait, in the middle
    pay BIGINT,                                -- mean marks in hundredths, 100 to 500
    clarity BIGINT,
    fairness BIGINT,
    communication BIGINT,
    raters BIGINT NOT NULL DEFAULT 0,          -- whose marks are in them
    rated_at BIGINT NOT NULL DEFAULT 0         -- when those were counted: again once five people more gave some
);

CREATE TABLE packs (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    requester BIGINT NOT NULL REFERENCES requesters (id),
    state TEXT NOT NULL,                       -- reading, draft, running, paused, closed, refunded
    waits TEXT NOT NULL DEFAULT '',            -- why a person must look at it before its launch, a reason a line
    held TEXT NOT NULL DEFAULT '',             -- digest of an upload with words that somebody must look at while it runs
    version BIGINT NOT NULL,
    job BIGINT,                                -- the import that reads it in
    kind TEXT NOT NULL DEFAULT '',             -- of its tasks: newcomers become known in a kind
    languages TEXT NOT NULL DEFAULT '',        -- of its newest version, each between spaces: ' es en '
    hourly BIGINT NOT NULL,                    -- price ÷ estimate, micro-units an hour
    reading_pay BIGINT NOT NULL DEFAULT 0,     -- for one person, frozen at launch: the money for it is locked then
    readers_left BIGINT NOT NULL DEFAULT 0,
    gold_left BIGINT NOT NULL DEFAULT 0,
    tail BIGINT NOT NULL DEFAULT 0,            -- the highest seq given out
    filled BIGINT NOT NULL DEFAULT 0,          -- the seq of the last row that came in: rows up to it are there
    tasks BIGINT NOT NULL DEFAULT 0,           -- rows by role
    golds BIGINT NOT NULL DEFAULT 0,
    practices BIGINT NOT NULL DEFAULT 0,
    level BIGINT NOT NULL DEFAULT 0,           -- 1 to 3: of its hard content, the highest its form and its tasks have; 0: none
    flagged BIGINT NOT NULL DEFAULT 0,         -- of its tasks, those with hard content: care is locked for them
    word_bytes TEXT NOT NULL DEFAULT '{}',     -- on the wire, of a middling task without its medium: JSON, language -> bytes
    picture_bytes BIGINT NOT NULL DEFAULT 0,   -- on the wire, of a middling medium in the default data mode
    full_bytes BIGINT NOT NULL DEFAULT 0,      -- the same for who does not save; less: as in the default
    kept_after BIGINT NOT NULL DEFAULT 0,      -- P13: tasks with kept_after < seq <= kept_last are kept
    kept_last BIGINT NOT NULL DEFAULT 0,
    kept_until BIGINT NOT NULL DEFAULT 0,      -- until then, for people who came
    kept_since BIGINT,                         -- after this: when the others had run out; NULL = not yet
    spare BIGINT NOT NULL DEFAULT 0,           -- places that dynamic overlap saved and nobody has used
    places BIGINT NOT NULL DEFAULT 0,          -- open ones, and people at work today: counted by a round
    active BIGINT NOT NULL DEFAULT 0,
    pilot_last BIGINT NOT NULL DEFAULT 0,      -- > 0: a pilot, only tasks up to this seq are paid for and served; 0 = all
    opens_at BIGINT NOT NULL DEFAULT 0,        -- offered and served from then on,
    closes_at BIGINT,                          -- and until then; NULL = no end
    median_ms BIGINT,                          -- of ten people's medians or more, by a round; NULL = not known
    secret TEXT NOT NULL DEFAULT '',           -- makes its pseudonyms, from its first results on
    delivered_at BIGINT,                       -- when its results were last read out
    window_h BIGINT NOT NULL DEFAULT 0,        -- hours that an answer may be looked at before its pay is final
    jury BIGINT NOT NULL DEFAULT 0,            -- 1: nobody neutral was here at its launch, so three people who know the work decide
    care_pay BIGINT NOT NULL DEFAULT 0,        -- for one pause of one person, frozen at launch
    floor_hourly BIGINT NOT NULL DEFAULT 0,    -- the hourly floor it was launched under
    floor_extra BIGINT NOT NULL DEFAULT 0,     -- what each answer is paid more, since ten people's median was under it
    floor_after BIGINT NOT NULL DEFAULT 0,     -- the last earlier assignment that was looked at for it
    floor_short_at BIGINT,                     -- when the reserve could not pay that any more; NULL = it can
    launched_at BIGINT,
    closed_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX packs_running ON packs (hourly) WHERE state = 'running';

CREATE TABLE versions (
    id BIGINT NOT NULL PRIMARY KEY,
    pack BIGINT NOT NULL REFERENCES packs (id),
    number BIGINT NOT NULL,
    hash TEXT NOT NULL,
    form TEXT NOT NULL,                        -- the pack's form as JSON
    digest TEXT NOT NULL DEFAULT '',           -- of the upload that was read in last
    created_at BIGINT NOT NULL,
    UNIQUE (pack, number)
);

-- One question about one item. Its places are open from the start and served while its pack runs; gold and practice have
-- none, for they are not served in turn. A re-opened place goes to the tail.
CREATE TABLE tasks (
    id BIGINT NOT NULL PRIMARY KEY,
    pack BIGINT NOT NULL REFERENCES packs (id),
    key TEXT NOT NULL,                         -- the requester's own id of the row
    role TEXT NOT NULL,                        -- task, gold, practice
    item TEXT NOT NULL,                        -- texts per language, question, explanation: JSON
    picture TEXT NOT NULL DEFAULT '',          -- source of its renditions, also of sound and clip; '' = none
    answer TEXT,                               -- the known answer: JSON
    seq BIGINT,
    open_slots BIGINT NOT NULL DEFAULT 0,
    level BIGINT NOT NULL DEFAULT 0,           -- 1 to 3: of its hard content, the highest of its categories; 0: it has none
    flags TEXT NOT NULL DEFAULT '{}',          -- category -> level: JSON
    sure_at BIGINT,                            -- dynamic overlap: sure enough, no place is opened any more
    stopped_at BIGINT,
    stopped_why TEXT NOT NULL DEFAULT '',
    UNIQUE (pack, key)
);
CREATE INDEX tasks_open ON tasks (pack, seq) WHERE open_slots > 0;
CREATE INDEX tasks_neutral ON tasks (pack, level, seq) WHERE open_slots > 0 AND level = 0;
CREATE INDEX tasks_hard ON tasks (pack, picture) WHERE level > 0;
CREATE INDEX tasks_known ON tasks (pack, role, id) WHERE role <> 'task';

-- A person and a pack: what they read, how far they are.
CREATE TABLE readers (
    person BIGINT NOT NULL REFERENCES people (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    version BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    read_at BIGINT,
    reading_paid BIGINT NOT NULL DEFAULT 0,    -- 0 not yet, 1 paid, 2 owed, 3 given up by whoever went
    position BIGINT NOT NULL DEFAULT 0,        -- cursor over seq
    had_to BIGINT NOT NULL DEFAULT 0,          -- up to this seq they had whatever has places and no hard content
    served BIGINT NOT NULL DEFAULT 0,
    answered BIGINT NOT NULL DEFAULT 0,
    taken BIGINT NOT NULL DEFAULT 0,           -- served and not skipped, without practice
    day TEXT NOT NULL DEFAULT '',              -- of `today`, UTC
    today BIGINT NOT NULL DEFAULT 0,
    gold_right BIGINT NOT NULL DEFAULT 0,
    gold_wrong BIGINT NOT NULL DEFAULT 0,
    shown_version BIGINT NOT NULL DEFAULT 0,   -- the version whose instruction was shown last
    changes_due BIGINT NOT NULL DEFAULT 0,     -- for reading what changed since: promised, locked, not paid yet
    changes_paid BIGINT NOT NULL DEFAULT 0,
    flagged BIGINT NOT NULL DEFAULT 0,         -- tasks with hard content they were shown; every 20th begun pays a pause
    pauses_paid BIGINT NOT NULL DEFAULT 0,
    helped BIGINT NOT NULL DEFAULT 0,          -- known answers they had when further practice was offered
    floor_untold BIGINT NOT NULL DEFAULT 0,    -- what the floor brought them and no notice has told yet
    floor_told_at BIGINT NOT NULL DEFAULT 0,
    aside BIGINT NOT NULL DEFAULT 0,           -- 1: their answers here are kept and paid, and left out of results
    elsewhere BIGINT NOT NULL DEFAULT 0,       -- 1: a round found them better served by other work; then also aside
    withdrawn_at BIGINT,                       -- they took back their consent: none of their answers here leaves any more
    PRIMARY KEY (person, pack)
);
CREATE INDEX readers_day ON readers (pack, day);

-- A person's yes to one category of hard content. Nobody but they and this program sees it; it is gone with their no.
CREATE TABLE chosen (
    person BIGINT NOT NULL REFERENCES people (id),
    category TEXT NOT NULL,                    -- one of domain/wellbeing.CATEGORIES
    from_at BIGINT NOT NULL,                   -- a first yes begins the next day
    until_at BIGINT NOT NULL,
    PRIMARY KEY (person, category)
);

-- Which messages brought which task to which chat, for the two days in which Telegram lets them be deleted.
CREATE TABLE arrived (
    about BIGINT NOT NULL,                     -- the assignment or the bundle; the task where it was shown beside (a claim, a case, a preview)
    account BIGINT NOT NULL REFERENCES accounts (id),
    message BIGINT NOT NULL,                   -- as Telegram numbered it
    at BIGINT NOT NULL,
    PRIMARY KEY (about, account, message)
);

-- What somebody set for themselves: it holds back new work and news. No row: nothing.
CREATE TABLE own_limits (
    person BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    quiet_from BIGINT,                         -- hours of their day; NULL = none
    quiet_until BIGINT,
    daily_ms BIGINT NOT NULL DEFAULT 0,        -- working time a day; 0 = none
    rest_day BIGINT,                           -- 0 = Monday; NULL = none
    anyway_until BIGINT NOT NULL DEFAULT 0     -- until then they go on in spite of it
);

-- How somebody is with hard content now: since the last pause, and what they set for themselves.
CREATE TABLE care (
    person BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    adult_at BIGINT,                           -- when they said that they are 18 or older
    shown BIGINT NOT NULL DEFAULT 0,           -- since the last pause
    leaves BIGINT NOT NULL DEFAULT 0,          -- of them, left without an answer
    pause_until BIGINT NOT NULL DEFAULT 0,
    off_until BIGINT NOT NULL DEFAULT 0,       -- not well: none until then
    helped BIGINT NOT NULL DEFAULT 0,          -- since the last pause help was sent: 1
    asks BIGINT NOT NULL DEFAULT 0,            -- 1: a set is over, and how they are is asked before the next; never what they said
    own_daily BIGINT,                          -- of all levels in 24 hours, as they lowered it; NULL = the house's
    own_set BIGINT,                            -- before each pause; NULL = the house's
    look TEXT NOT NULL DEFAULT 'blurred',      -- the first file of a picture: blurred, grey, plain
    looks_paid BIGINT NOT NULL DEFAULT 0       -- of a moderator's looks: how many pauses the house has paid
);

-- A message that must go from a chat, however often that is tried: flagged content stays on no phone.
CREATE TABLE erasures (
    account BIGINT NOT NULL REFERENCES accounts (id),
    message BIGINT NOT NULL,                   -- as Telegram numbered it
    assignment BIGINT NOT NULL,                -- what it showed
    at BIGINT NOT NULL,                        -- when it goes: at once when that is answered, left or stopped, a day later at most
    shown_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (account, message)
);
CREATE INDEX erasures_at ON erasures (at);
CREATE INDEX erasures_assignment ON erasures (assignment);

-- The same of somebody who was forgotten: nothing but where it is, until it is gone, two days at most.
CREATE TABLE leftovers (
    bot BIGINT NOT NULL,
    chat BIGINT NOT NULL,                      -- Telegram's number
    message BIGINT NOT NULL,
    at BIGINT NOT NULL,                        -- when it is tried next
    shown_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, chat, message)
);

-- Packs a person was offered and passed over for now; counted nowhere, forgotten after a day.
CREATE TABLE passed (
    person BIGINT NOT NULL REFERENCES people (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (person, pack)
);

-- One person × one task. The lease is how long others can't get it; its end never takes it from the person.
CREATE TABLE assignments (
    id BIGINT NOT NULL PRIMARY KEY,
    task BIGINT NOT NULL REFERENCES tasks (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    person BIGINT NOT NULL REFERENCES people (id),
    version BIGINT NOT NULL,
    state TEXT NOT NULL,                       -- open, lapsed, answered, skipped, reported, left (hard content, paid), claimed
    draft TEXT NOT NULL DEFAULT '{}',
    offered_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    ended_at BIGINT,
    paid BIGINT NOT NULL DEFAULT 0,            -- micro-units; > 0 once and for all (P2: undo keeps the pay)
    paid_from TEXT NOT NULL DEFAULT '',        -- answers, gold, practice, side, late, goodwill; replaced, upheld: see claims; forgone
    floor BIGINT NOT NULL DEFAULT 0,           -- micro-units: the difference to the hourly floor, once it is paid
    waits BIGINT NOT NULL DEFAULT 0,           -- the transfer that paid it while its review is open; 0 = none is
    UNIQUE (task, person)
);
CREATE INDEX assignments_open ON assignments (person, id) WHERE state IN ('open', 'lapsed');
CREATE INDEX assignments_person ON assignments (person, ended_at);
CREATE INDEX assignments_lease ON assignments (lease_until) WHERE state = 'open';
CREATE INDEX assignments_waiting ON assignments (pack, id) WHERE waits <> 0;
CREATE INDEX assignments_pack ON assignments (pack, state, id);

-- What hard content a person was shown: their own diary. Counted when it is served; nobody else reads it.
CREATE TABLE exposures (
    assignment BIGINT NOT NULL PRIMARY KEY,    -- of a look at what was reported (alarms): a number of its own
    person BIGINT NOT NULL REFERENCES people (id),
    pack BIGINT NOT NULL,
    level BIGINT NOT NULL,                     -- 0: it was reported as violent, and is not
    flags TEXT NOT NULL,                       -- category -> level, as it was then: JSON
    unwarned BIGINT NOT NULL DEFAULT 0,        -- 1: nobody had told them before, and the pause for it is not paid yet; 2: it is
    at BIGINT NOT NULL
);
CREATE INDEX exposures_unwarned ON exposures (assignment) WHERE unwarned = 1;
CREATE INDEX exposures_person ON exposures (person, at);
CREATE INDEX exposures_pack ON exposures (person, pack);

CREATE TABLE answers (
    id BIGINT NOT NULL PRIMARY KEY,
    assignment BIGINT NOT NULL REFERENCES assignments (id),
    pack BIGINT NOT NULL,
    person BIGINT NOT NULL,
    value TEXT NOT NULL,                       -- JSON, as the kind gave it
    version TEXT NOT NULL,                     -- hash of the version the worker saw
    late BIGINT NOT NULL DEFAULT 0,
    shown_at BIGINT,
    arrived_at BIGINT NOT NULL,
    undone_at BIGINT,
    delivered_at BIGINT,                       -- when it first left (P6): accepted for good
    forwarded BIGINT NOT NULL DEFAULT 0        -- 1: it came as a message that was somebody else's first; no results have it
);
CREATE UNIQUE INDEX answers_standing ON answers (assignment) WHERE undone_at IS NULL;
CREATE INDEX answers_undone ON answers (assignment) WHERE undone_at IS NOT NULL;
CREATE INDEX answers_person ON answers (person, arrived_at);

-- Small questions handed out together, to be answered offline by number and letter (docs/offline.md). Each is an assignment
-- like any other; an open one may be in a later bundle too, under another number.
CREATE TABLE bundles (
    id BIGINT NOT NULL PRIMARY KEY,
    account BIGINT NOT NULL REFERENCES accounts (id),
    person BIGINT NOT NULL REFERENCES people (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    shown_at BIGINT NOT NULL,                  -- when it was last asked for and shown
    spoken TEXT NOT NULL DEFAULT '|'           -- the last messages to it, as Telegram numbered them: |5001|5002|; what edits one is its
);
CREATE INDEX bundles_account ON bundles (account, id);
CREATE INDEX bundles_person ON bundles (person);
CREATE TABLE bundled (
    bundle BIGINT NOT NULL REFERENCES bundles (id),
    number BIGINT NOT NULL,                    -- in the bundle, from 1
    assignment BIGINT NOT NULL REFERENCES assignments (id),
    heard BIGINT NOT NULL DEFAULT 0,           -- the newest message that spoke of it, as Telegram numbered it: older ones lose
    reply BIGINT NOT NULL DEFAULT 0,           -- the reply whose answer stands, shared by all it answered; 0 = none does
    PRIMARY KEY (bundle, number)
);
CREATE INDEX bundled_assignment ON bundled (assignment);
CREATE INDEX bundled_reply ON bundled (reply) WHERE reply <> 0;

-- A requester says that an answer can't be used. Settled by silence, by the requester, or by somebody neutral.
CREATE TABLE claims (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,                 -- as people write it: 4F2K
    assignment BIGINT NOT NULL UNIQUE REFERENCES assignments (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    requester BIGINT NOT NULL REFERENCES requesters (id),
    person BIGINT NOT NULL REFERENCES people (id),
    ground TEXT NOT NULL,                      -- one of domain/claims.GROUNDS
    sentence BIGINT NOT NULL DEFAULT 0,        -- of the instruction the worker saw, from 1; 0 = none
    state TEXT NOT NULL,                       -- told, disagreed, ruling (by somebody neutral), ruled (may be appealed);
                                               -- upheld, overturned (the answer stands), given_in
    found TEXT NOT NULL DEFAULT '',            -- by the first who ruled: stands, unusable; '' = nobody has
    frozen BIGINT NOT NULL DEFAULT 0,          -- 1: the answer's own money waits, for a review was open
    advanced BIGINT NOT NULL DEFAULT 0,        -- 1: the guarantee pot has paid for a new answer, and still does
    replaced BIGINT NOT NULL DEFAULT 0,        -- 1: the place is open again; the assignment's paid_from says "replaced",
                                               -- or "upheld" once its own money was taken for that
    to_check BIGINT NOT NULL DEFAULT 0,        -- 1: somebody neutral should look at it, whatever is said
    sent TEXT NOT NULL DEFAULT '',             -- by the worker: voice, picture; Telegram has it (uploads, "said <id>")
    sent_seconds BIGINT NOT NULL DEFAULT 0,    -- of that voice
    why TEXT NOT NULL DEFAULT '',              -- the reason of whoever ruled
    copied TEXT NOT NULL DEFAULT '{}',         -- of the ground "copied", as it was when it was claimed: domain/claims.Copied, JSON
    heard_at BIGINT,                           -- the worker wrote something after the notice
    disagreed_at BIGINT,
    decided_at BIGINT,
    stopped_ms BIGINT NOT NULL DEFAULT 0,      -- so long nobody's silence counted: lines were away
    at BIGINT NOT NULL
);
CREATE INDEX claims_requester ON claims (requester, id);
CREATE INDEX claims_person ON claims (person, id);
CREATE INDEX claims_open ON claims (state) WHERE decided_at IS NULL;

-- What both sides said of a claim, in order; all of it is evidence.
CREATE TABLE statements (
    id BIGINT NOT NULL PRIMARY KEY,
    claim BIGINT NOT NULL REFERENCES claims (id),
    side TEXT NOT NULL,                        -- worker, requester
    person BIGINT REFERENCES people (id),      -- who said it; NULL = it is not known who of a requester's
    words TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX statements_claim ON statements (claim, id);
CREATE INDEX statements_person ON statements (person);

-- Whatever a person must look at: one queue (docs/cases.md). Who is told what, and what moves, is its subject's own matter.
CREATE TABLE cases (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,                 -- as people write it: 4F2K; a claim's case has the claim's
    kind TEXT NOT NULL,                        -- one of domain/cases.KINDS
    subject BIGINT NOT NULL,                   -- id of the claim, of a report's task, of the requester, of the payout, of the person
    ground TEXT NOT NULL,                      -- why it came here: a claim's ground, checked, what was reported
    pack BIGINT NOT NULL DEFAULT 0,            -- 0 = of none; who worked there does not judge it
    requester BIGINT NOT NULL DEFAULT 0,       -- 0 = of none; who speaks for them does not judge it
    person BIGINT NOT NULL DEFAULT 0,          -- whom it is about; 0 = nobody
    language TEXT NOT NULL DEFAULT '',         -- of what was said; '' = anybody's
    amount BIGINT NOT NULL DEFAULT 0,          -- micro-units it is about: above a sum two people decide
    state TEXT NOT NULL DEFAULT 'open',        -- open; claimed (somebody has it); waiting (for a second person's opinion);
                                               -- decided (may be appealed); closed
    instance BIGINT NOT NULL DEFAULT 1,        -- 2 and more: looked at again, by others
    holder BIGINT NOT NULL DEFAULT 0,          -- claimed: by which person; 0 = by the one whom the installation names
    held_at BIGINT NOT NULL DEFAULT 0,
    held_until BIGINT NOT NULL DEFAULT 0,      -- then it is open again
    outcome TEXT NOT NULL DEFAULT '',          -- of the newest instance: one of domain/cases.OUTCOMES; overdue, settled (elsewhere)
    reason TEXT NOT NULL DEFAULT '',           -- one of domain/cases.REASONS
    words TEXT NOT NULL DEFAULT '',            -- of whoever decided
    missed TEXT NOT NULL DEFAULT '{}',         -- of the known answers of whom it is about, when it came: how many, which were missed; JSON
    decided_at BIGINT,
    at BIGINT NOT NULL,
    UNIQUE (kind, subject)
);
CREATE INDEX cases_open ON cases (id) WHERE state IN ('open', 'claimed', 'waiting');
CREATE INDEX cases_person ON cases (person) WHERE person <> 0;

-- What somebody who looked at a case found, each of them once in a case's life: who spoke does not speak again.
CREATE TABLE opinions (
    id BIGINT NOT NULL PRIMARY KEY,            -- the book pays the minutes for it by this number
    subject BIGINT NOT NULL REFERENCES cases (id),
    instance BIGINT NOT NULL,
    person BIGINT NOT NULL,                    -- 0 = the one whom the installation names, who is paid elsewhere
    outcome TEXT NOT NULL,                     -- as in cases; settled: it was decided elsewhere while they looked
    reason TEXT NOT NULL,
    words TEXT NOT NULL,
    amount BIGINT NOT NULL,                    -- micro-units for the minutes; 0 = none
    paid BIGINT NOT NULL DEFAULT 0,            -- 1: the book has paid them
    at BIGINT NOT NULL,
    UNIQUE (subject, person)
);
CREATE INDEX opinions_person ON opinions (person, at);

-- Who was asked to help to decide a case that no moderator took: two of three must find the same.
CREATE TABLE jurors (
    subject BIGINT NOT NULL REFERENCES cases (id),
    instance BIGINT NOT NULL,
    person BIGINT NOT NULL REFERENCES people (id),
    at BIGINT NOT NULL,
    PRIMARY KEY (subject, instance, person)
);
CREATE INDEX jurors_person ON jurors (person);

-- Who was asked to write what is said in a case in another language, and what they wrote; one at a time, each once for a case.
CREATE TABLE interpreters (
    id BIGINT NOT NULL PRIMARY KEY,            -- the book pays for it by this number
    subject BIGINT NOT NULL REFERENCES cases (id),
    person BIGINT NOT NULL REFERENCES people (id),
    source TEXT NOT NULL,                      -- the language of what was said: sw
    target TEXT NOT NULL,                      -- the one it is wanted in: en
    state TEXT NOT NULL DEFAULT 'asked',       -- asked; opened (they have read it); written; declined
    words TEXT NOT NULL DEFAULT '',            -- theirs
    amount BIGINT NOT NULL,                    -- micro-units, as they were told
    paid BIGINT NOT NULL DEFAULT 0,            -- 1: the book has paid them
    asker BIGINT NOT NULL,                     -- the person who is told when it is there; 0 = the desk
    written_at BIGINT,                         -- after another was asked too: late, and paid all the same
    at BIGINT NOT NULL,
    UNIQUE (subject, person)
);
CREATE INDEX interpreters_person ON interpreters (person);

-- Who decides cases in the chat. Tied to a person as requesters are: by a code that works once, of which a digest is kept.
CREATE TABLE moderators (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,                 -- for operators; nobody else reads it
    person BIGINT UNIQUE REFERENCES people (id), -- NULL = nobody has typed the code yet
    languages TEXT NOT NULL,                   -- that they read, as "en sw"
    daily BIGINT NOT NULL DEFAULT 0,           -- cases in 24 hours at most, as they set it; 0 = no limit
    code TEXT NOT NULL DEFAULT '',
    code_until BIGINT NOT NULL DEFAULT 0,
    made_by TEXT NOT NULL,                     -- two people's word, as they called themselves
    agreed_by TEXT NOT NULL DEFAULT '',        -- '' = a second person has not agreed yet
    ended_at BIGINT,                           -- no moderator any more
    at BIGINT NOT NULL
);

-- A requester asks a worker to mend an answer, and has locked its price once more.
CREATE TABLE fixes (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,                 -- as people write it: 4F2K
    assignment BIGINT NOT NULL UNIQUE REFERENCES assignments (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    person BIGINT NOT NULL REFERENCES people (id),
    sentence BIGINT NOT NULL,                  -- of the instruction the worker saw, from 1
    amount BIGINT NOT NULL,                    -- micro-units
    state TEXT NOT NULL,                       -- asked, done, over
    at BIGINT NOT NULL
);
CREATE INDEX fixes_asked ON fixes (pack) WHERE state = 'asked';
CREATE INDEX fixes_person ON fixes (person, id);

-- What a worker made for a task: a photograph or their voice, as the standing answer names it by its hash.
CREATE TABLE made (
    assignment BIGINT NOT NULL PRIMARY KEY REFERENCES assignments (id),
    pack BIGINT NOT NULL,
    person BIGINT NOT NULL,
    form TEXT NOT NULL,                        -- photo, voice
    hash TEXT NOT NULL,                        -- of the content in the store
    fingerprint TEXT NOT NULL DEFAULT '',      -- of a photograph: nearly the same when it is saved again
    file TEXT NOT NULL,                        -- Telegram's unique id of what was sent
    at BIGINT NOT NULL
);
CREATE INDEX made_person ON made (person, pack);

-- "Something is wrong": a side answer. Paid at once, or when somebody agrees, or by silence.
CREATE TABLE reports (
    id BIGINT NOT NULL PRIMARY KEY,
    assignment BIGINT NOT NULL UNIQUE REFERENCES assignments (id),
    task BIGINT NOT NULL,
    pack BIGINT NOT NULL,
    person BIGINT NOT NULL,
    ground TEXT NOT NULL,
    state TEXT NOT NULL,                       -- paid, waiting; forgone by whoever went
    at BIGINT NOT NULL
);
CREATE INDEX reports_task ON reports (task, ground);
CREATE INDEX reports_person ON reports (person, at);

-- A task that somebody reported as violent, which it did not say, or as against the law, until people have looked. One a task.
-- violent: waits (for its requester) → violent | out | disputed | off (silence); disputed → off (silence); those two → violent | out | harmless
-- illegal: sealed → kept (it is) | lifting (one person says it is not) → lifted (a second one does)
CREATE TABLE alarms (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,                 -- as people write it: 4F2K
    task BIGINT NOT NULL UNIQUE REFERENCES tasks (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    requester BIGINT NOT NULL REFERENCES requesters (id),
    ground TEXT NOT NULL,                      -- violent, illegal
    state TEXT NOT NULL,
    level_was BIGINT NOT NULL,                 -- what the task said of itself before
    flags_was TEXT NOT NULL,
    unsure BIGINT NOT NULL DEFAULT 0,          -- messages with it that may have come and have no known number: no bot can delete them
    position BIGINT NOT NULL DEFAULT 0,        -- of those it was shown to, the last assignment whose person heard of it
    decided_by TEXT NOT NULL DEFAULT '',       -- "requester", "silence", "overdue", or the names of who decided, a line each
    why TEXT NOT NULL DEFAULT '',
    decided_at BIGINT,
    at BIGINT NOT NULL
);
CREATE INDEX alarms_pack ON alarms (pack, ground);
CREATE INDEX alarms_open ON alarms (state, at) WHERE state IN ('waits', 'disputed', 'off', 'sealed', 'lifting');

-- Content that nobody is shown and nothing reads, until two people have said that it is within the law: what is against it must
-- be neither seen nor destroyed. By the hash of a file that came, of what was made of it, or of a source of several files.
CREATE TABLE sealed (
    hash TEXT NOT NULL,
    alarm BIGINT NOT NULL REFERENCES alarms (id),
    PRIMARY KEY (hash, alarm)
);

-- Money on its way in. How much a requester has is in the book alone; here is by which way it came and who said so.
-- waiting (for a second person) → booked | withdrawn; aside (nobody knows whose it is, or it went back) → booked | refunded; booked → refunded
CREATE TABLE deposits (
    id BIGINT NOT NULL PRIMARY KEY,            -- a number made of its reference: the same again is the same deposit
    requester BIGINT REFERENCES requesters (id), -- NULL = set aside: the operator finds out whose it is, if it is there
    way TEXT NOT NULL,                         -- operator; telegram, paypal: those can be called back
    reference TEXT NOT NULL,                   -- the operator's words, or the charge's id at the provider
    charge TEXT NOT NULL DEFAULT '',           -- what a refund at the provider needs besides
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,                       -- waiting, withdrawn; aside; booked, refunded; returned; and when it was called back:
                                               -- disputed, called back; doubtful, borne (each by a second person)
    entered_by TEXT NOT NULL DEFAULT '',       -- as they called themselves
    agreed_by TEXT NOT NULL DEFAULT '',        -- who approved, withdrew, gave or refunded it; '' = nobody besides
    back_by TEXT NOT NULL DEFAULT '',          -- who said that it was called back, and that the house bears it
    transfer BIGINT,                           -- what the book made of it
    at BIGINT NOT NULL,
    booked_at BIGINT
);
CREATE INDEX deposits_requester ON deposits (requester);
CREATE INDEX deposits_reference ON deposits (reference);

-- What requesters were asked to pay in. The word is all that a provider gets; who may pay what, and until when, is here.
CREATE TABLE checkouts (
    payload TEXT NOT NULL PRIMARY KEY,         -- random, for one payment
    way TEXT NOT NULL,                         -- telegram, paypal
    requester BIGINT NOT NULL REFERENCES requesters (id),
    person BIGINT NOT NULL REFERENCES people (id), -- who may pay it
    account BIGINT NOT NULL REFERENCES accounts (id), -- where they hear of it
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    used_at BIGINT,
    order_id TEXT UNIQUE,                      -- at PayPal
    next_look BIGINT                           -- when PayPal is asked about it; NULL = no more
);
CREATE INDEX checkouts_requester ON checkouts (requester, at);
CREATE INDEX checkouts_person ON checkouts (person);
CREATE INDEX checkouts_look ON checkouts (next_look) WHERE next_look IS NOT NULL;

-- Work that reaches outside, done in steps by the rounds.
CREATE TABLE jobs (
    id BIGINT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    lane TEXT NOT NULL DEFAULT '',             -- worked off one after another, and beside those of other lanes
    subject BIGINT NOT NULL DEFAULT 0,         -- what a job is about of which one waits at most; else 0
    input TEXT NOT NULL,
    step BIGINT NOT NULL DEFAULT 0,
    state TEXT NOT NULL,                       -- waiting, undoing (failed; what it left is removed), done, failed
    undo BIGINT NOT NULL DEFAULT 0,            -- does a failure leave something to remove?
    phase TEXT NOT NULL DEFAULT '',            -- what goes on now: its name, when it began, how far it is
    phase_at BIGINT NOT NULL DEFAULT 0,
    done BIGINT NOT NULL DEFAULT 0,
    total BIGINT NOT NULL DEFAULT 0,
    result TEXT NOT NULL DEFAULT '',
    attempts BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL DEFAULT 0,
    refused TEXT NOT NULL DEFAULT '',          -- the refusal that it failed with, and its values: JSON
    account BIGINT,                            -- who is told how it goes, until its end was told; NULL = nobody
    told_at BIGINT NOT NULL DEFAULT 0,         -- when they were last told, and of what
    told TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_told ON jobs (account) WHERE account IS NOT NULL;
CREATE INDEX jobs_subject ON jobs (kind, subject) WHERE subject <> 0 AND state = 'waiting';
CREATE INDEX jobs_waiting ON jobs (lane, next_at) WHERE state IN ('waiting', 'undoing');

-- What happens at a time: the end of a lease, silence that pays.
CREATE TABLE deadlines (
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX deadlines_at ON deadlines (at);

-- Who did what, without a word of anybody's text.
CREATE TABLE journal (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,                         -- "person 12", "operator", "round"
    verb TEXT NOT NULL,
    about BIGINT NOT NULL,
    facts TEXT NOT NULL DEFAULT '{}'           -- codes and numbers only
);
CREATE INDEX journal_who ON journal (who);

-- Media: what a source became, and where Telegram keeps it for this bot.
CREATE TABLE renditions (
    source TEXT NOT NULL,
    variant TEXT NOT NULL DEFAULT '',          -- a way of showing it that a kind named; '' = the usual one
    form TEXT NOT NULL DEFAULT 'picture',      -- picture, writing, sticker, audio, video; of hard content blurred, grey
    edge BIGINT NOT NULL,                      -- px; of audio: kbit/s
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    seconds BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (source, variant, form, edge)
);

-- Messages read aloud by somebody of the house, for people who read little: one of each in a language.
CREATE TABLE recordings (
    language TEXT NOT NULL,
    name TEXT NOT NULL,                        -- one of domain/spoken.MESSAGES
    id BIGINT NOT NULL UNIQUE,                 -- what the journal calls it
    hash TEXT NOT NULL,
    size_bytes BIGINT NOT NULL,
    seconds BIGINT NOT NULL,
    PRIMARY KEY (language, name)
);

-- Bytes that went to a person by UTC day, reckoned on the wire both ways: for /data. Kept for two months.
CREATE TABLE traffic (
    person BIGINT NOT NULL REFERENCES people (id),
    day BIGINT NOT NULL,                       -- since 1970
    bytes BIGINT NOT NULL,
    PRIMARY KEY (person, day)
);

CREATE TABLE uploads (
    bot BIGINT NOT NULL,
    hash TEXT NOT NULL,
    file TEXT NOT NULL,                        -- Telegram's file id
    size_bytes BIGINT NOT NULL,                -- as Telegram reported it
    PRIMARY KEY (bot, hash)
);

-- Where a person is paid. What they wrote is sealed; `hint` is what may be shown of it. In force is the confirmed one whose
-- time has come (usable_at) and is not over (ended_at): a change ends the old one when the new one begins.
CREATE TABLE destinations (
    id BIGINT NOT NULL PRIMARY KEY,
    person BIGINT NOT NULL REFERENCES people (id),
    rail TEXT NOT NULL,
    sealed TEXT NOT NULL,
    fingerprint TEXT NOT NULL,                 -- keyed: the same place has the same one, and nobody can try places out
    hint TEXT NOT NULL,
    shared BIGINT NOT NULL DEFAULT 0,          -- 1: declared as their household's, for somebody else is paid there too
    confirmed_at BIGINT,                       -- NULL = written, not confirmed yet
    usable_at BIGINT,
    ended_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX destinations_person ON destinations (person);
CREATE INDEX destinations_fingerprint ON destinations (fingerprint);

-- Who is near to whom, they themselves too: by the phone they share, or (phone 0) by where they are paid. Whoever decides, interprets
-- or sits on a jury is near to no side, and to nobody who has a say. A view of two tables that hold it.
CREATE VIEW near (person, other, phone) AS
SELECT o.person, t.person, 1 FROM accounts o JOIN accounts t ON t.bot = o.bot AND t.telegram = o.telegram
UNION ALL SELECT o.person, t.person, 0 FROM destinations o JOIN destinations t ON t.fingerprint = o.fingerprint AND t.confirmed_at IS NOT NULL
    WHERE o.confirmed_at IS NOT NULL;

-- Money on its way out. The states, which `actions/sending` alone changes:
--   requested   asked for, in the book in flight; not sent, also while it waits for its time or for a person's look
--   unknown     written before a provider is asked: it may have been sent. Only a look-up or a person ends it
--   sent        the provider has it, or it is on a list that is paid by hand
--   confirmed   it is there;  failed: it is not and will not be, the money is available again;
--   returned    it was there and came back
CREATE TABLE payouts (
    id BIGINT NOT NULL PRIMARY KEY,            -- also what the book knows it by, and our id for the provider
    person BIGINT REFERENCES people (id),      -- NULL = forgotten
    book BIGINT NOT NULL,
    destination BIGINT REFERENCES destinations (id), -- NULL = forgotten
    rail TEXT NOT NULL,
    by_hand BIGINT NOT NULL,                   -- 1: paid by a person with a list
    state TEXT NOT NULL,
    amount BIGINT NOT NULL,                    -- what left the balance, the fee in it where the worker bears it
    fee BIGINT NOT NULL,
    house BIGINT NOT NULL,                     -- 1: the house bears the fee, on top of the amount
    arrives BIGINT NOT NULL,                   -- micro-units of `currency`
    currency TEXT NOT NULL,
    hint TEXT NOT NULL,
    reference TEXT NOT NULL DEFAULT '',        -- the provider's own name for it
    reason TEXT NOT NULL DEFAULT '',           -- of the last reply, from a closed list (`bot.payouts.Reason`); or
                                               -- paid_all_the_same: failed here, and its provider says afterwards it paid
    waits TEXT NOT NULL DEFAULT '',            -- why it is not sent at once: first, look; '' = nothing holds it
    batch BIGINT NOT NULL DEFAULT 0,           -- the list it is on, paid by hand; 0 = none yet
    tries BIGINT NOT NULL DEFAULT 0,           -- how often it was sent: 2 only where the first certainly never left
    looks BIGINT NOT NULL DEFAULT 0,           -- how often its state was asked
    asked_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,                   -- when it is sent or looked up next
    lease_until BIGINT NOT NULL DEFAULT 0,     -- its provider is being asked, until then at most; 0 = has answered
    sent_at BIGINT,
    told_at BIGINT,                            -- when the worker heard that it is not known
    ended_at BIGINT
);
CREATE INDEX payouts_next ON payouts (next_at) WHERE state IN ('requested', 'unknown', 'sent') AND by_hand = 0;
CREATE INDEX payouts_open ON payouts (state, id) WHERE state IN ('requested', 'unknown', 'sent');
CREATE INDEX payouts_person ON payouts (person, asked_at);
CREATE UNIQUE INDEX payouts_reference ON payouts (rail, reference) WHERE reference <> '';

-- Times when the house came back from a backup. What happened between the two times is not known here, so until somebody has
-- compared the providers' books with ours no payout is sent that was not on its way.
CREATE TABLE restores (
    id BIGINT NOT NULL PRIMARY KEY,
    backup_at BIGINT NOT NULL,                 -- of when the backup is
    restored_at BIGINT NOT NULL,
    opened_at BIGINT                           -- when an operator let payouts go again; NULL = they are held
);

-- ---- voices: what worker and requester say to each other, and what requesters' programs are told ----

-- A worker's question about a pack. Its requester sees the words and the task, never who asks.
CREATE TABLE asked (
    id BIGINT NOT NULL PRIMARY KEY,
    requester BIGINT NOT NULL REFERENCES requesters (id),
    number BIGINT NOT NULL,                    -- among the requester's, so that it can be typed: /answer_7
    pack BIGINT NOT NULL REFERENCES packs (id),
    task TEXT NOT NULL DEFAULT '',             -- the requester's key of the task that was open; '' = none was
    person BIGINT NOT NULL REFERENCES people (id),
    words TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',        -- open, silent (72 hours without a word; may still be answered), shared, private, declined
    answer TEXT NOT NULL DEFAULT '',
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,                        -- the first time; it can be mended for ten minutes
    UNIQUE (requester, number)
);
CREATE INDEX asked_person ON asked (person, asked_at);
CREATE INDEX asked_pack ON asked (pack, id) WHERE state = 'shared';

-- What a requester paid a worker as thanks, beside the pay.
CREATE TABLE bonuses (
    id BIGINT NOT NULL PRIMARY KEY,
    requester BIGINT NOT NULL REFERENCES requesters (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    person BIGINT NOT NULL REFERENCES people (id),
    amount BIGINT NOT NULL,
    reason TEXT NOT NULL,                      -- the requester's words, shown to the worker
    at BIGINT NOT NULL
);
CREATE INDEX bonuses_requester ON bonuses (requester, at);
CREATE INDEX bonuses_person ON bonuses (person);

-- Answers of a pack that were sold again: the share that its offer promised goes to those who gave them.
CREATE TABLE resales (
    id BIGINT NOT NULL PRIMARY KEY,            -- made of the pack and the words, so that the same is booked once
    pack BIGINT NOT NULL REFERENCES packs (id),
    requester BIGINT NOT NULL REFERENCES requesters (id),
    brought BIGINT NOT NULL,                   -- micro-units, as the requester says
    amount BIGINT NOT NULL,                    -- … of which so much is put aside
    words TEXT NOT NULL,                       -- the requester's, shown to whom it is paid
    state TEXT NOT NULL DEFAULT 'counting',    -- counting, paying, over
    answers BIGINT NOT NULL DEFAULT 0,         -- counted so far
    position BIGINT NOT NULL DEFAULT 0,        -- the person counted last; while it is paid, the part paid last
    reached BIGINT NOT NULL DEFAULT 0,         -- answers of those whose turn it was
    paid BIGINT NOT NULL DEFAULT 0,            -- micro-units
    at BIGINT NOT NULL,
    over_at BIGINT
);
CREATE INDEX resales_pack ON resales (pack);
CREATE TABLE resale_parts (
    id BIGINT NOT NULL PRIMARY KEY,            -- the book pays it by this number
    resale BIGINT NOT NULL REFERENCES resales (id),
    person BIGINT NOT NULL REFERENCES people (id),
    answers BIGINT NOT NULL,                   -- accepted ones of theirs
    amount BIGINT NOT NULL DEFAULT 0,          -- micro-units; 0 = not paid
    at BIGINT NOT NULL
);
CREATE INDEX resale_parts_resale ON resale_parts (resale, id);
CREATE INDEX resale_parts_person ON resale_parts (person);

-- What became of a pack's work, in its requester's words: told to all who worked in it once a person has looked.
CREATE TABLE became (
    id BIGINT NOT NULL PRIMARY KEY,
    pack BIGINT NOT NULL REFERENCES packs (id),
    words TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',             -- https, shown as text
    state TEXT NOT NULL DEFAULT 'waits',       -- waits (for a person), telling, told, declined
    position BIGINT NOT NULL DEFAULT 0,        -- the person told last
    people BIGINT NOT NULL DEFAULT 0,          -- how many were told
    at BIGINT NOT NULL,
    looked_at BIGINT
);
CREATE INDEX became_pack ON became (pack, id);
CREATE INDEX became_going ON became (id) WHERE state IN ('waits', 'telling');

-- Marks from 1 to 5 that somebody gave a requester they worked for. No requester sees who gave which.
CREATE TABLE ratings (
    person BIGINT NOT NULL REFERENCES people (id),
    requester BIGINT NOT NULL REFERENCES requesters (id),
    pay BIGINT NOT NULL,
    clarity BIGINT NOT NULL,
    fairness BIGINT NOT NULL,
    communication BIGINT NOT NULL,
    at BIGINT NOT NULL,                        -- when they were given last
    PRIMARY KEY (person, requester)
);
CREATE INDEX ratings_requester ON ratings (requester, at);

-- What those who work here propose. One of a person's at a time is open.
CREATE TABLE proposals (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,             -- typed: /vote_7
    person BIGINT NOT NULL REFERENCES people (id), -- who made it; told to nobody
    words TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'seconding',   -- seconding, voting, over, lapsed (too few seconded it)
    at BIGINT NOT NULL,                        -- who had settled answers before it has a voice
    until BIGINT NOT NULL,                     -- the end of seconding or voting; of one that is over when it ended
    quorum_percent BIGINT NOT NULL DEFAULT 0,  -- as it was set when the vote began
    secret TEXT NOT NULL,                      -- makes the tokens of its ballots; '' when it is over
    may_vote BIGINT NOT NULL DEFAULT 0,        -- how many people have a voice, counted as they are told that it begins
    needed BIGINT NOT NULL DEFAULT 0,          -- votes: the quorum
    result TEXT NOT NULL DEFAULT '',           -- yes, no, short (of the quorum)
    yes BIGINT NOT NULL DEFAULT 0,             -- counted at the end
    no BIGINT NOT NULL DEFAULT 0,
    neither BIGINT NOT NULL DEFAULT 0,
    telling BIGINT NOT NULL DEFAULT 0,         -- 1: news of it goes out,
    position BIGINT NOT NULL DEFAULT 0,        -- and the person told last
    answer TEXT NOT NULL DEFAULT '',           -- the operator's, before all
    answered_at BIGINT,
    kind TEXT NOT NULL DEFAULT 'change',       -- change; delegate: who made it stands to be one
    term_until BIGINT NOT NULL DEFAULT 0       -- of a delegate who was elected; 0 = of nobody
);
CREATE INDEX proposals_person ON proposals (person);
CREATE INDEX proposals_telling ON proposals (id) WHERE telling = 1;

-- That somebody seconded a proposal or voted on it: never how, never when.
CREATE TABLE spoken (
    proposal BIGINT NOT NULL REFERENCES proposals (id),
    person BIGINT NOT NULL REFERENCES people (id),
    how TEXT NOT NULL,                         -- second, vote
    PRIMARY KEY (proposal, how, person)
);
CREATE INDEX spoken_person ON spoken (person);

-- The ballot box: no person, no time. `token` is worked out anew each time somebody votes; all goes when the vote is counted.
CREATE TABLE ballots (
    proposal BIGINT NOT NULL REFERENCES proposals (id),
    token TEXT NOT NULL,
    vote TEXT NOT NULL,                        -- yes, no, neither
    PRIMARY KEY (proposal, token)
);

-- What people say of a pack they find unfair: a reason of a closed list, once a person in 30 days. Requesters see counts alone.
CREATE TABLE grievances (
    id BIGINT NOT NULL PRIMARY KEY,
    pack BIGINT NOT NULL REFERENCES packs (id),
    person BIGINT NOT NULL REFERENCES people (id),
    reason TEXT NOT NULL,                      -- one of domain/grievances.REASONS
    at BIGINT NOT NULL,
    heard_at BIGINT,                           -- when it was counted in a pause; NULL = not yet
    telling BIGINT NOT NULL DEFAULT 0          -- 1: they are to hear what was decided
);
CREATE INDEX grievances_pack ON grievances (pack, person);
CREATE INDEX grievances_person ON grievances (person);
CREATE INDEX grievances_telling ON grievances (id) WHERE telling = 1;

-- A pack that people paused: nobody new is served; who holds a task answers it and is paid.
CREATE TABLE halts (
    pack BIGINT NOT NULL PRIMARY KEY REFERENCES packs (id),
    state TEXT NOT NULL,                       -- waiting (for somebody neutral, a day at most); kept (until its words are others); over
    ran BIGINT NOT NULL,                       -- 1: it was running, and goes on by itself; 0: its requester had paused it
    version BIGINT NOT NULL DEFAULT 0,         -- kept: the words that were found unfair
    outcome TEXT NOT NULL DEFAULT '',          -- what somebody neutral found, by a case's words
    reason TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    at BIGINT NOT NULL                         -- of the pause; grievances heard then were counted in it
);

-- The workers' room: under which name somebody speaks there. Nothing that others read leads from it to an account.
CREATE TABLE room_people (
    person BIGINT NOT NULL PRIMARY KEY REFERENCES people (id),
    name TEXT NOT NULL UNIQUE,
    digest BIGINT NOT NULL DEFAULT 0,          -- 1: they want a line a day when there is something new
    digest_at BIGINT NOT NULL DEFAULT 0,       -- when they were told last
    seen BIGINT NOT NULL DEFAULT 0,            -- with a digest: the newest number they have read
    at BIGINT NOT NULL
);
CREATE INDEX room_people_digest ON room_people (digest_at) WHERE digest = 1;

CREATE TABLE room_messages (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,             -- typed: /room_delete_12
    person BIGINT NOT NULL REFERENCES people (id),
    words TEXT NOT NULL,                       -- '' when it is gone
    state TEXT NOT NULL DEFAULT 'shown',       -- shown, deleted (by who wrote it, or they went), out (by somebody neutral)
    reports BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL
);
CREATE INDEX room_messages_person ON room_messages (person);

-- Who reported a message; they don't see it again.
CREATE TABLE room_reports (
    message BIGINT NOT NULL REFERENCES room_messages (id),
    person BIGINT NOT NULL REFERENCES people (id),
    PRIMARY KEY (message, person)
);
CREATE INDEX room_reports_person ON room_reports (person);

-- The installation's own rules. A version that binds is never changed; a row says what was announced when.
CREATE TABLE rule_versions (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,             -- typed: /rules_3
    texts TEXT NOT NULL,                       -- JSON: language -> text
    from_at BIGINT NOT NULL,                   -- it binds from then until the next one does
    announced_at BIGINT NOT NULL,
    withdrawn_at BIGINT,                       -- it was announced and never bound; NULL = it comes, binds or bound
    telling BIGINT NOT NULL DEFAULT 1,         -- 1: news of it goes out,
    position BIGINT NOT NULL DEFAULT 0         -- and the person told last
);

-- Which shares of a pack's money being used its requester was told of; gone again when more money comes in.
CREATE TABLE warned (
    pack BIGINT NOT NULL REFERENCES packs (id),
    part TEXT NOT NULL,
    percent BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (pack, part, percent)
);

-- Where a requester's program is told of final answers.
CREATE TABLE hooks (
    requester BIGINT NOT NULL PRIMARY KEY REFERENCES requesters (id),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,                      -- signs what is sent; shown once, when it is made
    sealed BIGINT NOT NULL,                    -- 1 = the secret is sealed by the keys of UJIMA_KEYS, 0 = there were none
    state TEXT NOT NULL DEFAULT 'on',          -- on, off, paused (it gave no good answer for days)
    since BIGINT NOT NULL,                     -- packs that were over before are not told of
    next_at BIGINT NOT NULL,                   -- when to look again
    lease_until BIGINT NOT NULL DEFAULT 0,     -- somebody is at it
    failing_since BIGINT,                      -- NULL = the last answer was good
    tries BIGINT NOT NULL DEFAULT 0,           -- since then
    status BIGINT NOT NULL DEFAULT 0,          -- of the last answer, as HTTP numbers it; 0 = none came
    said TEXT NOT NULL DEFAULT '',             -- its first 1,000 bytes, or why none came
    tried_at BIGINT
);
CREATE INDEX hooks_due ON hooks (next_at) WHERE state = 'on';

-- What is to be sent to a webhook, oldest first; gone when it was taken.
CREATE TABLE hook_events (
    id BIGINT NOT NULL PRIMARY KEY,
    requester BIGINT NOT NULL REFERENCES requesters (id),
    body TEXT NOT NULL                         -- JSON, the same at every try
);
CREATE INDEX hook_events_requester ON hook_events (requester, id);

-- How far a pack's final answers are told: what is before `position` is told, or will never be an answer.
CREATE TABLE hook_packs (
    requester BIGINT NOT NULL REFERENCES requesters (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    position BIGINT NOT NULL DEFAULT 0,
    closed BIGINT NOT NULL DEFAULT 0,          -- 1: its end was told too
    PRIMARY KEY (requester, pack)
);
-- Assignments whose answer went into an event: each once.
CREATE TABLE hooked (
    assignment BIGINT NOT NULL PRIMARY KEY REFERENCES assignments (id),
    event BIGINT NOT NULL
);

-- What operators said of an entry of the directory of help, whose words and numbers are in bot/wellbeing.
CREATE TABLE helplines (
    key TEXT NOT NULL PRIMARY KEY,             -- of the entry: "KE/befrienders"
    id BIGINT NOT NULL UNIQUE,                 -- what the journal calls it
    state TEXT NOT NULL,                       -- confirmed, hidden
    content TEXT NOT NULL,                     -- hash of what was looked at: an entry that says something else is unchecked again
    checked_on BIGINT NOT NULL,                -- when
    checked_by TEXT NOT NULL                   -- who, as they typed it
);

-- An operator's own messages of help in the support channel. Who was sent one is written nowhere.
CREATE TABLE help_posts (
    country TEXT NOT NULL,                     -- ISO 3166; '' = for those who have not said where they are
    language TEXT NOT NULL,
    message BIGINT NOT NULL,                   -- as Telegram numbers it in the channel
    refused TEXT NOT NULL DEFAULT '',          -- why it could not be copied the last time, in Telegram's words; '' = it could
    PRIMARY KEY (country, language)
);
