"""The pretend providers as one ASGI app, and the desk that makes them bad and counts what they paid."""

from collections import Counter

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from bot.sandbox.providers.africas_talking import AfricasTalking
from bot.sandbox.providers.mpesa import Mpesa
from bot.sandbox.providers.paypal import Paypal
from bot.sandbox.providers.paypal_orders import PaypalOrders
from bot.sandbox.providers.till import Faults, Till, read


class Providers:
    """All of them, with the same faults."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.mpesa, self.paypal = Mpesa(self.faults), Paypal(self.faults)
        self.africas_talking = AfricasTalking(self.faults)
        self.paypal_orders = PaypalOrders(self.faults, self.paypal)

    @property
    def tills(self) -> dict[str, Till]:
        """By name."""
        return {
            till.name: till for till in (self.mpesa, self.paypal, self.africas_talking, self.paypal_orders)
        }

    def counts(self, name: str) -> Counter[str]:
        """How often a provider really paid, by the payer's id."""
        found: Counter[str] = Counter()
        for payment in self.tills[name].payments.values():
            found[payment.id] += payment.count
        return found

    def routes(self) -> list[Mount | Route]:
        """Every provider under its name, and the desk."""
        return [
            Mount("/mpesa", routes=self.mpesa.routes()),
            Mount("/paypal", routes=[*self.paypal.routes(), *self.paypal_orders.routes()]),
            Mount("/africas_talking", routes=self.africas_talking.routes()),
            Route("/faults", self.set_faults, methods=["POST"]),
            Route("/paid", self.paid, methods=["GET"]),
            Route("/notices", self.set_notices, methods=["POST"]),
        ]

    async def set_faults(self, request: Request) -> Response:
        """POST /faults."""
        try:
            self.faults.set(await read(request))
        except (TypeError, ValueError, AttributeError) as wrong:
            return JSONResponse({"error": str(wrong)}, 400)
        return JSONResponse({})

    async def paid(self, request: Request) -> Response:
        """GET /paid: every payment of every provider, and how often each id was really paid."""
        payments = {name: till.shown() for name, till in self.tills.items()}
        counts = {name: dict(self.counts(name)) for name in self.tills}
        return JSONResponse({"payments": payments, "counts": counts})

    async def set_notices(self, request: Request) -> Response:
        """POST /notices: {provider: address}, as it would be written into that provider's console."""
        for name, address in (await read(request)).items():
            if name in self.tills and isinstance(address, str):
                self.tills[name].notices = address
        return JSONResponse({})


def create(providers: Providers | None = None) -> Starlette:
    """The app."""
    return Starlette(routes=(providers or Providers()).routes())
