"""Spans that may be junk, and what speaks for and against each: the input of the junk classifier.

A fragment dropped into a sentence is improbable inside, breaks what follows it, and leaves a fluent joint when it is
taken out; often the joint completes a word. A name or a new term is improbable too, but what follows it is not broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

LENGTHS = (2, 3, 4, 5, 6)
"""Lengths of a fragment, code points. A single character is too often a name, a rare word or a misprint."""

MEAN, FIRST, NEXT = 7.0, 6.0, 4.0
"""Least surprisal (natural log) of a candidate's mean, of its first character, and of the character after it.

On the tune part of the news these keep 91 % of inserted fragments and 14,000 spans per million clean characters.
"""

GAIN = 2.0
"""Least gain (natural log) of what follows when the span is taken out, for a span just as surprising as `MEAN`; under
it nothing else is looked at. What is more surprising may gain less."""

REACH = 3
"""Characters after the joint that are scored; the model of order 4 sees no farther back."""

NAMES = (
    "mean surprisal",
    "least surprisal",
    "first surprisal",
    "gain",
    "joint",
    "word over the joint",
    "word over the left edge",
    "word over the right edge",
    "word inside",
    "surname first",
    "length",
    "orphan",
    "before",
)

WORDS = slice(5, 9)
"""The columns that come from the word list: ln(1 + frequency), at most `MOST_FREQUENT`."""

MOST_FREQUENT = 14.0
"""Upper bound of ln(1 + frequency) in the word list (its commonest word: 的, 318,825)."""

STOPS = "。！？”』」）"
"""What a paragraph ends in; an orphan stands behind it, at the end of the line."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦"
    "邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦向柳邢骆岳齐梅庄涂祁耿詹关费纪靳童欧甄裴祝阮凌"
)
"""Common surnames: names are the likeliest false alarms."""


def candidates(text: str, surprisal: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of every span worth judging, vectorised. Spans hold Han characters only and stay in a line."""
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    likely = np.flatnonzero((surprisal > FIRST) & han)
    likely = likely[likely > 0]
    # One sentinel row behind the text: a span may end where the text ends, as if something surprising followed.
    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    others = np.concatenate(([0], np.cumsum(~han)))
    following = np.append(surprisal, np.float32(NEXT + 1))
    lengths = np.array(LENGTHS)
    ends = np.minimum(likely[:, None] + lengths, len(codes))
    firsts = likely[:, None]
    keep = (
        (sums[ends] - sums[firsts] > MEAN * lengths)
        & (others[ends] == others[firsts])
        & (following[ends] > NEXT)
        & (ends - firsts == lengths)
    )
    rows, columns = np.nonzero(keep)
    starts = likely[rows]
    return starts, starts + lengths[columns]


def features(
    text: str,
    surprisal: NDArray[np.float32],
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: LanguageModel,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Which candidates are worth judging (indices), and one row for each of these, one column a name of `NAMES`.

    The columns of `WORDS` are left at 0: looking words up is the dear part, see `add_words`.
    """
    import numpy as np

    every = zip(starts.tolist(), ends.tolist(), strict=True)
    joints = -model.score_many([(text[max(0, start - 6) : start], text[end : end + REACH], "") for start, end in every])
    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    gains = sums[np.minimum(ends + REACH, len(text))] - sums[ends] - joints
    means = (sums[ends] - sums[starts]) / (ends - starts)
    kept = np.flatnonzero(gains + means > GAIN + MEAN)
    starts, ends = starts[kept], ends[kept]
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    rows = np.zeros((len(spans), len(NAMES)))
    rows[:, 0] = means[kept]
    rows[:, 1] = [surprisal[start:end].min() for start, end in spans]
    rows[:, 2] = surprisal[starts]
    rows[:, 3] = gains[kept]
    rows[:, 4] = joints[kept]
    rows[:, 9] = [text[start] in SURNAMES for start, _ in spans]
    rows[:, 10] = ends - starts
    rows[:, 11] = [text[start - 1] in STOPS and text[end : end + 1] in ("", "\n") for start, end in spans]
    rows[:, 12] = surprisal[starts - 1]
    return kept, rows


def add_words(
    rows: NDArray[np.float64],
    text: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: LanguageModel,
) -> None:
    """Fill the columns of `WORDS` in place; `starts` and `ends` are those of the rows."""
    for row, start, end in zip(rows, starts.tolist(), ends.tolist(), strict=True):
        row[WORDS] = _words(text, start, end, model)


def _words(text: str, start: int, end: int, model: LanguageModel) -> tuple[float, float, float, float]:
    """ln(1 + frequency) of the best word over the joint, over either edge, and inside the span."""
    left, inner, right = text[max(0, start - 3) : start], text[start:end], text[end : end + 3]
    return (
        _straddling(left, right, model),
        _straddling(left, inner, model),
        _straddling(inner, right, model),
        max((log1p(model.word_frequency(word)) for word in _inside(inner)), default=0.0),
    )


def _straddling(left: str, right: str, model: LanguageModel) -> float:
    best = 0
    for before in (1, 2, 3):
        for after in (1, 2, 3):
            if before + after <= 4 and before <= len(left) and after <= len(right):
                best = max(best, model.word_frequency(left[-before:] + right[:after]))
    return log1p(best)


def _inside(span: str) -> Sequence[str]:
    return [span[i:j] for i in range(len(span)) for j in range(i + 2, min(i + 4, len(span)) + 1)]
