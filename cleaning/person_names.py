"""Names of people by their form: 2–4 Han characters that begin with a common surname, alone or in a run."""

from __future__ import annotations

import re

ABSENT = frozenset({"佚名", "未知", "匿名", "无名", "不详", "暂无", "无"})
"""What stands for a name where nobody is named."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,6}}(?:[·•][{HAN}]{{1,8}})+")
_NO_NAME = re.compile(
    r".*(?:谢谢|你好|您好|报道|报导|报社|日报|晚报|新闻|中心|记者|通讯|摄影|编辑|综合|整理|综述|本报|实习|供稿|供图|消息|图片|视频|网站|公司)"
)

LONGEST_RUN = 12
"""Longest run of names without signs between them, in code points."""

_BY_FREQUENCY = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏"
    "韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿"
    "关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简"
    "车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈"
    "匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云"
    "容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利呼居揭干但尉冶斯元束檀衣信"
    "阎濮蒯綦笪逄郗璩糜汲隗宓钭蓟郄莘宦庾訾乜竺厍仉呙郏邳"
    "展阴昝智幸奉植衡富尧闭由"
)
"""Common single-character surnames, the frequent ones first."""

SURNAMES = frozenset(_BY_FREQUENCY)
"""A check of form for credits without the word 记者."""

_FREQUENT = frozenset(_BY_FREQUENCY[:240])
"""What names in a run begin with: rarer surnames are words too (`国`, `单`, `布`)."""

_DOUBLE = frozenset("欧阳 上官 司马 诸葛 皇甫 尉迟 夏侯 东方 令狐 慕容 公孙 长孙 司徒 端木".split())


def is_name(text: str) -> bool:
    """Whether a text can be a person's name by its form: 2–4 Han characters, or parts joined by `·`."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.match(text) and text not in ABSENT


def has_surname(name: str) -> bool:
    """Whether a name begins with a common surname, or is of the joined kind (`阿不都·热合曼`)."""
    return name[:1] in SURNAMES or name[:2] in _DOUBLE or "·" in name


def has_usual_surname(name: str) -> bool:
    """Whether a name begins with one of the frequent surnames, which few words do."""
    return name[:1] in _FREQUENT or name[:2] in _DOUBLE


def is_usual_name(text: str) -> bool:
    """Whether a text that stands alone is a person's name in all likelihood: 2–3 Han characters, a frequent surname."""
    return 2 <= len(text) <= 3 and is_name(text) and has_usual_surname(text)


def split_names(text: str) -> tuple[str, ...]:
    """The people of a run of names without signs between them; one name, or what can be cut in no single way, is one.

    >>> split_names("张小三李四"), split_names("张小三"), split_names("欧阳小三")
    (('张小三', '李四'), ('张小三',), ('欧阳小三',))
    """
    if not 4 <= len(text) <= LONGEST_RUN or text[:2] in _DOUBLE or "·" in text or _NO_NAME.match(text):
        return (text,)
    ways = [way for way in _ways(text) if len(way) > 1]
    fewest = min(map(len, ways), default=0)
    best = [way for way in ways if len(way) == fewest]
    return best[0] if len(best) == 1 else (text,)


def _ways(text: str) -> list[tuple[str, ...]]:
    """Every way to cut a text into names of two or three characters that begin with a surname."""
    if not text:
        return [()]
    if text[0] not in _FREQUENT:
        return []
    heads = [text[:size] for size in (2, 3) if len(text) >= size and is_name(text[:size])]
    return [(head, *rest) for head in heads for rest in _ways(text[len(head) :])]


def are_names(text: str) -> bool:
    """Whether a text is a name, or several without signs between them."""
    return is_name(text) or len(split_names(text)) > 1
