"""The clean text never holds a lone surrogate, whatever the user switches off or vetoes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning import Cleaner, SettingsError
from cleaning.order import ORDER

MINIMAL = Cleaner(off=[repair.name for repair in ORDER if not repair.always])


@given(st.text(st.characters(codec=None, categories=["Cs", "Cc", "Lo"]), max_size=20))
@settings(max_examples=200, deadline=None)
def test_never_a_lone_surrogate(text: str) -> None:
    result = MINIMAL.clean(text, veto=lambda _edit, _start, _end: True)
    result.text.encode("utf-8")
    assert result.original == text


def test_cannot_be_switched_off() -> None:
    with pytest.raises(SettingsError, match="surrogates"):
        Cleaner(off=["surrogates"])
