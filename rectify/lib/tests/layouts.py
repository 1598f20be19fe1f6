"""Templates as offices hand them in: good ones, and one for each way in which a file can be wrong."""

import io
import zipfile
from collections.abc import Callable, Mapping

from docx import Document

from rectify.lib.tests import samples

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
GOOD = ("{{ 密级 }}", "{{ 文号 }}", "{{ 督办事项 }}")
DECLARED = {
    "words": ["标题", "文号", "密级", "日期", "抄送", "督办事项", "督办缘由", "件数", "金额合计"],
    "blocks": ["正文", "附件"],
    "lists": {"问题": ["编号", "题目", "期限"]},
    "needed": [
        [["密级"], "缺“{{ 密级 }}”"],
        [["文号"], "缺“{{ 文号 }}”"],
        [["正文", "督办事项", "问题"], "没有写内容"],
    ],
}


def saved(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def layout(*more: str, head: str = "", lines: tuple[str, ...] = GOOD) -> bytes:
    """A document with a line for each text; `head` stands in its page header."""
    document = Document()
    for text in (*lines, *more):
        document.add_paragraph(text)
    if head:
        document.sections[0].header.paragraphs[0].text = head
    return saved(document)


def edited(content: bytes, changes: Mapping[str, Callable[[str], str]], **added: bytes) -> bytes:
    """The file with its members changed as text, and others added: `word_vbaProject_bin` for word/vbaProject.bin."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, changes[name](body.decode()).encode() if name in changes else body)
        for name, body in added.items():
            target.writestr(name.replace("__", "/").replace("_bin", ".bin"), body)
    return stream.getvalue()


def in_last_line(xml: str, content: bytes | None = None) -> bytes:
    """With a last paragraph that holds `xml`."""

    def add(text: str) -> str:
        at = text.rindex("<w:sectPr")
        return f"{text[:at]}<w:p>{xml}</w:p>{text[at:]}"

    return edited(content or layout(), {"word/document.xml": add})


def related(kind: str, target: str, xml: str, mode: str = ' TargetMode="External"') -> bytes:
    """With something in the last paragraph that hangs on a relation."""
    line = f'<Relationship Id="rId77" Type="{RELATIONS}/{kind}" Target="{target}"{mode}/></Relationships>'
    content = edited(layout(), {"word/_rels/document.xml.rels": lambda text: text.replace("</Relationships>", line)})
    return in_last_line(xml, content)


def table(*cells: tuple[str, ...]) -> bytes:
    document = Document()
    for text in GOOD:
        document.add_paragraph(text)
    grid = document.add_table(rows=0, cols=len(cells[0]))
    for texts in cells:
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = text
    return saved(document)


def box(*runs: str) -> str:
    """A text box whose words are cut into `runs`."""
    inner = "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in runs)
    return (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
        f"<w:p>{inner}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def picture(attribute: str) -> str:
    return (
        '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{RELATIONS}" r:{attribute}="rId77"/></w:drawing></w:r>'
    )


def defined(text: str) -> str:
    return text.replace("<w:document", '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><w:document', 1)


ON = "整个文件"
LAST = "正文第4段"
# What is wrong, the file, where that is, what is said.
FAULTY = (
    ("一个不认识的项目", layout("{{ 督办事情 }}"), LAST, "是不是“督办事项”"),
    ("括号没有成对", layout("因{{ 督办缘由，特此"), LAST, "没有写完整"),
    ("占位符中间换行", in_last_line("<w:r><w:t>{{ 督办</w:t><w:br/><w:t>缘由 }}</w:t></w:r>"), LAST, "没有写完整"),
    ("不认识的写法", layout("{{ 日期|公历 }}"), LAST, "“公历”不是写法"),
    ("缺必填的项目", layout(lines=("{{ 密级 }}", "{{ 督办事项 }}")), ON, "缺“{{ 文号 }}”"),
    ("没有内容", layout(lines=("{{ 密级 }}", "{{ 文号 }}")), ON, "没有写内容"),
    (
        "没有收尾的块",
        table(("一", "二"), ("{% 每条 问题 %}{{ 编号 }}", "")),
        "正文第1张表格第2行第1格",
        "没有“{% 完 %}”",
    ),
    ("没有开头的块", layout("{% 完 %}"), LAST, "前面没有"),
    ("不认识的清单", layout("{% 每条 措施 %}", "{% 完 %}"), LAST, "没有叫“措施”的清单，可以用：问题"),
    ("栏目在清单外面", layout("{{ 编号 }}"), LAST, "“问题”里每条的栏目"),
    ("清单套清单", layout("{% 每条 问题 %}", "{% 每条 问题 %}", "{% 完 %}", "{% 完 %}"), "正文第5段", "不能套"),
    ("看不懂的标记", layout("{% for x in y %}"), LAST, "看不懂的标记"),
    ("正文写在页眉里", layout(head="{{ 正文 }}"), "页眉第1段", "放在正文里"),
    ("正文没有单独成段", layout("前言{{ 正文 }}"), LAST, "要单独成段"),
    ("文本框里的错", in_last_line(box("{{ 督办", "人 }}")), f"{LAST}的文本框“{{{{ 督办人 }}}}”", "没有“督办人”"),
    ("链接的图片", related("image", "file:///c:/a.png", picture("link")), LAST, "链接到文件外面"),
    (
        "外面的链接",
        related("hyperlink", "http://a.cn/", f'<w:hyperlink xmlns:r="{RELATIONS}" r:id="rId77"/>'),
        LAST,
        "超链接",
    ),
    ("嵌入的对象", related("oleObject", "embeddings/a.bin", "<w:r/>", ""), "正文", "嵌入了别的文件"),
    ("修订", in_last_line('<w:ins w:id="1" w:author="甲"><w:r><w:t>改</w:t></w:r></w:ins>'), LAST, "修订"),
    ("批注", in_last_line('<w:commentRangeStart w:id="0"/>'), LAST, "批注"),
    ("会变的域", in_last_line('<w:fldSimple w:instr=" DATE \\@ yyyy "/>'), LAST, "域 DATE"),
    (
        "编辑限制",
        edited(
            layout(),
            {
                "word/settings.xml": lambda text: text.replace(
                    "</w:settings>", '<w:documentProtection w:enforcement="1"/></w:settings>'
                )
            },
        ),
        ON,
        "编辑限制",
    ),
    (
        "模板文件",
        edited(layout(), {"[Content_Types].xml": lambda text: text.replace("document.main+xml", "template.main+xml")}),
        ON,
        ".dotx",
    ),
    ("外部定义", edited(layout(), {"word/document.xml": defined}), ON, "外部定义"),
    ("不正常的路径", edited(layout(), {}, **{"..__..__etc__x": b"1"}), ON, "不正常的路径"),
    ("展开后太大", edited(layout(), {}, **{"word__media__a.png": b"\0" * (41 * 2**20)}), ON, "大得不正常"),
)
# Refused by the gate for all files, before anything is opened.
NO_WORD = (
    ("带宏", "a.docx", edited(layout(), {}, word__vbaProject_bin=b"x"), "宏"),
    ("打开密码", "a.docx", samples.ole("EncryptedPackage", "EncryptionInfo"), "密码"),
    ("不是文档", "a.docx", "督办单".encode(), "内容与扩展名不符"),
    ("旧格式", "a.doc", samples.GOOD["doc"], ".docx"),
    ("压缩炸弹", "a.docx", samples.bomb(*samples.WORD), "大得不正常"),
    ("坏的文件", "a.docx", layout()[:900], "打不开"),
)
