"""Write cleaning/data/latin_words.tsv: Latin strings that are good pinyin and mean something else.

English is taken from SCOWL (Debian's package `scowl`), sizes up to 70; of it only those are kept that a word, or two
words, of the pinyin index are spelt like, since nothing else is ever taken for pinyin. The rest is general knowledge:
brands, sites and programs, romanised places, cries and slang that people type in Latin letters.

Usage: python scripts/make_latin_words.py SCOWL, where SCOWL is the folder that holds english-words.10 and the like.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from cleaning.pinyin_index import read_so
from cleaning.pinyin_syllables import is_pinyin

TARGET = Path(__file__).parents[1] / "cleaning" / "data" / "latin_words.tsv"

LARGEST, COMMON = 70, 55
"""SCOWL's sizes: up to 55 are words that every reader of English knows, up to 70 those of a large dictionary."""

BRANDS = """
aigo aiqiyi alibaba alipay anta anker aoni aukey baidu baijia bilibili baofeng baosteel bosideng bytedance chery
cainiao changan changhong dajiang dangdang dianping didi dingding dingtalk douban douyin douyu duoduo ele eleme
fanli feiniu fenghuang fotile geely gome gree guazi gujia guomei haidilao haier haima haitian hanvon hikvision
hisense hongqi huami huatuo huawei huya iqiyi jiangzhong jianshu jingdong joyoung juejin kaola kingdee konka kuaidi
kuaishou kugou kuwo lenovo lianjia lining liebao liulishuo luckin mafengwo maimai maotai meilishuo meitu meituan
meizu mengniu midea mihoyo miguo mobike mogu momo nongfu naixue netease nio oppo panasonic peak pinduoduo qihoo
qunar realme renren roewe ruixing sina sinopec sogou sohu suning tangdou taobao tcl tencent tengxun tianya tieba
tiktok tmall toutiao tuhu tuniu tudou vivo vipshop wahaha wanda wangyi weibo weidian weishi weixin wuling xbox xiami
cuda xianyu xiaohongshu xiaomi xiaodu xiecheng ximalaya xueqiu xunlei yili yinxiang youdao youku youtube youzan yonyou
yuanfudao yunos zhihu zhubajie zhuanzhuan zuoyebang wechat aliyun tianmao tianyi tangeche nuomi lashou wowo mimi
hupu jiayuan baihe zhenai shijijiayuan duoyi youyi tenda fiio meiju
"""

PROGRAMS = """
agedu ansible apache api bean bin chage chan cue dao dapan debian deepin dede deno dedecms dig dubbo dumb duo emacs
foo gitee guake gui hadoop hanlp hibernate hugo ide jieba juju kali kafka kotlin lan lang langchain laya layui len
lua lisa linux lilo luci luo man mangguo mapo maven mini mongo muduo mui mybatis nacos naive nan nano nanopi neo
nian nuxt ollama openai openwrt orange pandas pi ping pinia pip pinyin popen pypinyin qian quake ren repo rime saga
sed seata sha shell shiro size su sudo suse tan tango tengine tomcat tuna uniapp vue wan weui wine wubi xi xiaoai
xuan yakuake yapi yaml yarn yolo yum zen zipkin zabbix mixin mixins esi edi sata pata numa mimo hana esa mame amule
lede beini wifite nene mesa senpai baka naruto moba huanxin jpush umeng getui qiniu upyun oneapi dify coze kimi
doubao tongyi wenxin hunyuan pangu yuanbao chatglm minimax demo ecshop jiba qita weapp wepy taro ruoyi renrenfast
guava mima hutool
"""

SOUNDS = """
aha aiya aiyo ao bababa biubiu bibi bobo dada dang dangdang dengdeng didadi didi dingdong dongdong dudu doudou duang
en enen gaga gege guagua gugu ha haha hahaha hahahaha hahahahaha haohao hehe hehehe heihei heiheihei hengheng hihi
huhu huhuhu jiji kaka keke kuku la lala lalala lele lili lulu mama meme mengmeng miao miaomiao mimi momo mua mumu na
nana nannan nene nini niuniu papa papapa penpen pipi pupu qiuqiu sasa ta tata tiantian tutu wala wawa wowo wuwu
wuwuwu xixi xixixi ya yaya yiyi yoyo yuanyuan zizi beibei
"""

SLANG = """
niubi niubility zhuangbi zhuangx shabi diaosi laji leifeng zhenxiang baofu gaofushuai baifumei tuhao nb ganga geili
ungelivable mengbi douniwan tucao meizi gege jiejie didi meimei dalao daka xiaobai laoba laotie laogong laopo nihao
zaijian xiexie duibuqi woaini wanan zaoan
"""

