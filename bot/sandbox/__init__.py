"""A pretend Telegram: it speaks the Bot API over loopback HTTP and plays the phones of the people who write to a bot.

For the demo, for tests, and for strangers' bots. It imports nothing of the rest of this program; start it with
`python -m bot.sandbox` or, from a test, with `bot.sandbox.server.create`. What it promises, and what only a live
run against Telegram can show, is in README.md beside this file.

In the order in which a call meets them: server (routes) · calls (one call, its faults) · checks and api.json (what a call may
contain) · methods, media, payments and profile (what it does) · words and markup (its text) · files and probing (its pictures, sounds
and clips) · chats and accounts (what is remembered) · world (all of it) · phones (what people do), channels (what their owner does) · line (what goes over
it) · wire (what that costs) · shown (how it is told) · updates (what the bot hears) · keep (what survives a restart) · clock, faults, bell.
`providers` beside it are pretend providers of payments, for the same demo and tests.
"""
