"""What is beyond repair, said to be lost: the text stays as it is, the span and the reason go to the ledger.

U+FFFD, and its bytes read in another code page (`锟斤拷`, `ï¿½`, `占쏙옙`); memory never written or given back
(the bytes CC, CD, DD, FE EE: `烫烫烫`, `屯屯屯`, `葺葺葺`, `铪铪铪`); question marks and boxes that an encoder or a
font put for characters which it lacked. `曹锟`, `烫烫手`, `你说什么???`, `是□否□` and an article that speaks of
“锟斤拷” stay unmarked.
Sources: Unicode 15, 3.9 (U+FFFD); the fill values of Microsoft's C run-time library for debugging.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaning.context import Context
from cleaning.edit import Proposal
from cleaning.fold import fold
from cleaning.prose import HAN

_REASONS = {
    "replaced": "bytes that were no UTF-8 became U+FFFD, and its bytes were read in another code page",
    "memory": "memory that was never written, read as text",
    "unknown": "a decoder put U+FFFD for bytes that it could not read",
    "questions": "an encoder put a question mark for each character that it lacked",
    "glyph": "a box for each character that a font or a converter lacked",
}

_REPLACEMENT = "\ufffd".encode()
_PAIRS = ("gbk", "big5", "euc_kr", "euc_jp")
_SINGLE = ("latin-1", "iso8859-15", "cp1251", "cp437", "cp866", "mac_roman", "koi8-r")


def _replaced() -> Iterator[str]:
    """U+FFFD as the code pages show its bytes EF BF BD; what was misread once may have been written and misread again.

    Where two bytes make a character, two U+FFFD show as three characters; a run may be cut at either end. Two of the
    three are enough, unless they are the beginning of 曹锟斤斤计较. Each also in Simplified, since the script was
    converted before this is read.
    """
    units = [(_REPLACEMENT * 2).decode(page) for page in _PAIRS]
    for unit in sorted({*units, *map(fold, units), "錕斤拷"}):
        a, b, c = tuple(unit)
        yield f"{b}?{c}?(?:{unit})+(?:{a}{b}?)?|{b}{c}{a}|{c}{a}(?:{b}(?!{b}))?|{a}{b}(?![{b}两兩])"
    once = {_REPLACEMENT.decode(page) for page in _SINGLE}
    twice = _REPLACEMENT.decode("latin-1").encode()
    shown = {*once, twice.decode("latin-1"), twice.decode("gbk"), "[\ufffd・]ｿｽ"}
    yield from (f"(?:{unit})+" for unit in sorted(shown))


def _memory() -> Iterator[str]:
    """Runs of what never stands in a row in a text. Not CC in Shift-JIS: `ﾌﾌﾌ` is how a Japanese laughs."""
    shown = {(byte * 2).decode(page) for byte in (b"\xcc", b"\xcd", b"\xdd") for page in ("gbk", "big5", "euc_kr")}
    shown |= {b"\xee\xfe".decode("gbk"), *(byte.decode("gb18030") for byte in (b"\xfd\xfd", b"\xab\xab", b"\xfe\xee"))}
    yield from (f"{sign}{{3,}}" for sign in sorted(shown - {"烫"}))
    yield "烫{4,}|(?<![好太很真别会烫死])烫{3,}(?![烫的死嘴手！!～~])"
    yield from (f"(?<![A-Za-z{sign}]){sign}{{4,}}(?![A-Za-z])" for sign in b"\xcc\xcd\xdd\xfd".decode("latin-1"))
    yield "(?:瓠[?\ufffd]\\s?){2,}"  # BA AD F0 0D, least byte first


_REPLACED = "|".join(_replaced())
_MEMORY = "|".join(_memory())
_FIRST = "".join(sorted({sign for sign in _REPLACED + _MEMORY if sign > "\x7f"} | {"\ufffd"}))
_SITE = re.compile(f"(?=[{_FIRST}])(?:(?P<replaced>{_REPLACED})|(?P<memory>{_MEMORY})|(?P<unknown>\ufffd+))")

_SIGNS = frozenset(_FIRST) - frozenset("斤拷占申萧蕭緒绪踝驴陆¿½好太很真别会死的了着到嘴手心啊呀哦哟喔！～两兩")
"""Of the characters above those of which every site holds one, without what any page may hold."""

TRIGGERS = _SIGNS | frozenset("?□■〓")

_ABOUT = re.compile("乱码|亂碼|编码|編碼|字符集|内存|記憶體")
_SPOKEN_OF = re.compile("[“‘「『\"'`（(].{1,6}[”’」』\"'`）)]")
"""One short specimen in quotes: on a page about code pages that is what it speaks of."""

_RUN = re.compile(r"\?{2,}")
_BETWEEN = re.compile(rf"(?<=([湖河江山路街镇鎮桥橋寺园園港]))\?(?=[{HAN}]{{1,3}}\1(?![吗嗎呢么麼]))")
"""A dot between two names of one kind, which the encoder lacked: `尹山湖?独墅湖`."""

_HAN = re.compile(f"[{HAN}]")
_LEFT, _RIGHT = re.compile(f"[{HAN}，。、；：《]"), re.compile(f"[{HAN}，。、；：》]")
_ASKED = frozenset("吗嗎嘛么麼呢吧啊呀啥谁誰哪何")
"""Before a run of question marks: the question that they end."""

_ASKS = re.compile(
    "[吗嗎嘛么麼呢吧谁誰哪何怎啥几幾岂豈]|多少|是否|能否|可否|难道|難道|究竟|[有是]没?不?[有是]|真的|什么"
)
CLAUSE = 16
"""Characters before two question marks in which a question is looked for."""

LONG_HEADING = 20
"""Han characters from which a line without a mark of a sentence is one all the same, and no exclamation."""

_CHINESE_MARK = re.compile("[，。、；：！？“”（）《》]")
_BOX = re.compile("[□■〓]+")
_BOXES = re.compile(f"(?<=[{HAN}，、“《])(?:[□■]{{2,}}|〓+)(?=[{HAN}，、。”》])")
_FIELD = re.compile(
    f"[自于於至在从從到，、“《].年|年.月|月.日|[日午晨晚].[时時点點]|[时時点點].分|第.[号號条條章页頁届屆期次]|[编編号號码碼].[^{HAN}]"
)
"""What stands before and behind boxes that somebody shall fill in with a figure; a dot for the boxes."""

MOST_FIGURES = 4
"""Boxes of a figure, unless it is a number of a card or a file."""

MOST_RUNS = 2
"""Runs of boxes in a line without a mark of a sentence: with more it is a form or an ornament."""

_SENTENCE = re.compile("[，。；！？、]")
PROVEN = 3
"""Runs inside sentences after which every run that touches Chinese is of the same making."""


def propose(text: str, context: Context) -> Iterator[Proposal]:
    signs = context.alphabet
    if not signs.isdisjoint(_SIGNS):
        about = _ABOUT.search(text) is not None
        for site in _SITE.finditer(text):
            start, end = site.span()
            if not (about and _SPOKEN_OF.fullmatch(text[max(start - 1, 0) : end + 1])):
                yield _lost(site.lastgroup or "", start, end, text)
    if "?" in signs:
        for site in _BETWEEN.finditer(text):
            clause = re.split("[，。；！？?\n]", text[max(0, site.start() - CLAUSE) : site.start()])[-1]
            if not (_ASKS.search(clause) or "过" in clause or "過" in clause):
                yield _lost("questions", site.start(), site.end(), text)
    if "?" in signs and "??" in text:
        for start, end in _questions(text):
            yield _lost("questions", start, end, text)
    if not signs.isdisjoint("□■〓"):
        for boxes in _BOXES.finditer(text):
            start, end = boxes.span()
            if not _is_field(text, start, end):
                yield _lost("glyph", start, end, text)


def _lost(name: str, start: int, end: int, text: str) -> Proposal:
    return Proposal(start, end, text[start:end], f"mojibake.{name}", _REASONS[name], 0.99, lost=True)


def _is_field(text: str, start: int, end: int) -> bool:
    sides = text[start - 1], text[end]
    is_number = sides[0] in "编編号號码碼"
    if _FIELD.fullmatch(f"{sides[0]}.{sides[1]}") and (is_number or end - start <= MOST_FIGURES):
        return True
    line = _line(text, start, end)
    return not _SENTENCE.search(line) and len(_BOX.findall(line)) > MOST_RUNS


REACH = 200
"""Characters around boxes that are looked at for a sentence."""


def _line(text: str, start: int, end: int) -> str:
    before = text[max(0, start - REACH) : start].rpartition("\n")[2]
    return before + text[start : end + REACH].partition("\n")[0]


def _questions(text: str) -> Iterator[tuple[int, int]]:
    """Runs of question marks that stand for characters: inside a sentence, or in a line or on a page with such runs."""
    found: list[tuple[int, int]] = []
    maybe: list[tuple[int, int]] = []
    proven = 0
    at = 0
    for line in text.split("\n"):
        runs = list(_RUN.finditer(line)) if "??" in line else []
        prose = bool(runs) and (_SENTENCE.search(line) is not None or len(_HAN.findall(line)) >= LONG_HEADING)
        inside = [run for run in runs if _is_inside(line, run, prose)]
        proven += len(inside)
        if runs and _is_all_lost(line):
            found += ((at + run.start(), at + run.end()) for run in re.finditer(r"\?+", line))
        elif inside:
            found += ((at + run.start(), at + run.end()) for run in runs)
        else:
            maybe += ((at + run.start(), at + run.end()) for run in runs if _touches(line, run))
        at += len(line) + 1
    yield from sorted(found + maybe) if proven >= PROVEN else found


def _is_inside(line: str, run: re.Match[str], prose: bool) -> bool:
    """Whether they stand in the middle of a sentence and end no question; two of them between Han only, in prose."""
    start, end = run.span()
    left, right = line[start - 1 : start], line[end : end + 1]
    if end - start > 2:
        return bool(_LEFT.match(left) and _RIGHT.match(right)) and left not in _ASKED
    among = bool(_HAN.match(left) and _HAN.match(right))
    return prose and among and not _ASKS.search(re.split("[，。；！？?]", line[max(0, start - CLAUSE) : start])[-1])


def _touches(line: str, run: re.Match[str]) -> bool:
    left, right = line[max(run.start() - 1, 0) : run.start()], line[run.end() : run.end() + 1]
    return bool(_LEFT.match(left) or _RIGHT.match(right)) and left not in _ASKED


def _is_all_lost(line: str) -> bool:
    """Whether a line is question marks with the punctuation or the figures that were left between them."""
    signs = "".join(line.split())
    asked = signs.count("?")
    if "????" not in signs or 2 * asked < len(signs) or any(sign.isalpha() for sign in signs):
        return False
    figures = asked > 9 and any(sign.isdigit() for sign in signs)
    return figures or _CHINESE_MARK.search(line) is not None
