"""Personal data: mobile numbers, identity cards, e-mail addresses, bank cards. Counted always, masked where asked for.

With `--mask pii`, `联系人：甲某，13800138000` → `联系人：甲某，[手机号]`; without it nothing changes. Each place
becomes a field, which holds the placeholder and not the number. `热线12345`, `电话0512-65000000` and
`订单号13800138000` stay.

The ledger holds what was masked, as it holds everything: who has the run can take the masking back.
"""

from __future__ import annotations

from collections.abc import Iterator

from cleaning.context import Context
from cleaning.edit import Field, Proposal
from cleaning.personal_data import PLACEHOLDERS, SIGNS, find_personal_data

TRIGGERS = SIGNS


def propose(text: str, context: Context) -> Iterator[Proposal | Field]:
    for what, start, end, evidence, confidence in find_personal_data(text):
        yield Field(f"personal.{what}", PLACEHOLDERS[what], start, end, evidence)
        if "pii" in context.settings.mask:
            yield Proposal(start, end, PLACEHOLDERS[what], f"privacy.{what}", evidence, confidence)
