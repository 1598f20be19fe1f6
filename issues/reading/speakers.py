"""Who speaks in a line or sentence: a new speech, a promise of the unit, a name under a line (docs/rules.md: reading-tree)."""

import re

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏章苏潘葛范彭鲁韦马苗方俞任袁柳鲍史唐"
    "费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅齐康伍余元顾孟黄穆萧尹姚邵汪祁毛狄戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路"
    "江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫房裘缪丁邓洪包左石崔吉龚程邢陆荣翁荀甄曲封储靳焦牧车侯"
    "白叶乔苟仇甘祖武刘景詹龙司黎薄印宿怀蒲卓蔺屠蒙池阴佟闻翟谭劳姬申冉雍桑桂牛燕尚温庄柴瞿阎连习艾向古易"
    "廖终步都耿文匡寇广阙东欧聂晁敖辛简饶曾沙丰巢关相查荆游竺权盖益桓公仝岳靖"
)
SPEECH = re.compile(r"[^，。：；“”,.:;\"\s]{2,30}?(?:指出|强调|要求|表示|提出)")
POSTS = (
    "书记|局长|主任|组长|主席|部长|[省市区县旗镇乡州]长|院长|校长|厅长|处长|科长|会长|行长|站长"
    "|董事长|总经理|审计长|秘书长|委员"
)
SIGNED = re.compile(rf"(?:{POSTS})[\s\u3000]*[{SURNAMES}][\s\u3000]?[\u4e00-\u9fffXx×*]{{1,2}}$")
NO_NAME = re.compile("讲话|发言|致辞|会议|约谈|汇报|述职|任职|办公|联席")
UNIT = (
    "书记|党组|党委|党工委|支部|党总支|负责人|负责同志|局长|主任|院长|校长|[镇乡村区县市]长|董事长|总经理"
    "|班子|单位|社长|理事长|主席"
)
PROMISE = re.compile(
    rf"[^。；;]{{0,60}}?(?:(?:{UNIT})[^，,。；;：:]{{0,12}}?|(?<![\u4e00-\u9fff])[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?:表示|表态)(?:[，,：:“]|将|要|坚决|一定)"
    rf"|[^。；;]{{0,60}}?(?:{UNIT}|[{SURNAMES}][\u4e00-\u9fff]{{1,2}})[^。；;]{{0,12}}?[作做]了?[^，,。；;]{{0,6}}表态"
)
BROKEN = re.compile("[^。；;]{0,60}?(?:但|却|未(?:落实|兑现|整改|落到|办理)|落空|迟迟)")
SAYS = re.compile(
    rf"[\s*#]*(?:[^，,。；;：:]{{0,20}}?(?:巡[视察]组|组长|会议|反馈|领导小组|审计组|检查组)[^，,。；;：:]{{0,8}}?"
    rf"|[{SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:同志)?)(?:还|又|也|并)?"
    r"(?:(?:强调|要求|提出)(?:[，,：:]|了?[\d一二三四五六七八九十两几][点条个项])|提出了?[^，,。；;：:]{0,12}(?:意见|建议))"
)
MEETING = re.compile(
    r"[^。；;]{0,80}?(?:(?:主持|出席|参加|列席)了?(?:会议|反馈|了反馈|本次)|[作做]了?表态|表态发言"
    r"|(?:讲|提|谈)出?了?[^。；;，,]{0,8}[\d一二三四五六七八九十两几][点条][^。；;，,]{0,6}(?:意见|建议|要求))"
)
TURNS = re.compile(r"[\s*#]*(?:同时|此外|另外|针对|对此|反馈要求|会议要求)")


def opens_speech(text: str) -> bool:
    """Somebody new begins to speak: `姜信治强调，…`."""
    return SPEECH.match(text) is not None


def ends_in_a_name(text: str) -> bool:
    """Whether a line ends in a post and a person's name: `市审计局局长 王某`."""
    match = SIGNED.search(text)
    return match is not None and not NO_NAME.search(match.group())


def ends_list(sentence: str) -> bool:
    """Whether a sentence is no part of a list of problems any more: it turns to something else, the unit promises, the team asks,
    or it tells of the meeting."""
    return any(pattern.match(sentence) for pattern in (TURNS, SAYS, MEETING)) or promises(sentence)


def promises(sentence: str) -> bool:
    """Whether the unit promises something; a promise that was broken (`会上表态要改，但未落实`) is a finding."""
    match = PROMISE.match(sentence)
    return match is not None and not BROKEN.match(sentence, match.end())
