-- The house: people, packs, work, what is due. One file for both engines: BIGINT and TEXT only.
-- Times are UTC epoch milliseconds, ids sortable integers, amounts micro-units, flags 0 or 1, JSON is TEXT.

-- A person works, is paid, consents. `book` is the random number by which alone the book knows them.
CREATE TABLE people (
    id BIGINT NOT NULL PRIMARY KEY,
    book BIGINT NOT NULL UNIQUE,
    language TEXT NOT NULL,
    data_mode TEXT NOT NULL DEFAULT 'saver',
    consent TEXT NOT NULL DEFAULT '',          -- version of the words agreed to; '' = not yet
    consented_at BIGINT,
    paused_at BIGINT,
    pack BIGINT,                               -- the pack they are working in
    undo_assignment BIGINT,                    -- the last answer, while it can be undone
    undone_at BIGINT,                          -- so that a second press is silent
    created_at BIGINT NOT NULL
);

-- A Telegram account through which a person works. Not the same: a phone may be shared.
CREATE TABLE accounts (
    id BIGINT NOT NULL PRIMARY KEY,
    bot BIGINT NOT NULL,
    telegram BIGINT NOT NULL,
    person BIGINT NOT NULL REFERENCES people (id),
    mark TEXT NOT NULL DEFAULT '',             -- the last mark given out
    blocked_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (bot, telegram)
);
CREATE INDEX accounts_person ON accounts (person);

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
    pending TEXT,                              -- unmarked input that waits for "is this your answer?"
    message BIGINT,                            -- as Telegram numbered it; NULL = not known to have been shown
    shown_at BIGINT,
    settled_at BIGINT,
    settled_by TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account, mark)
);
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
    waits BIGINT NOT NULL DEFAULT 0,           -- 1: until they do something themselves, for no news wakes anybody
    PRIMARY KEY (account, slot)
);
CREATE INDEX dues_waiting ON dues (account) WHERE shown < seq;
CREATE INDEX dues_later ON dues (account) WHERE waits = 1;
CREATE INDEX dues_untried ON dues (seq) WHERE shown < seq AND tries = 0 AND waits = 0;

-- What happened already: every effect is keyed by its cause (P1).
CREATE TABLE causes (
    key TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL
);
CREATE INDEX causes_at ON causes (at);

-- Updates that could not be read or crashed: set aside, kept 7 days, blocking nobody.
CREATE TABLE incidents (
    id BIGINT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    cause TEXT NOT NULL,
    raw TEXT NOT NULL,
    error TEXT NOT NULL
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
    created_at BIGINT NOT NULL
);

CREATE TABLE packs (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    requester BIGINT NOT NULL REFERENCES requesters (id),
    state TEXT NOT NULL,                       -- reading, draft, running, paused, closed
    waits TEXT NOT NULL DEFAULT '',            -- why a person must look at it before its launch, a reason a line
    held TEXT NOT NULL DEFAULT '',             -- digest of an upload with words that somebody must look at while it runs
    version BIGINT NOT NULL,
    job BIGINT,                                -- the import that reads it in
    kind TEXT NOT NULL DEFAULT '',             -- of its tasks: newcomers become known in a kind
    hourly BIGINT NOT NULL,                    -- price ÷ estimate, micro-units an hour
    reading_pay BIGINT NOT NULL DEFAULT 0,     -- for one person, frozen at launch: the money for it is locked then
    readers_left BIGINT NOT NULL DEFAULT 0,
    gold_left BIGINT NOT NULL DEFAULT 0,
    tail BIGINT NOT NULL DEFAULT 0,            -- the highest seq given out
    filled BIGINT NOT NULL DEFAULT 0,          -- the seq of the last row that came in: rows up to it are there
    tasks BIGINT NOT NULL DEFAULT 0,           -- rows by role
    golds BIGINT NOT NULL DEFAULT 0,
    practices BIGINT NOT NULL DEFAULT 0,
    picture_bytes BIGINT NOT NULL DEFAULT 0,   -- on the wire, of a middling medium in the default data mode
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
    sure_at BIGINT,                            -- dynamic overlap: sure enough, no place is opened any more
    stopped_at BIGINT,
    stopped_why TEXT NOT NULL DEFAULT '',
    UNIQUE (pack, key)
);
CREATE INDEX tasks_open ON tasks (pack, seq) WHERE open_slots > 0;
CREATE INDEX tasks_known ON tasks (pack, role, id) WHERE role <> 'task';

-- A person and a pack: what they read, how far they are.
CREATE TABLE readers (
    person BIGINT NOT NULL REFERENCES people (id),
    pack BIGINT NOT NULL REFERENCES packs (id),
    version BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    read_at BIGINT,
    reading_paid BIGINT NOT NULL DEFAULT 0,    -- 0 not yet, 1 paid, 2 owed
    position BIGINT NOT NULL DEFAULT 0,        -- cursor over seq
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
    helped BIGINT NOT NULL DEFAULT 0,          -- known answers they had when further practice was offered
    aside BIGINT NOT NULL DEFAULT 0,           -- 1: their answers here are kept and paid, and left out of results
    elsewhere BIGINT NOT NULL DEFAULT 0,       -- 1: a round found them better served by other work; then also aside
    PRIMARY KEY (person, pack)
);
CREATE INDEX readers_day ON readers (pack, day);

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
    state TEXT NOT NULL,                       -- open, lapsed, answered, skipped, reported
    draft TEXT NOT NULL DEFAULT '{}',
    offered_at BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    ended_at BIGINT,
    paid BIGINT NOT NULL DEFAULT 0,            -- micro-units; > 0 once and for all (P2: undo keeps the pay)
    paid_from TEXT NOT NULL DEFAULT '',        -- answers, gold, practice, side, late, goodwill
    UNIQUE (task, person)
);
CREATE INDEX assignments_open ON assignments (person, pack) WHERE state IN ('open', 'lapsed');
CREATE INDEX assignments_person ON assignments (person, ended_at);
CREATE INDEX assignments_lease ON assignments (lease_until) WHERE state = 'open';
CREATE INDEX assignments_pack ON assignments (pack, state, id);

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
    delivered_at BIGINT                        -- when it first left (P6): accepted for good
);
CREATE UNIQUE INDEX answers_standing ON answers (assignment) WHERE undone_at IS NULL;
CREATE INDEX answers_person ON answers (person, arrived_at);

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
    state TEXT NOT NULL,                       -- paid, waiting
    at BIGINT NOT NULL
);
CREATE INDEX reports_task ON reports (task, ground);

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
    form TEXT NOT NULL DEFAULT 'picture',      -- picture, audio, video
    edge BIGINT NOT NULL,                      -- px; of audio: kbit/s
    hash TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    size_bytes BIGINT NOT NULL,
    seconds BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (source, variant, form, edge)
);
CREATE TABLE uploads (
    bot BIGINT NOT NULL,
    hash TEXT NOT NULL,
    file TEXT NOT NULL,                        -- Telegram's file id
    size_bytes BIGINT NOT NULL,                -- as Telegram reported it
    PRIMARY KEY (bot, hash)
);

