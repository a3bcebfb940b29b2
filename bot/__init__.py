"""Ujima: paid micro-tasks over Telegram for people on slow, dear, broken connections.

The tour, in the order an answer meets the rooms. Imports go down this list, never up.

    __main__ · cli   the command line: each verb calls one function of office; a file is a group of verbs
    demo             the whole program beside the pretend Telegram
    office           the operator's verbs: through the running program, or on the house itself
    app              where everything is built: settings in, running programs out
    desk             what each of those verbs does; files named as in cli
    backup           the whole installation in one sealed file, and back; from SQLite to PostgreSQL
    doctor           looks at an installation and says what is not well

    chat             the Telegram edge: intake → inbox → router → worker; deliver sends what is due
    rounds           what happens without a tap: leases, deadlines, fees, jobs, the check of the book
    hooks            the doors: for what is sent to us, providers' notices, none of which is believed, and updates by webhook;
                     for looks, /healthz, /readyz and /metrics
    sandbox          a pretend Telegram with a page of phones; imports nothing of ours

    actions          what people can do: one function, one transaction, one outcome
    screens          what people see: outcome in, message out; every screen in the gallery

    config · logs    settings, read once; logs without secrets
    ledger           the book: nothing else writes money
    packs            the task pack format and its readers
    results          what answers come to: aggregation, agreement, accuracy
    papers           statements, invoices, work records: values in, bytes out
    payouts          rails that pay people, one file per provider, and the vault
    wellbeing        the directory of help: lines by country, and how fresh each is
    media            pictures, sound and clips made small, and the store that keeps them
    storage          SQLite and PostgreSQL behind one face; the SQL, the migrations, the lock
    kinds            task kinds, one file each
    domain           the rules: events, outcomes, marks, quote, quality, limits, refusals

    texts            words: translators, plurals, money and dates by locale
    screen           one message as data, within Telegram's limits
    money · meters   amounts: integer micro-units; what one program counts
    metrics          all that is told of a running program, and Prometheus' text format
"""
