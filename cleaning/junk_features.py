"""Spans that may be junk, and what speaks for and against each: the input of the junk classifier.

A fragment dropped into a sentence is improbable inside, breaks what follows it, and leaves a fluent joint when it is
taken out; often the joint completes a word. A name or a new term is improbable too, but what follows it is not broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from math import log1p
from typing import TYPE_CHECKING

from cleaning.fold import TRADITIONAL_ONLY, fold

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.language_model import LanguageModel

LENGTHS = (2, 3, 4, 5, 6)
"""Lengths of a fragment, code points. A single character is too often a name, a rare word or a misprint."""

MEAN, FIRST, NEXT = 8.0, 6.0, 5.0
"""Least surprisal (natural log, order 2) of a candidate's mean, of its first character, and of the character after it.

Looking back one character is enough to find what fits nowhere: of inserted fragments that the classifier removes 99.8 %
are candidates, and of news pages without damage only 30 % hold any and need a closer look (tune part).
"""

PAIR = 16.0
"""Least surprisal (natural log, order 2) of a candidate's first two characters together: saves most pages the rest."""

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

JOINT_WORD = NAMES.index("word over the joint")
"""The first of the four columns that come from the word list: ln(1 + frequency)."""

STOPS = "。！？”』」）"
"""What a paragraph ends in; an orphan stands behind it, at the end of the line."""

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦"
    "邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦向柳邢骆岳齐梅庄涂祁耿詹关费纪靳童欧甄裴祝阮凌"
)
"""Common surnames: names are the likeliest false alarms."""


def candidates(text: str, surprisal: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and ends of every span worth judging, vectorised, by surprisals of order 2.

    Spans hold common characters only and stay in a line.
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    common = _common().take(codes, mode="clip")
    likely = np.flatnonzero((surprisal > FIRST) & common)
    likely = likely[(likely > 0) & (likely < len(codes) - 1)]
    likely = likely[surprisal[likely] + surprisal[likely + 1] > PAIR]
    if not len(likely):
        return likely, likely
    # One sentinel row behind the text: a span may end where the text ends, as if something surprising followed.
    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    others = np.concatenate(([0], np.cumsum(~common)))
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


@cache
def _common() -> NDArray[np.bool_]:
    """For each code point of the basic plane, whether it is a common character: level 1 of GB 2312-80, either script.

    Spam draws its fragments from common characters; a rare one is a name, a term or a quotation.
    """
    import numpy as np

    table = np.zeros(0x10000, dtype=bool)
    level_1 = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    characters = frozenset("".join(pair.decode("gb2312", "ignore") for pair in level_1))
    table[[ord(character) for character in characters]] = True
    table[
        [ord(character) for character in TRADITIONAL_ONLY if character < "\U00010000" and fold(character) in characters]
    ] = True
    return table


def measure(
    text: str, surprisal: NDArray[np.float32], starts: NDArray[np.int64], ends: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What the scan alone tells of each candidate: one row a candidate, one column a name of `NAMES`.

    The joint is left at 0, so the gain is the most it can be; the columns of words are left at 0.
    """
    import numpy as np

    sums = np.concatenate(([0.0], np.cumsum(surprisal, dtype=np.float64)))
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    rows = np.zeros((len(spans), len(NAMES)))
    rows[:, 0] = (sums[ends] - sums[starts]) / (ends - starts)
    rows[:, 1] = [surprisal[start:end].min() for start, end in spans]
    rows[:, 2] = surprisal[starts]
    rows[:, 3] = sums[np.minimum(ends + REACH, len(text))] - sums[ends]
    rows[:, 9] = [text[start] in SURNAMES for start, _ in spans]
    rows[:, 10] = ends - starts
    rows[:, 11] = [text[start - 1] in STOPS and text[end : end + 1] in ("", "\n") for start, end in spans]
    rows[:, 12] = surprisal[starts - 1]
    return rows


def add_joints(
    rows: NDArray[np.float64],
    text: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: LanguageModel,
) -> None:
    """Fill in what the text costs behind the joint when the span is taken out, in place, and correct the gain by it."""
    every = zip(starts.tolist(), ends.tolist(), strict=True)
    joints = -model.score_many([(text[max(0, start - 6) : start], text[end : end + REACH], "") for start, end in every])
    rows[:, 3] -= joints
    rows[:, 4] = joints


def add_joint_words(
    rows: NDArray[np.float64],
    text: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: LanguageModel,
) -> None:
    """Fill in the best word over the joint, in place."""
    for row, start, end in zip(rows, starts.tolist(), ends.tolist(), strict=True):
        row[JOINT_WORD] = straddling_word(text[max(0, start - 3) : start], text[end : end + 3], model)


def add_other_words(
    rows: NDArray[np.float64],
    text: str,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    model: LanguageModel,
) -> None:
    """Fill in the best words over either edge and inside the span, in place."""
    for row, start, end in zip(rows, starts.tolist(), ends.tolist(), strict=True):
        inner = text[start:end]
        row[JOINT_WORD + 1 : JOINT_WORD + 4] = (
            straddling_word(text[max(0, start - 3) : start], inner, model),
            straddling_word(inner, text[end : end + 3], model),
            max((log1p(model.word_frequency(word)) for word in _inside(inner)), default=0.0),
        )


def straddling_word(left: str, right: str, model: LanguageModel) -> float:
    """ln(1 + frequency) of the most frequent word over the border of `left` and `right`, 0 where there is none."""
    best = 0
    for before in (1, 2, 3):
        for after in (1, 2, 3):
            if before + after <= 4 and before <= len(left) and after <= len(right):
                best = max(best, model.word_frequency(left[-before:] + right[:after]))
    return log1p(best)


def _inside(span: str) -> Sequence[str]:
    return [span[i:j] for i in range(len(span)) for j in range(i + 2, min(i + 4, len(span)) + 1)]
