"""Undecoded input: files of known text as bytes, and what the readers make of them.

`exact` counts files whose text comes out character by character, by encoding and length in characters (`chinese` sums
those of 30 and more); `lines` lines of mixed files; `damaged` files that were cut or lost bytes, with U+FFFD where the
loss is; `foreign` pages in other languages, and `foreign.chinese` how many of them came out with Han characters that
they do not have. `peer` is charset-normalizer alone and, where it is installed, chardet alone, on the same files.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from random import Random

from dataset.readers.decoding import decode
from scripts.evaluation.figures import Figure, share
from scripts.evaluation.sources import Source, writing_of
from scripts.reenact import encodings as files
from scripts.reenact.characters import is_han
from scripts.reenact.encodings import Encoded
from scripts.reenact.mill import to_traditional

MOST = 300
"""Files of each encoding and length, spread over the domains; a fifth of that of every mixture and damage."""

MOST_OWN = 40
LENGTHS = (10, 30, 100, 1000)
COUNTED = 30
"""Characters from which a file counts for `exact.chinese`: shorter ones may be two texts at once."""

SHOWN = 3
OTHERS = Path(__file__).parents[1] / "reenact" / "other_languages.toml"

MIXTURES = {
    "utf8_gbk": ("utf-8", "gb18030"),
    "gbk_utf8": ("gb18030", "gb18030", "gb18030", "utf-8"),
    "utf8_big5": ("utf-8", "cp950"),
    "gbk_big5": ("gb18030", "cp950"),
    "all": ("utf-8", "gb18030", "cp950"),
}
"""Encodings of the lines of a file, in turn."""

Texts = dict[str, list[str]]


def measure(source: Source, most: int) -> Iterator[Figure]:
    texts = {"simplified": _by_domain(source, "simplified"), "traditional": _by_domain(source, "traditional")}
    yield from _exact(texts, most)
    yield from _lines(texts, max(1, most // 5))
    yield from _damaged(texts, max(1, most // 5))
    yield from _foreign()
    yield from _peers(texts, max(1, most // 5))


def _by_domain(source: Source, writing: str) -> Texts:
    """Documents in one script, by domain, and tables made of their words; Traditional is made where there is none."""
    found: Texts = defaultdict(list)
    for document in source.shuffled(7):
        if writing_of(document.text) == writing:
            found[document.domain].append(document.text)
        elif writing == "traditional" and source.floors == "own":
            found[document.domain].append(to_traditional(document.text))
    some = [text for texts in found.values() for text in texts[:4]]
    found["tables"] = [files.table(text, Random(number)) for number, text in enumerate(some)]
    return dict(found)


def _pieces(texts: Texts, length: int, most: int) -> Iterator[tuple[str, str]]:
    """(domain, piece), as many of each domain, a few of each document."""
    each = max(1, most // len(texts))
    for domain, documents in texts.items():
        found = (piece for text in documents for piece in files.pieces(text, length, 3))
        yield from ((domain, piece) for piece in islice(found, each))


def _encodings() -> Iterator[tuple[str, str]]:
    yield from (("simplified", name) for name in (*files.SIMPLIFIED, *files.SEVEN_BIT))
    yield from (("traditional", name) for name in files.TRADITIONAL)


def _exact(texts: dict[str, Texts], most: int) -> Iterator[Figure]:
    right: Counter[bool] = Counter()
    for writing, encoding in _encodings():
        for length in LENGTHS:
            made = [
                (domain, file)
                for domain, piece in _pieces(texts[writing], length, most)
                if (file := files.encoded(piece, encoding))
            ]
            good = [decode(file.data).text == file.text for _, file in made]
            if length >= COUNTED:
                right.update(good)
            note = _by_domain_note(made, good) if not all(good) else ""
            yield share(f"undecoded.exact.{writing}.{encoding}.{length}", sum(good), len(good), note)
    yield share("undecoded.exact.chinese", right[True], right.total())


def _by_domain_note(made: Sequence[tuple[str, Encoded]], good: Sequence[bool]) -> str:
    wrong = [(domain, file) for (domain, file), well in zip(made, good, strict=True) if not well]
    counts = Counter(domain for domain, _ in made)
    lines = [f"{domain} {count} of {counts[domain]}" for domain, count in Counter(d for d, _ in wrong).items()]
    return "\n".join(["wrong: " + ", ".join(lines), *(_shown(file) for _, file in wrong[:SHOWN])])


def _shown(file: Encoded) -> str:
    """Where the texts part."""
    found = decode(file.data)
    both = zip(file.text, found.text, strict=False)
    at = max(0, next((number for number, (one, other) in enumerate(both) if one != other), 0) - 8)
    return f"{file.text[at : at + 24]!r} → {found.text[at : at + 24]!r}, {found.evidence[:100]}"


def _lines(texts: dict[str, Texts], most: int) -> Iterator[Figure]:
    right = total = 0
    for name, encodings in MIXTURES.items():
        writing = "traditional" if "cp950" in encodings else "simplified"
        good: list[bool] = []
        for lines in _some_lines(texts[writing], encodings, most):
            found = decode(files.mixed_lines(lines, encodings).data).text.split("\n")
            good += [one == other for one, other in zip(lines, found, strict=False)]
            good += [False] * (len(lines) - len(found))
        yield share(f"undecoded.lines.{name}", sum(good), len(good))
        right, total = right + sum(good), total + len(good)
    yield share("undecoded.lines.all_mixtures", right, total)
    yield from _runs(texts, most)


def _some_lines(texts: Texts, encodings: Iterable[str], most: int) -> Iterator[list[str]]:
    """Files of ten lines of one domain, each of six characters or more, that all encodings can hold."""
    each = max(1, most // len(texts))
    for documents in texts.values():
        lines = [line for text in documents for line in text.split("\n") if sum(map(is_han, line)) >= 6]
        fitting = [line for line in islice(lines, 40 * each) if all(files.encoded(line, name) for name in encodings)]
        yield from (fitting[at : at + 10] for at in range(0, min(len(fitting), 10 * each), 10))


def _runs(texts: dict[str, Texts], most: int) -> Iterator[Figure]:
    """Two encodings on one line: a footer behind a page, a quotation inside one."""
    for name, pair, between in (
        ("footer", ("utf-8", "gb18030"), b"</div><div>"),
        ("joined", ("utf-8", "gb18030"), b""),
        ("comment", ("gb18030", "utf-8", "gb18030"), b" "),
        ("quotation", ("gb18030", "cp950", "gb18030"), b""),
    ):
        writing = "traditional" if "cp950" in pair else "simplified"
        good, shown = [], []
        for lines in _some_lines(texts[writing], pair, most):
            for at in range(0, len(lines) - len(pair) + 1, len(pair)):
                file = files.mixed_runs(list(zip(lines[at : at + len(pair)], pair, strict=True)), between)
                good.append(decode(file.data).text == file.text)
                if not good[-1]:
                    shown.append(_shown(file))
        yield share(f"undecoded.runs.{name}", sum(good), len(good), "\n".join(shown[:SHOWN]))


def _damaged(texts: dict[str, Texts], most: int) -> Iterator[Figure]:
    for writing, encoding in (("simplified", "utf-8"), ("simplified", "gb18030"), ("traditional", "cp950")):
        for way, damage in files.DAMAGE.items():
            good, shown = [], []
            for number, (_, piece) in enumerate(_pieces(texts[writing], 100, most)):
                if not files.encoded(piece, encoding):
                    continue
                file = damage(piece, encoding, Random(number))
                good.append(decode(file.data).text == file.text)
                if not good[-1]:
                    shown.append(_shown(file))
            yield share(f"undecoded.damaged.{way}.{encoding}", sum(good), len(good), "\n".join(shown[:SHOWN]))


def _foreign() -> Iterator[Figure]:
    """Whole sentences, and their first words, 10 characters or more."""
    chinese: list[bool] = []
    shown = []
    for language, said in tomllib.loads(OTHERS.read_text(encoding="utf-8")).items():
        for encoding in said["encodings"]:
            good = []
            for text in (piece for sentence in said["sentences"] for piece in _beginnings(sentence)):
                found = decode(text.encode(encoding, "ignore"))
                good.append(found.text == text.encode(encoding, "ignore").decode(encoding))
                chinese.append(sum(map(is_han, found.text)) > sum(map(is_han, text)))
                if chinese[-1]:
                    shown.append(f"{text!r} in {encoding} → {found.text!r}")
            yield share(f"undecoded.foreign.{language}.{encoding}", sum(good), len(good))
    yield share("undecoded.foreign.chinese", sum(chinese), len(chinese), "\n".join(shown[:SHOWN]))


def _beginnings(sentence: str) -> Iterator[str]:
    yield sentence
    yield sentence[:30]
    yield sentence[:10]


def _peers(texts: dict[str, Texts], most: int) -> Iterator[Figure]:
    for peer, read in peers().items():
        for writing, encoding in (("simplified", "gb18030"), ("traditional", "big5"), ("traditional", "cp950")):
            for length in LENGTHS:
                made = [files.encoded(piece, encoding) for _, piece in _pieces(texts[writing], length, most)]
                good = [read(file.data) == file.text for file in made if file]
                yield share(f"undecoded.peer.{peer}.{encoding}.{length}", sum(good), len(good))


@cache
def peers() -> dict[str, Callable[[bytes], str]]:
    """Detectors alone, as their guides say to use them."""
    found: dict[str, Callable[[bytes], str]] = {"charset_normalizer": _charset_normalizer}
    if find_spec("chardet"):
        found["chardet"] = _chardet
    return found


def _charset_normalizer(data: bytes) -> str:
    from charset_normalizer import from_bytes

    return str(from_bytes(data).best() or "")


def _chardet(data: bytes) -> str:
    import chardet  # type: ignore[import-not-found, unused-ignore]  # for measuring only, never a dependency

    with contextlib.suppress(LookupError):
        return data.decode(chardet.detect(data)["encoding"] or "latin-1", "replace")
    return ""
