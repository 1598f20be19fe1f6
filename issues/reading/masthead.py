"""What stands around the text: title, lines cut, markings (docs/rules.md: reading-kind)."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from issues.reading.marks import mark_of
from issues.reading.notes import is_note
from issues.reading.paper import PaperLine
from issues.reading.speakers import ends_in_a_name

SUBJECT = re.compile("巡视|巡察|整改|审计|督察")
NO_TITLE_START = ("原标题", "首页", "当前位置", "同志们")
NO_TITLE_END = ("。", "；", ";", "文件", "办公室", "领导小组")
LONGEST_TITLE, LONGEST_FURNITURE, LONGEST_MARKING = 60, 80, 30
FURNITURE = re.compile(
    r"(?:信息索引号|发布日期|发布时间|日期|来源|责任编辑)\s*[:：]"
    r"|.*(?:免责声明|二维码|扫一扫|版权所有|备案号|打印本页|关闭窗口|上一篇|下一篇|浏览次数|网站地图)|.*APP$"
)
MISSING = re.compile(r"〔以下缺[^〕]*〕?")
CORPUS = "｜"
FENCE = "---"
FRONT_TITLE = re.compile(r"title\s*[:：]\s*(.*)", re.I)
FOLDED = re.compile(
    r"---\s.*?\btitle\s*[:：]\s*(?P<title>'[^']*'|\"[^\"]*\"|.{1,200}?)(?:\s+\w+\s*[:：].*?)?\s---", re.I
)
MOST_BEFORE, LONGEST_FOLDED = 12, 2_000
LABELS = (
    *(
        "索引号",
        "信息索引号",
        "文号",
        "发文字号",
        "字号",
        "文件编号",
        "标题",
        "名称",
        "文件名称",
        "信息名称",
        "关键词",
        "主题词",
    ),
    *("发布机构", "发布单位", "发文机关", "发文单位", "制发机关", "信息来源", "来源", "作者", "编辑", "审核"),
    *(
        "成文日期",
        "发文日期",
        "生成日期",
        "发布日期",
        "发布时间",
        "公开日期",
        "公开方式",
        "公开范围",
        "公开时限",
        "公开形式",
    ),
    *("主题分类", "体裁分类", "服务对象", "分类", "有效性", "时效性", "浏览量", "阅读次数", "点击数"),
)
BREADCRUMB = re.compile(
    r"(?:[您你])?(?:现在|当前|目前)?(?:所在|的)*位置\s*[：:]|\s*[-—]*[>›»]|.{0,20}首页\s*[-—]*[>›»]"
)
METADATA = re.compile(r"[-*|•·\s]*(?:" + "|".join(r"[\s\u3000]*".join(label) for label in LABELS) + r")[\s*]*[:：|]")


def _spread(words: str) -> str:
    """A word whose signs may stand apart (`机　密`)."""
    return r"\s*".join(words)


TERM = r"(?:\s*[★☆*]\s*(?:(?:\d+|[一二三四五六七八九十]+)\s*(?:年|个?月)|长期)?)?"
MARKING = re.compile(
    "|".join(
        [
            *map(_spread, ("工作秘密", "内部资料", "内部文件", "注意保存", "仅供学习", "禁止外传", "不得扩散")),
            rf"(?:绝|(?<!算)(?<!手)机)\s*密(?![性码切集封度]){TERM}",
            rf"(?<!国家)(?<!商业)(?<!技术)(?<!保守)(?<!泄露)(?<!通信)(?<!审判)(?<!个人)秘\s*密(?!书){TERM}",
        ]
    )
)


class Masthead(NamedTuple):
    """`cut` are the words that were cut, `cut_lines` their places; `kept` the places of the text."""

    title: str | None
    markings: list[str]
    cut: list[str]
    cut_lines: list[int]
    kept: list[int]


def masthead(lines: Sequence[PaperLine]) -> Masthead:
    """Part what belongs to the document from what stands around it."""
    title, gone = _title(lines)
    for i, line in enumerate(lines):
        if i not in gone and _is_furniture(line):
            gone[i] = line.text
    cut = [words for _, words in sorted(gone.items()) if words]
    rest = [i for i in range(len(lines)) if i not in gone]
    return Masthead(title, markings(lines), cut, sorted(gone), rest)


def markings(lines: Sequence[PaperLine]) -> list[str]:
    """Marks of secrecy and of limited spreading, as written, each once."""
    texts = []
    for line in lines:
        if len(line.text) <= LONGEST_MARKING:
            texts += [match.group().strip() for match in MARKING.finditer(line.text)]
    return list(dict.fromkeys(texts))


def _title(lines: Sequence[PaperLine]) -> tuple[str | None, dict[int, str]]:
    """The title and the lines that go with it: their places with the words cut (the title itself is not cut)."""
    gone: dict[int, str] = {}
    start, title = _front_matter(lines)
    gone.update({i: lines[i].text for i in range(start)})
    if title:
        return title, gone
    if start < len(lines) and CORPUS in lines[start].text:
        title, _, rest = lines[start].text.partition(CORPUS)
        gone[start] = CORPUS + rest
        return title.strip() or None, gone
    for i in range(start, len(lines)):
        text = lines[i].text
        if _may_be_title(lines[i]):
            gone.update({j: lines[j].text for j in range(start, i)})
            gone[i] = ""
            return text, gone
        if len(text) > LONGEST_TITLE or text.endswith("。"):
            break
    return None, gone


def _front_matter(lines: Sequence[PaperLine]) -> tuple[int, str | None]:
    """How many lines it takes, and its title. A page may show it as plain text: behind other lines, or all on one."""
    for start, line in enumerate(lines[:MOST_BEFORE]):
        if len(line.text) <= LONGEST_FOLDED and (folded := FOLDED.fullmatch(line.text)):
            return start + 1, folded["title"].strip(" \t'\"") or None
        if line.text == FENCE:
            return _fenced(lines, start)
        if len(line.text) > LONGEST_TITLE or line.text.endswith("。"):
            break
    return 0, None


def _fenced(lines: Sequence[PaperLine], start: int) -> tuple[int, str | None]:
    ends = (i for i in range(start + 1, len(lines)) if lines[i].text == FENCE)
    if (end := next(ends, None)) is None:
        return 0, None
    titles = (FRONT_TITLE.match(line.text) for line in lines[start + 1 : end])
    title = next((match[1].strip(" \t'\"") for match in titles if match), None)
    if start and not title:
        return 0, None
    return end + 1, title or None


def _may_be_title(line: PaperLine) -> bool:
    text = line.text
    return (
        not line.table
        and len(text) <= LONGEST_TITLE
        and SUBJECT.search(text) is not None
        and not text.startswith(NO_TITLE_START)
        and not text.endswith(NO_TITLE_END)
        and not METADATA.match(text)
        and not BREADCRUMB.match(text)
        and not ends_in_a_name(text)
        and mark_of(line.number) is None
        and mark_of(text) is None
        and not _is_furniture(line)
    )


def _is_furniture(line: PaperLine) -> bool:
    if is_note(line):
        return True
    if line.table:
        return False
    text = unicodedata.normalize("NFKC", line.text)
    if line.text.startswith("〔以下缺"):
        return MISSING.fullmatch(line.text) is not None
    return len(line.text) <= LONGEST_FURNITURE and FURNITURE.match(text) is not None
