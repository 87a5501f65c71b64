"""Which one encoding bytes are in that are not UTF-8: every reading that could be, compared by what it costs.

Strict decoding proves little: GB18030 swallows most Big5, EUC-JP and EUC-KR. So the readings compete by the nats that
their characters cost (`plausibility`); what the page declares and what charset-normalizer says weigh a few nats more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataset.readers.closely import BIG5, read_closely
from dataset.readers.lattice import CHANGE, UNREADABLE
from dataset.readers.plausibility import chinese_costs, foreign_costs, telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHINESE: Final = {"gb18030": 0.0, "big5hkscs": 1.5}
"""Encodings of Chinese, and how many nats each starts behind: the pages come from the mainland."""

_FOREIGN: Final = {
    "japanese": {"cp932": 7.0, "euc_jp": 8.0},
    "korean": {"cp949": 8.0},
    "latin": {
        "cp1252": 5.0,
        **dict.fromkeys(("cp1250", "cp1254"), 8.0),
        **dict.fromkeys(("cp1257", "mac_roman"), 12.0),
        **dict.fromkeys(("iso8859_2", "cp1258"), 13.0),
    },
    "letters": {
        "cp1251": 8.0,
        "cp1253": 9.0,
        "koi8_r": 10.0,
        **dict.fromkeys(("cp1255", "cp1256", "cp874", "koi8_u"), 12.0),
        **dict.fromkeys(("cp866", "iso8859_5", "mac_cyrillic"), 13.0),
    },
}
"""Encodings of other languages, and how many nats each starts behind."""

_CLEAR: Final = 3.4
"""Nats a byte outside ASCII below which a Chinese reading needs no rival from abroad. Measured on the tune part, pieces
of 30 characters: the right reading costs more in 1 of 1,000, another one less in 1 of 100."""

_DEAREST_FOREIGN: Final = {"japanese": 7.0, "korean": 7.0, "latin": 5.5, "letters": 4.0}
"""Nats a character above which a text is not believed to be in the language; real ones cost 4 to 6, letters
2.5 to 5."""

_FAULTY: Final = 7.5
_CLOSE: Final = 1024
_FEW_BYTES: Final = 24
_KANA_SHARE: Final = 0.05
_DOUBT: Final = 10.0
"""Nats between first and second below which charset-normalizer is asked."""

_ASKED: Final = {"gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "koi8_r"}
"""Between others it is not asked: it takes French for cp1250."""

_DECLARED_NATS: Final = 5.0
_DETECTED_NATS: Final = 2.0
_SAMPLE: Final = 4096
_ACCENT = re.compile("(?<=[A-Za-z])[^\\x00-\\x7f](?=[a-z])")
_ACCENT_NATS: Final = 6.0
"""Nats against a Chinese reading for each sign within a word of Latin letters, where other languages have accents."""

_KANA_OR_HANGUL = re.compile("[\u3040-\u30ff\uac00-\ud7a3]")
_HIGH = re.compile(rb"[\x80-\xff]")

_DECLARED = re.compile(rb"(?i)<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,20})")
_CSS_DECLARED = re.compile(rb"(?i)\A@charset \"([\w-]{2,20})\";")
_NAMES: Final = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "gb-2312", "chinese", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big-5", "x-x-big5", "cn-big5", "cp950"), "big5"),
    **dict.fromkeys(("big5-hkscs", "big5hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "ksc5601", "korean", "uhc", "windows-949"), "cp949"),
    **dict.fromkeys(("iso-8859-1", "latin1", "iso8859-1", "iso-8859-15", "windows-1252"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "windows-1254"), "cp1254"),
    **{"koi8-r": "koi8_r", "koi8-u": "koi8_u", "iso-8859-2": "iso8859_2", "utf8": "utf-8", "ibm866": "cp866"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the sample.

    nats   in all, priors added and what speaks for it taken off; `rate` without these, a byte outside ASCII, which is
           the same number of bytes for all readings
    mean   nats a character outside ASCII
    """

    encoding: str
    nats: float
    rate: float
    mean: float


@dataclass(frozen=True, slots=True)
class Choice:
    """Readings, the likeliest first, and what else was asked."""

    readings: tuple[Reading, ...]
    declared: str = ""
    detected: str = ""

    @property
    def encoding(self) -> str:
        return self.readings[0].encoding

    @property
    def nats(self) -> float:
        return self.readings[0].nats

    def evidence(self) -> str:
        """`gb18030: 2.1 nats a byte (big5hkscs 5.9); charset-normalizer says gb18030; the page declares utf-8`."""
        first = self.readings[0]
        beside = f" ({self.readings[1].encoding} {self.readings[1].rate:.1f})" if len(self.readings) > 1 else ""
        said = f"; charset-normalizer says {self.detected}" if self.detected else ""
        return f"{first.encoding}: {first.rate:.1f} nats a byte{beside}{said}{declaration(self.declared)}"


