"""The doors. For notices: what providers of payments, and Telegram by webhook, send by themselves comes in here.

It listens on 127.0.0.1, behind the operator's proxy, which has the certificate. Each hook has a path that nobody can
guess, or a secret in a header; whatever else comes is answered as if nothing were there. A notice is answered with 200
only after whoever hears it has come back, which is after its commit; so whoever repeats what was not answered repeats
until it is kept. No notice of a provider is believed: it says whose state to ask for.

For looks: whoever watches the program asks how it is (`looks`), and takes nothing but sums with them.
"""
