"""How much a text looks like Chinese that people write: the one score that decides between two readings of bytes."""

from __future__ import annotations

import re
from typing import Final

# The 500 characters most frequent in news, statutes, encyclopaedia and technical articles in Simplified script (each
# domain weighted alike; they cover 80 % of the running Han text), most frequent first; then those of the 500 most
# frequent in Traditional statutes and encyclopaedia (81 %) that are not among them.
_SIMPLIFIED: Final = (
    "的一在中和国人以用有是会行为个年大发作第不上可部本地应了业当定要理时工于建法新条出民文设下动政全者成生主务市十对"
    "关区这开方进你等日来件机管到同安公经我后规能加其面合使展或家员代及通化分多实制并门们保学系体月产提现统表重内与位"
    "过所程自如他二事由三高目将平服前共名入数之运长持道单物任得水议令命施它力器式项性路装委最强推资组信处间相量场就度"
    "期示天更正标利立改府而海外总电置常特也创交计接需四果据被次基点向社护线级源好从构小品近列教责种供选台西各明斯车指"
    "里军意查两活布些支情称报包因原子技色美已调例户备取具北五网东至科都但监南记联比然心准元习治版问权防导划今题金结完"
    "照城此站专亚域口按办企党起息依决类集万配收领织环质增营案育境放书解复受球协际流世广造职续求义确商山术界举院样录战"
    "无队认参村证校看还存尔该克说格农号非告何济带打节形传县很费想检达首序输容译字变华游约港反视修未省步显载深击启况图"
    "做赛气密只没端六态司审型空许马快范见功律则核央执州志局引编预整软款团先知助巴根测试给手投食医直客消除请研验始转章"
    "效督那风席限违论别控语回升维让注批德江河优码罗每影么播负京采超乡易模少连龙坚着获八拉俄头七像王米士止兰精"
)
_TRADITIONAL: Final = (
    "條國為於項會關員時應機務後規與發業經學長辦議並內區處請書選對職權個當官軍資設計審開證動產間報來體統稱數東調決進過"
    "這戰訴總組實現執將舉屬記縣無認護察則電爾費該聯約亞達導華判領義種監結百馬票九標聲申專送檢備羅團黨構臺準紀轄劃場別"
    "運隊裁必額財參給級從單變史兩帝庭島傳協算朝據警料考補視萬著古維刑語編土灣派訟許究身族役登車清說訂宣居責評爭室適錄"
    "住類濟英術附際轉免即係害還畫付亦承移另論星織續營製點福再納見印尼負採失繼確阿予簡訊廣質署蘭問副滿均號曾連債們師宗"
    "言林預強戶且線圖候載漢終帶兵價陳致"
)
_PUNCTUATION: Final = "，。、；：？！…—·“”‘’（）《》〈〉【】「」『』〔〕％～￥\u3000"
_COMMON: Final = frozenset(_SIMPLIFIED + _TRADITIONAL + _PUNCTUATION)

PLAUSIBLE: Final = 0.35
"""What Chinese scores at least. Of 2,000 stretches of 50 characters each of news, encyclopaedia and statutes, the right
reading scored 0.44 or more (tables of box-drawing characters apart), GBK read as Big5 and the reverse 0.3 or less."""

# Everything but printing ASCII and the usual white space: what a wrong encoding changes.
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e]+")
_SAMPLE: Final = 20_000


def plausibility(text: str) -> float:
    """Share (0–1) of the characters of `text` outside plain ASCII that are common in Chinese; 1 where there are none.

    Chinese read in its own encoding scores about 0.8, in another below 0.2; control characters and U+FFFD count
    against. At most the first 20,000 such characters are looked at.

    >>> plausibility("苏州市政府今天发布") > 0.7
    True
    >>> plausibility("劼笣庈淉葬踏毞楷")
    0.0
    """
    telling = _PLAIN.sub("", text)[:_SAMPLE]
    return sum(map(_COMMON.__contains__, telling)) / len(telling) if telling else 1.0
