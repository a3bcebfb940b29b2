"""Pretend providers of payments: they speak their APIs over loopback HTTP and count what they paid, by the payer's id.

Written from the providers' public documentation, for tests and the demo; no provider was asked, and nobody claims that
they are these. `server.create` is one ASGI app with all of them: `/mpesa/…`, `/paypal/…`, `/africas_talking/…`, each as
its provider's own address. `POST /faults` makes them bad (till.py says how), `GET /paid` counts, `POST /notices` says
where a provider that is told so in its console sends its notices.
"""
