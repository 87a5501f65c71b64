"""Which of many numbers belong together, by pairs that do: union by the lower number, paths halved."""

from __future__ import annotations


class UnionFind:
    """Numbers from 0; the least of those that belong together stands for them.

    >>> sets = UnionFind(4)
    >>> sets.join(3, 1); sets.join(3, 2)
    >>> sets.find(2), sets.same(0, 1)
    (1, False)
    """

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def __len__(self) -> int:
        return len(self._above)

    def find(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> None:
        low, high = sorted((self.find(one), self.find(other)))
        self._above[high] = low

    def same(self, one: int, other: int) -> bool:
        return self.find(one) == self.find(other)
