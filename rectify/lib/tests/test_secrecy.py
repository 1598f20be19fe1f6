"""Where the line runs between a marking, a word that is asked about, and a word that is none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectify.lib.secrecy import LEVELS, SPREADING, marks

REFUSED = [
    "秘密★1年",
    "绝密 ★ 20年",
    "机密☆10年",
    "机密　★",
    "绝密★永久",
    "秘\n密\n★\n5年",
    "机\u200d密★",
    "绝\ufeff密★长期",
    "封面印有机密★字样",
    "（标注：绝密★30年）",
    "秘密级",
    "绝密级。",
    "【机密级】",
    "档案 机密级",
    "秘密3年",
    "绝密　２０年。",
    "机密6个月",
    "绝密长期",
    "机密 永久。",
    "密级：绝密",
    "密级:秘密",
    "密　级：机　密",
    "密级 ： 机密★",
    "【绝密】某项目",
    "[秘密]会议纪要",
    "（机密）",
    "〔绝密〕2027年第1号",
    "《秘密》",
    "会议材料（绝密）已收回",
    "秘密：线索情况",
    "绝密：",
    "说明\n机密：某处",
    "机密",
    " 绝密 ",
    "“秘密”",
    "第一页\n机密\n第二页",
    "秘\n密",
    "密级：\n机密",
]
WARNED = [
    "机密资料保管不到位",
    "秘密文件未登记",
    "绝密件流转无签收",
    "学习国家秘密保护规定不及时",
    "国 家 秘 密",
    "国家秘密★",
    "涉及国家秘密的岗位",
    "机密级材料混放",
    "绝密级设备未备案",
    "秘密5年以后未解密",
    "误写“绝密”二字",
    "秘密选举程序不规范",
    "泄露机密",
    "涉及机密：两处",
    "窃取秘密的行为",
    "机 密 资 料 混 放",
    "绝\n密件无登记",
    "内部资料",
    "（内部文件）",
    "请注意保存",
    "禁 止 外 传",
    "资料不得\n扩散",
    "仅供学习使用",
    "内部资料，不得扩散",
    "内\u200b部资料",
    "商业秘密和机密文件混存",
    "工作秘密与国家秘密不分",
    "密级：注意保存",
    "机密，绝密，秘密三类文件",
    "ＡＢＣ机密文件",
]
FREE = [
    "",
    "整改到位",
    "工作秘密",
    "密级：工作秘密",
    "【工作秘密】",
    "商业秘密",
    "泄露商业秘密",
    "工 作 秘 密 管 理",
    "商业\n秘密保护",
    "密级",
    "密级：内部",
    "密级：公开",
    "保密教育",
    "保密协议未签",
    "秘书一处",
    "秘书长",
    "电脑开机密码未设",
    "计算机密钥未更换",
    "杜绝密集审批",
    "拒绝密切接触",
    "内部监督",
    "内部审计",
    "内部管理文件",
    "注意安全，保存证据",
    "外传谣言",
    "禁止外借",
    "不得扩大",
    "仅供参考",
    "学习资料",
    "★重点",
    "5年规划",
    "公开★",
    "绝对",
    "机关",
    "神秘",
    "密云区",
]
NAMES = [
    ("方案_机密.docx", "refused"),
    ("秘密.pdf", "refused"),
    ("绝密-2027.xlsx", "refused"),
    ("报告（秘密）.pdf", "refused"),
    ("机密 清单.docx", "refused"),
    ("名单秘密★.pdf", "refused"),
    ("机密文件清退情况.docx", "warned"),
    ("内部资料.pdf", "warned"),
    ("国家秘密自查.docx", "warned"),
    ("工作秘密目录.xlsx", "free"),
    ("保密检查.docx", "free"),
    ("商业秘密_台账.xlsx", "free"),
]
TEXTS = [(text, "refused") for text in REFUSED] + [(t, "warned") for t in WARNED] + [(t, "free") for t in FREE]


def verdict(text, **how):
    found = marks(text, **how)
    return "refused" if found.marking else "warned" if found.words else "free"


@pytest.mark.parametrize("text,expected", TEXTS)
def test_the_line(text, expected):
    assert verdict(text) == expected


@pytest.mark.parametrize("name,expected", NAMES)
def test_the_line_in_names_of_files(name, expected):
    assert verdict(name, file_name=True) == expected


@given(st.sampled_from(LEVELS), st.text("\u200b \n\u3000\u00ad", max_size=3), st.text("问题整改，。\n", max_size=20))
def test_nothing_put_between_hides_a_star(level, between, around):
    assert marks(f"{around}{level[0]}{between}{level[1]}{between}★{between}5年{around}").marking


@given(st.sampled_from(SPREADING), st.text(" \n\u3000\u200b", max_size=3))
def test_nothing_put_between_hides_a_word(word, between):
    assert word in marks(f"材料{between.join(word)}一份").words


@pytest.mark.parametrize("sign", ["机密", "秘密 ", "1 ", "★", "（", "\n", "内部", "绝密1 "])
def test_a_long_text_is_looked_at_in_time_that_grows_with_it(sign):
    text = sign * (300_000 // len(sign)) + "密"
    began = time.process_time()
    marks(text)
    assert time.process_time() - began < 3
