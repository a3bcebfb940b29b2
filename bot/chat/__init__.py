"""The Telegram edge: the only room that imports telegram. An answer comes in by the first door and goes out by the last.

api      the Bot and its calls, its errors by what to do
request  carries a call over aiohttp
intake   polls; commits; lets the next poll go; then delivers
webhook  hears; commits; lets the answer go; then delivers
commit   what both have in common: what an update does, committed
inbox    an update → who, and what they did; after it nobody sees an update
router   what that means: one flat table, verb → handler
wordless  what is kept of an update that crashed
worker   the worker's handlers: each picks one action; so requester, claims, cashing, deposits, voices
deliver  shows what is due, remembers what arrived
holding  which of several programs has a message in hand
sending  puts one message on the wire: its call, its medium, file or keys, its cost
ways     how each form of medium is sent
erasing  takes what showed hard content out of the chats
support  somebody asks for help: answered past all of this, and written nowhere
pacing   when the next message may leave; 429s obeyed
enclosing  what is read or made only when it is sent
watch    are we there? a sign of life each minute; after an outage, a word to whoever was in the middle
"""
