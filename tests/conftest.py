"""The tests that take longest go first, so that at the end no worker waits for another."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: "linear" not in item.name)
