"""Which one encoding bytes are in that are not UTF-8: every reading that could be, compared by what it costs.

Strict decoding proves little: GB18030 swallows most Big5, EUC-JP and EUC-KR. So the readings compete by the nats that
their characters cost (`plausibility`); what the page declares and what charset-normalizer says weigh a few nats more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dataset.readers.closely import read_closely
from dataset.readers.lattice import CHANGE, UNREADABLE
from dataset.readers.plausibility import chinese_costs, foreign_costs, telling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHINESE: Final = {"gb18030": 0.0, "big5hkscs": 1.5}
"""Encodings of Chinese, and how many nats each starts behind: the pages come from the mainland."""

_BIG5: Final = {"big5hkscs", "cp950"}
_FOREIGN: Final = {
    "japanese": {"cp932": 7.0, "euc_jp": 8.0},
    "korean": {"cp949": 8.0},
    "latin": {
        "cp1252": 5.0,
        **dict.fromkeys(("cp1250", "cp1254"), 9.0),
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

_DEAREST_FOREIGN: Final = {"japanese": 7.0, "korean": 7.0, "latin": 4.9, "letters": 4.0}
"""Nats a character above which a text is not believed to be in the language; real ones cost 4 to 6, Latin letters
2.5 to 4.7, others 2.5 to 3."""

_FAULTY: Final = 7.5
_CLOSE: Final = 1024
_FEW_BYTES: Final = 24
_DOUBT: Final = 10.0
"""Nats between first and second below which charset-normalizer is asked."""

_ASKED: Final = ("gb18030", "big5", "cp932", "euc_jp", "cp949", "cp1252", "cp1251", "koi8_r")
"""Of more it would be less sure: it takes French for cp1250."""

_DECLARED_NATS: Final = 5.0
_DETECTED_NATS: Final = 2.0
_SAMPLE: Final = 4096
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
    """One way to read the sample: `nats` in all, what speaks for it taken off; `mean` a character outside ASCII."""

    encoding: str
    nats: float
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
        """`gb18030: 4.1 nats a character (big5hkscs 9.7); charset-normalizer says gb18030; the page declares utf-8`."""
        first = self.readings[0]
        rival = _rival(self.readings)
        beside = f" ({rival.encoding} {rival.mean:.1f})" if rival else ""
        said = f"; charset-normalizer says {self.detected}" if self.detected else ""
        return f"{first.encoding}: {first.mean:.1f} nats a character{beside}{said}{declaration(self.declared)}"


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


def choose(sample: bytes, said: str = "", expected: str = "") -> Choice:
    """The encoding of `sample` (bytes of which some are not ASCII, and that are not UTF-8).

    `said` is what the page declares, `expected` the encoding of the file that the bytes come from.
    """
    sample = sample[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    readings, clear = [], False
    for name, behind in _CHINESE.items():
        text = sample.decode(name, "replace")
        readings.append(_reading(name, text, chinese_costs(text), behind - _favour(name, said, expected)))
        abroad = len(_KANA_OR_HANGUL.findall(text)) > 0.05 * len(text)
        clear |= high >= _FEW_BYTES and readings[-1].nats < _CLEAR * high and not abroad
    if not clear:
        readings = [_closer(reading, sample) for reading in readings]
        readings += _foreign(sample, said, expected)
    detected = ""
    if not clear and _in_doubt(readings):
        detected = _detected(sample)
        readings = [_with_opinion(reading, detected) for reading in readings]
    return Choice(tuple(sorted(readings, key=_nats)), said, detected)


def _closer(reading: Reading, sample: bytes) -> Reading:
    """The same encoding with its faults taken for faults: a lost byte shifts all that follows."""
    if reading.mean < _FAULTY:
        return reading
    part = sample[:_CLOSE]
    whole = part.decode(reading.encoding, "replace")
    text, spans, _ = read_closely(part, reading.encoding)
    changes = CHANGE * sum(name != UNREADABLE for _, _, name in spans)
    gain = float(chinese_costs(whole).sum() - chinese_costs(text).sum()) - changes
    return replace(reading, nats=reading.nats - gain, mean=_mean(text, chinese_costs(text))) if gain > 0 else reading


def _foreign(sample: bytes, said: str, expected: str) -> Iterator[Reading]:
    for language, names in _FOREIGN.items():
        for name, behind in names.items():
            text = sample.decode(name, "replace")
            reading = _reading(name, text, foreign_costs(text, language), behind - _favour(name, said, expected))
            if reading.mean < _DEAREST_FOREIGN[language]:
                yield reading


def _favour(name: str, said: str, expected: str) -> float:
    """Nats for what was said beforehand."""
    names = (name, "big5") if name in _BIG5 else (name,)
    return _DECLARED_NATS * ((said in names) + (expected in names))


def _reading(name: str, text: str, costs: NDArray[np.float32], behind: float) -> Reading:
    return Reading(name, float(costs.sum()) + behind, _mean(text, costs))


def _mean(text: str, costs: NDArray[np.float32]) -> float:
    outside = costs[telling(text)]
    return float(outside.mean()) if len(outside) else 0.0


def _nats(reading: Reading) -> float:
    return reading.nats


def _rival(readings: Sequence[Reading]) -> Reading | None:
    """The second of the readings in order that differs by more than the flavour of Big5."""
    first = readings[0].encoding
    return next((other for other in readings[1:] if not {first, other.encoding} <= _BIG5), None)


def _in_doubt(readings: Sequence[Reading]) -> bool:
    ordered = sorted(readings, key=_nats)
    rival = _rival(ordered)
    return rival is not None and rival.nats - ordered[0].nats < _DOUBT


def _with_opinion(reading: Reading, detected: str) -> Reading:
    names = (reading.encoding, "big5") if reading.encoding in _BIG5 else (reading.encoding,)
    return replace(reading, nats=reading.nats - _DETECTED_NATS) if detected in names else reading


def _detected(sample: bytes) -> str:
    """What charset-normalizer says, by our names; '' if it has no opinion."""
    from charset_normalizer import from_bytes  # 60 ms to import, and seldom needed

    best = from_bytes(sample, cp_isolation=list(_ASKED), preemptive_behaviour=False).best()
    return best.encoding if best else ""
