"""What happens without a tap: leases and deadlines, fees and seals, jobs, the check of the book.

clockwork  goes round, each kind of work at its own pace
jobs       works off what needs the world, in resumable steps
imports    one kind of job: a pack's folder is read in; `entering` is what it writes
fetches    its media that are addresses are brought
fitting    its media are made small in other processes, by the table of `makers`
measuring  another: a photograph or a voice that a worker made is fetched and measured
exports    another: results become files; `shelf` holds lists too long for memory
webhooks   requesters' programs are told what is final, each at their own pace

A round never holds anything a tap waits for: each step is an action of its own, and small.
"""
