"""A pretend Telegram: it speaks the Bot API over loopback HTTP and plays the phones of the people who write to a bot.

For the demo, for tests, and for strangers' bots. It imports nothing of the rest of this program; start it with
`python -m bot.sandbox` or, from a test, with `bot.sandbox.server.create`. What it promises, and what only a live
run against Telegram can show, is in README.md beside this file.
"""
