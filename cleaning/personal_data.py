"""Personal data in a text: mobile numbers, numbers of identity cards, e-mail addresses, bank cards.

A number is told by its own form where that is proof enough (the check digit of an identity card, GB 11643-1999), else
also by what stands before it. What a public body or a firm gives out is no personal data: service numbers, land lines,
mailboxes called `info` or `service`. Names are not looked for: who acts in office, or is credited, is named rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

SIGNS = frozenset("0123456789０１２３４５６７８９@＠")
"""Without any of these a text holds nothing of the kind."""

PLACEHOLDERS = {"mobile": "[手机号]", "id_number": "[身份证号]", "email": "[邮箱]", "bank_card": "[银行卡号]"}

_PLAIN = str.maketrans("０１２３４５６７８９＠．－＋　Ｘｘ\xa0‐‑–—", "0123456789@.-+ Xx ----")
"""One character for one, so that spans hold."""

_WORTH = re.compile("[0-9０-９]{8}|[0-9０-９]{3,4}[ \xa0　\\-－‐‑–—][0-9０-９]{4}|[@＠]")
"""What all of it has somewhere: figures in a row, parted figures, or the sign of an address."""

_BEFORE = 24
"""How far back, in characters and within the line, the words are looked for that say what a number is."""

_EDGE = r"(?:(?<![\d.A-Za-z_/=&?#%-])|(?<=\d{7}/)|(?<=[ -]\d{4}/))"
"""Where a number may begin: not within another, nor in an address; behind a slash only if a number stands before it."""

_MOBILE = re.compile(
    rf"{_EDGE}(?:(?:\+|00)?86[- ]?)?1[3-9]\d(?:\d{{8}}|([ -])\d{{4}}\1\d{{4}})(?![\dA-Za-z_%=]|-\d|/[A-Za-z]|\.\d)"
)
_ID = re.compile(r"(?<![\dA-Za-z.])[1-8]\d{5}(?:18|19|20)\d{9}[\dXx](?![\dA-Za-z]|\.\d)")
_PARTED_ID = re.compile(
    r"(?<![\dA-Za-z.])[1-8]\d{5}([ -])(?:18|19|20)\d{2}(?:\d{4}|\1\d{4})\1\d{3}[\dXx](?![\dA-Za-z]|[ -]\d|\.\d)"
)
"""Place, day and number set apart, as people write it for the eye."""

_OLD_ID = re.compile(r"(?<![\dA-Za-z.])[1-8]\d{14}(?![\dA-Za-z]|\.\d)")
_EMAIL = re.compile(
    r"(?<![\w.+/@-])(?<!/\w:)([A-Za-z0-9][\w.+-]{0,63})@((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})\.){1,4}[A-Za-z]{2,12})(?![\w@-]|\.\w)",
    re.ASCII,
)
_CARD = re.compile(r"(?<![\dA-Za-z.])\d{4}(?:\d{9,15}|(?: \d{4}){2,3}(?: \d{1,3})?)(?![\dA-Za-z]|\.\d| \d)")

_OTHER_NUMBER = re.compile(
    r"(?:订单|定单|单号|编号|编码|流水|合同|标号|标段|条码|条形码|ISBN|书号|QQ|qq|群号|准考证|学号|工号|备案|批号|批准|许可证|"
    r"信用代码|税号|金额|价格|共计|总计|坐标|经度|纬度|证书|档案|型号|货号|房号|序号|版本|邮编|项目|发票|车架|运单|快递|案号|公告|"
    r"文号|索引|ID|id|No|NO|no)[^，。；;,、\n]{0,8}$"
)
_UNITS = re.compile(r"\s?(?:[元人吨次户个亩件份平千万亿米公度股手笔辆台%％]|(?:kg|km|MW|kWh)\b)")
_ID_WORDS = re.compile(r"身份证|身分證|证件号|公民身份号码")
_CARD_WORDS = re.compile(r"卡号|银行卡|借记卡|信用卡|储蓄卡|账号|帐号|账户|帐户")
_ROLES = re.compile(
    r"(?:info|service|services|webmaster|admin|office|contact|support|help|hr|job|jobs|sales|market|news|editor|press|media|"
    r"tougao|tousu|jubao|xinfang|zixun|kefu|bgs|bangongshi|example|test|noreply|no-reply|postmaster|abuse|mail|email)\d{0,4}",
    re.IGNORECASE,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    int(code)
    for code in "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 "
    "83".split()
)


class Found(NamedTuple):
    """One thing found: what it is (a key of `PLACEHOLDERS`), its span, why, and how sure (0 to 1)."""

    what: str
    start: int
    end: int
    evidence: str
    confidence: float


def find_personal_data(text: str) -> list[Found]:
    """All of it, in order and disjoint. Linear in the length of the text."""
    if not _WORTH.search(text):
        return []
    plain = text.translate(_PLAIN)
    found: list[Found] = []
    reach = 0
    for item in sorted([*_ids(plain), *_cards(plain), *_mobiles(plain), *_emails(plain)], key=lambda item: item.start):
        if item.start >= reach:
            found.append(item)
            reach = item.end
    return found


def masked(text: str) -> str:
    """`text` with a placeholder for each thing found."""
    pieces: list[str] = []
    at = 0
    for item in find_personal_data(text):
        pieces += (text[at : item.start], PLACEHOLDERS[item.what])
        at = item.end
    return "".join((*pieces, text[at:]))


def is_id_number(number: str) -> bool:
    """Whether 18 characters are the number of an identity card: province, a day that was, and the check digit
    (ISO 7064, mod 11-2).

    >>> is_id_number("11010519491231002X"), is_id_number("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or int(number[:2]) not in _PROVINCES or not _is_day(number[6:14]):
        return False
    rest = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11
    return "10X98765432"[rest] == number[17].upper()


def is_luhn(digits: str) -> bool:
    """Whether the check digit of a card's number is right (ISO/IEC 7812).

    >>> is_luhn("4111111111111111"), is_luhn("4111111111111112")
    (True, False)
    """
    doubled = "0246813579"
    total = sum(int(digit if place % 2 == 0 else doubled[int(digit)]) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def _is_day(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) <= date.today()
    except ValueError:
        return False


def _words(plain: str, start: int) -> str:
    """What stands before a number, in its line."""
    return plain[max(0, start - _BEFORE) : start].rpartition("\n")[2]


def _mobiles(plain: str) -> Iterator[Found]:
    for match in _MOBILE.finditer(plain):
        if not _OTHER_NUMBER.search(_words(plain, match.start())) and not _UNITS.match(plain, match.end()):
            yield Found("mobile", *match.span(), "the form of a mobile number", 0.98)


def _ids(plain: str) -> Iterator[Found]:
    for match in _ID.finditer(plain):
        if is_id_number(match[0]):
            yield Found("id_number", *match.span(), "the check digit of an identity card", 0.995)
    for match in _PARTED_ID.finditer(plain):
        if is_id_number(re.sub("[ -]", "", match[0])):
            yield Found("id_number", *match.span(), "the check digit of an identity card", 0.99)
    for match in _OLD_ID.finditer(plain):
        birth = f"19{match[0][6:12]}"
        if _ID_WORDS.search(_words(plain, match.start())) and int(match[0][:2]) in _PROVINCES and _is_day(birth):
            yield Found("id_number", *match.span(), "an identity card of the old form, called so", 0.98)


def _cards(plain: str) -> Iterator[Found]:
    for match in _CARD.finditer(plain):
        digits = match[0].replace(" ", "")
        if 13 <= len(digits) <= 19 and _CARD_WORDS.search(_words(plain, match.start())) and is_luhn(digits):
            yield Found("bank_card", *match.span(), "the check digit of a card, called so", 0.98)


def _emails(plain: str) -> Iterator[Found]:
    for match in _EMAIL.finditer(plain):
        if not _ROLES.fullmatch(match[1]) and ".." not in match[1]:
            yield Found("email", *match.span(), "an e-mail address", 0.98)
