"""Pictures and other media: made small, stripped of everything private, kept once by their content.

images      a foreign file becomes a small clean JPEG, or is refused with a reason
drawings    two pictures as one, numbered cells over one
photos      a worker's photograph, cleaned and measured
sound       voice notes, and what a worker's voice is like
clips       a film's key frames, and a small clip of it
containers  opens sounds and films with as few decoders as will do
reaching    asks an https address of the open internet one thing, and no other machine
fetching    brings a file from such an address
posting     posts a small body to one
fence       processes in which all of that is done
store       keeps bytes under the SHA-256 of their content

None knows tasks, people or Telegram. Called by actions and rounds; all block, so callers run them in a process of their
own (`fence`), never on the event loop.
"""
