"""Pictures and other media: made small, stripped of everything private, kept once by their content.

`images` turns a foreign file into a small clean JPEG or refuses it with a reason; `store` keeps bytes under the
SHA-256 of their content. Neither knows tasks, people or Telegram. Called by actions and rounds; both block, so
callers run them in a thread or a process of their own, never on the event loop.
"""
