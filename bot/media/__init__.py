"""Pictures and other media: made small, stripped of everything private, kept once by their content.

images      a foreign file becomes clean upright pixels, or is refused with a reason
thrift      pixels become the fewest bytes on a phone that are still like them
likeness    how like a picture is to what was made of it
fingerprints  who may be the same picture, and who is
stickers    pixels become a static WebP
writing     a picture of writing becomes a PNG of few greys
drawings    two pictures as one, some as one, numbered cells over one
sheets      several pictures as one, numbered, in the fewest bytes
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
