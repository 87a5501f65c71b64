"""What makes a span look like a name: surnames, characters of given names and of transcriptions, titles, place endings.

Names are the likeliest false alarm of the junk detector: improbable inside, and fluent when they are taken out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cleaning.junk_odds import Columns

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦"
    "邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文庞樊殷施洪翟安颜倪牛温芦季俞章鲁葛伍申尤毕聂柴焦向柳邢骆岳齐梅庄涂祁耿詹关费纪靳童欧甄裴祝阮凌"
)
"""Common surnames."""

GIVEN = frozenset(
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲玉华红春梅建国志海燕雪荣爱霖鑫波斌宇浩凯健俊帆帅鹏飞旭亮东晓小新林佳欣怡婷雅慧颖琳琪璐瑶倩莹萍菊珍凤云莲真环香月莺媛瑞凡嘉琼勤珠淑"
    "惠丹妮珊芬露洁蓓宁子涵梓轩睿泽博诚思远航天翔立中振学光永世良忠才祥福生龙元全胜贵宏义兴安清松柏岩峰山川河江源若羽翀砚伯仲德厚仁信诺然晨曦阳晖昊彤彦家锦绣程君尔舒可心如诗雨露霜冰悦乐启承继祖"
    "少先成达仕培树根茂盛庆康寿利民友朋来富发财进化工业农兵红卫卓越群力奇谦恒毅"
)
"""Characters of many given names."""

TRANSCRIBING = frozenset(
    "阿埃艾安奥巴贝比彼波伯博布查茨达大代德迪蒂杜多顿尔厄恩法菲费弗夫福盖戈格贡古瓜哈海汉赫胡霍基吉加贾杰捷金卡凯坎科克肯库奎拉莱兰朗劳勒雷里利列林隆卢鲁路伦罗洛马麦曼毛梅门蒙米密明莫姆穆纳奈"
    "内尼年诺努欧帕佩彭皮普奇齐恰乔切丘热日荣瑞若萨塞瑟森沙山尚舍什圣施史士舒斯司思苏孙所索塔泰坦汤特提梯帖廷图托瓦万旺威韦维温文翁沃乌武伍西希锡夏谢辛休许雅亚扬耶叶伊因英尤于约扎泽詹珍朱兹佐"
)
"""Characters that foreign names are written with."""

PLACE_ENDS = frozenset(
    "县市区镇乡村街路巷桥湖河山寺园庄店屯岛港站湾塘江岭峰厂场校院馆楼堂殿亭门关营堡寨沟坡坝浜泾圩渎弄里坊州郡洲省旗盟溪泉潭井池洞崖矿墓遗祠庙塔苑府城道线号机型族语派氏"
)
"""What names of places, lines and makes end in."""

ROLES = frozenset(
    "人者员长记任师家手生民友士工授理裁总席委主户匠将星教妈爸爷奶哥姐弟妹伯叔婶嫂孩女男儿叫姓名是和与及同"
)
"""Last characters of titles and of what introduces a name."""

SPEAKING = frozenset("说称道讲问答笑介表告认指坦回透补解感强调建谈和与及等在从是")
"""First characters of what stands behind a name."""

NUMERALS = frozenset(
    "一二三四五六七八九十百千万亿两零壹贰叁肆伍陆柒捌玖拾佰仟元角分整甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
)
"""Figures, amounts, stems and branches: strings of them are improbable and meant."""


def share(span: str, signs: frozenset[str]) -> float:
    """The share of a span's characters that are among `signs`.

    >>> share("拉斯洛", TRANSCRIBING)
    1.0
    """
    return sum(sign in signs for sign in span) / len(span)


def name_signs(text: str, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Columns:
    """Whether the span looks like a name, an amount, or a part of either."""
    import numpy as np

    rows = []
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        span, before, behind = text[start:end], text[start - 1], text[end : end + 1]
        rows.append(
            (
                (span[0] in SURNAMES) + 2 * (before in SURNAMES),
                share(span[1:] or span, GIVEN),
                share(span, TRANSCRIBING),
                (span[-1] in PLACE_ENDS) + 2 * (behind in PLACE_ENDS if behind else False),
                share(span, NUMERALS),
                before in ROLES,
                behind in SPEAKING if behind else False,
            )
        )
    names = ("surname", "given name", "transcription", "place", "numerals", "role before", "speech behind")
    return dict(zip(names, np.array(rows, dtype=float).T, strict=True))