def declaration(name: str) -> str:
    """The end of a sentence of evidence."""
    return f"; the page declares {name}" if name else ""


def declared(data: bytes) -> str:
    """The encoding that a page says it has, by its Python name where it is one of ours, '' if it says nothing.

    >>> declared(b'<META http-equiv="Content-Type" content="text/html; charset=GB2312">')
    'gb18030'
    """
    found = _DECLARED.search(data, 0, 4096) or _CSS_DECLARED.match(data)
    name = found[1].decode("ascii", "replace").lower() if found else ""
    return _NAMES.get(name, name.replace("windows-", "cp"))


def choose(data: bytes, said: str = "", expected: str = "") -> Choice:
    """The encoding of `data` (bytes of which some are not ASCII, and that are not UTF-8), from its first 4 KiB.

    `said` is what the page declares, `expected` the encoding of the file that the bytes come from.
    """
    sample = _Sample(data[:_SAMPLE], len(_HIGH.findall(data[:_SAMPLE])), said, expected)
    readings = [_chinese(sample, name) for name in _CHINESE]
    if any(_is_clear(sample, reading) for reading in readings):
        return Choice(tuple(sorted(readings, key=_nats)), said)
    readings = sorted([*(_closer(sample, reading) for reading in readings), *_foreign(sample)], key=_nats)
    first, second = readings[0], readings[min(1, len(readings) - 1)]
    if second.nats - first.nats > _DOUBT or not {first.encoding, second.encoding} <= _ASKED:
        return Choice(tuple(readings), said)
    detected = _detected(sample.data)
    return Choice(tuple(sorted((_with_opinion(reading, detected) for reading in readings), key=_nats)), said, detected)


@dataclass(frozen=True, slots=True)
class _Sample:
    """`high` counts the bytes outside ASCII."""

    data: bytes
    high: int
    said: str
    expected: str

    def reading(self, name: str, text: str, costs: NDArray[np.float32], behind: float) -> Reading:
        outside = costs[telling(text)]
        nats, count = float(outside.sum()), max(1, len(outside))
        names = (name, "big5") if name in BIG5 else (name,)
        favour = _DECLARED_NATS * ((self.said in names) + (self.expected in names))
        return Reading(name, float(costs.sum()) + behind - favour, nats / max(1, self.high), nats / count)


def _chinese(sample: _Sample, name: str) -> Reading:
    text = sample.data.decode(name, "replace")
    accents = _ACCENT_NATS * len(_ACCENT.findall(text))
    return sample.reading(name, text, chinese_costs(text), _CHINESE[name] + accents)


def _is_clear(sample: _Sample, reading: Reading) -> bool:
    if sample.high < _FEW_BYTES or reading.rate > _CLEAR:
        return False
    text = sample.data.decode(reading.encoding, "replace")
    return len(_KANA_OR_HANGUL.findall(text)) <= _KANA_SHARE * len(text)


def _closer(sample: _Sample, reading: Reading) -> Reading:
    """The same encoding with its faults taken for faults: a lost byte shifts all that follows."""
    if reading.mean < _FAULTY:
        return reading
    part = replace(sample, data=sample.data[:_CLOSE], high=len(_HIGH.findall(sample.data[:_CLOSE])))
    whole = part.data.decode(reading.encoding, "replace")
    text, spans, _ = read_closely(part.data, reading.encoding)
    others = [(start, end) for start, end, name in spans if name != UNREADABLE]
    if sum(end - start for start, end in others) > len(part.data) / 2:
        return reading
    costs = chinese_costs(text)
    gain = float(chinese_costs(whole).sum() - costs.sum()) - CHANGE * len(others)
    return replace(part.reading(reading.encoding, text, costs, 0.0), nats=reading.nats - gain) if gain > 0 else reading


def _foreign(sample: _Sample) -> Iterator[Reading]:
    for language, names in _FOREIGN.items():
        for name, behind in names.items():
            text = sample.data.decode(name, "replace")
            reading = sample.reading(name, text, foreign_costs(text, language), behind)
            if reading.mean < _DEAREST_FOREIGN[language]:
                yield reading


def _nats(reading: Reading) -> float:
    return reading.nats


def _with_opinion(reading: Reading, detected: str) -> Reading:
    names = (reading.encoding, "big5") if reading.encoding in BIG5 else (reading.encoding,)
    return replace(reading, nats=reading.nats - _DETECTED_NATS) if detected in names else reading


def _detected(sample: bytes) -> str:
    """What charset-normalizer says, by our names; '' if it has no opinion."""
    from charset_normalizer import from_bytes  # 60 ms to import, and seldom needed

    best = from_bytes(sample, cp_isolation=sorted(_ASKED), preemptive_behaviour=False).best()
    return best.encoding if best else ""
