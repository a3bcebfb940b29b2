"""What people are told when the place they want to be paid at can't be one: English message ids."""

from __future__ import annotations

from typing import Final

from bot.domain.refusals import N_

no_phone: Final = N_("That is no mobile number. Write it with its country, such as +254 712 345 678.")
no_kenyan_phone: Final = N_("M-Pesa pays to Kenyan numbers. Write yours like 0712 345 678.")
other_country: Final = N_("We can't pay to numbers of that country yet.")
no_mail: Final = N_("That is no e-mail address. Write it like amina@example.org.")
no_account: Final = N_("That is no bank account. Write its IBAN, such as DE89 3704 0044 0532 0130 00.")