LOANS = """
baozi chaomian chengyu dizi dofu doufu erhu fengshui ganbei guanxi gongfu guqin guzheng hanfu hanyu hongbao huaqiao
huoguo hutong jiaozi kongfu laowai mantou majiang maotai mianzi moutai pinyin pipa putonghua qigong qipao taiji
taijiquan tuina weiqi wushu xiangqi xiaolongbao yangge yinyang yuan zhongwen zongzi
"""

PLACES = """
anhui anshan baoding baoji baotou beihai beijing bengbu binzhou cangzhou changchun changde changsha changshu
changzhi changzhou chaozhou chengde chengdu chifeng chongqing dali dalian dandong daqing datong dezhou dongguan
dongying dunhuang foshan fujian fuzhou gansu ganzhou guangdong guangxi guangzhou guilin guiyang guizhou haikou
hainan handan hangzhou hanzhong hebei hefei heilongjiang henan hengyang huaian huangshan hubei huizhou hunan huzhou
jian jiangmen jiangsu jiangxi jiaozuo jiaxing jilin jinan jingdezhen jingzhou jinhua jining jinzhou jiujiang kaifeng
kashi kunming kunshan langfang lanzhou lasa leshan lianyungang liaoning lijiang linfen linyi lishui liuzhou luan
luoyang luzhou macau mianyang nanchang nanjing nanning nanping nantong nanyang ningbo ningde ningxia pingyao puer
putian qingdao qinghai qingyuan qinhuangdao qiqihar quanzhou qufu quzhou rizhao sanya shaanxi shandong shanghai
shantou shanxi shaoguan shaoxing shennongjia shenyang shenzhen shijiazhuang sichuan siping suqian suzhou suzhouhe
taian taicang taihu taiwan taiyuan taizhou tangshan tianjin tongli tongren weifang weihai wenzhou wuhan wuhu wujiang
wuxi wuyishan wuzhen wuzhong xiamen xian xiangcheng xianggang xiangyang xiaogan xingtai xining xinjiang xinyang
xizang xuchang xuzhou yanan yancheng yangzhou yantai yibin yichang yinchuan yingkou yiwu yueyang yulin yunnan
zhangjiagang zhangjiajie zhangjiakou zhangzhou zhanjiang zhaoqing zhejiang zhengzhou zhenjiang zhongguancun
zhongshan zhoushan zhuhai zhuzhou zibo zigong zunyi gusu huqiu pudong puxi hongqiao xuhui jingan haidian chaoyang
dongcheng xicheng pingtan taishan huashan hengshan songshan huanghe changjiang zhujiang shenxian
"""


def scowl(folder: Path) -> dict[str, int]:
    """Small letters of every word, name and abbreviation, and the least size that has it."""
    found: dict[str, int] = {}
    for path in sorted(folder.glob("*-*.[0-9][0-9]")):
        size = int(path.suffix[1:])
        if size <= LARGEST and "variant" not in path.name:
            for word in path.read_text(encoding="latin-1").split():
                if word.isascii() and word.isalpha():
                    found[word.lower()] = min(size, found.get(word.lower(), size))
    if not found:
        raise SystemExit(f"{folder}: holds no english-words.10; give the folder with SCOWL's final lists")
    return found


def spelt_like_a_word(string: str) -> bool:
    """Whether a word is spelt so, or two words one after the other."""
    cuts = range(2, len(string) - 1)
    return is_pinyin(string) and (
        bool(read_so(string))
        or any(len(max(read_so(string[:cut]), key=len, default="")) > 1 and read_so(string[cut:]) for cut in cuts)
    )


def rows(folder: Path) -> Iterator[tuple[str, str]]:
    for word, size in scowl(folder).items():
        yield word, "english" if size <= COMMON else "rare"
    kinds = {"place": PLACES, "loan": LOANS, "slang": SLANG, "sound": SOUNDS, "brand": BRANDS, "program": PROGRAMS}
    for kind, words in kinds.items():
        yield from ((word, kind) for word in words.split())


def main(folder: Path) -> None:
    table = {string: kind for string, kind in rows(folder) if spelt_like_a_word(string)}
    header = (
        "# Latin strings that are also good pinyin: English, brands, programs, places, cries, slang.\n"
        "# licence: SCOWL's (see NOTICE) for English, Apache-2.0 for the rest; source: SCOWL 2020.12.07, sizes to 70, "
        "and general knowledge; date: 2026-11-24; reader: cleaning.pinyin_sites\n"
    )
    TARGET.write_text(header + "".join(f"{string}\t{kind}\n" for string, kind in sorted(table.items())), "utf-8")
    print(f"{TARGET.name}: {len(table)} strings")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
