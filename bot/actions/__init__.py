"""What people can do: one function = one verb = one transaction = one outcome. No outside I/O.

joining     meeting, agreeing, language
serving     which task is next; offering: a pack, and its instruction; sharing: for whom; weighing: whether a task needs one answer more; showing: its facts
working     answering, skipping; undoing; making: what was photographed or said; paying: from which pot; reporting
flooring    the hourly floor, by the time people really take
reviewing   what waits for a check; judging: looked at one by one or by file; fixing: sent back for pay
cases       the one queue of what a person must look at; deciding: what a decision does; moderating: in the chat; witnessing: evidence;
            viewing: hard content in it
claiming    an answer called unusable; replacing: the new answer that buys; ruling: who is right
helping     whom somebody in need can call; an operator's word on each line
resting     pausing and going on
bundling    ten small questions to take along, answered offline
asking      questions about a pack, and what its requester says to them
accounting  money, history, one's own data, help, who asks
filling     a new pack comes in; renewing: rows and words that come later; copies
publishing  packs: quoted, launched, paused, closed
admitting   who may bring work: asked for in the chat, decided by the operator
receiving   a requester's file on its way in, and what they are told of it; requesting: their packs, by the chat
piloting    ten tasks of a pack first; surveying: how a pack stands
picturing   where Telegram keeps a picture
exporting   results leave, and are accepted by it; answers set aside; withdrawing: consent taken back, pack by pack
depositing  money the operator says came in; charging: by card, in the chat; trusting: what can be called back
rating      marks that workers give a requester; reckoning: what may be known of requesters, counted
proposing   what those who work here propose and vote on
thanking    bonuses; reselling: shares of a resale; becoming: what became of the work; warning: money that runs low
webhooks    requesters' programs are told
restoring   what a house back from a backup may not do yet
overseeing  the book, what the rounds do by themselves; queueing: jobs
totalling   the figures of a month
telling     what is due to be shown; every cause once

An action takes a transaction first, checks permission and refuses first, writes after, and returns an
outcome. It never sends, waits or asks the world: where the world must be asked it leaves a job.
"""
