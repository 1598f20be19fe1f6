"""A draw as it is published: the recipe with the pool, and the proof that it gives the same numbers again."""

from ledgers.models import Draw
from rectify.lib import drawing
from rectify.lib.tags import moment

MARK = "===== 备抽名单：从下一行到文件末尾，UTF-8，换行 LF，编号与单位之间是制表符 ====="
RECIPE = """做法（不用本系统也能重抽）：
1. 取下面“备抽名单”一行以后的全部内容，算 sha256，应与上面的校验码相同；每行是编号、制表符、单位、换行。
2. 每个编号算一个 sha256：内容是“随机数|编号”（UTF-8，竖线是半角），写成十六进制小写。
3. 按这个值从小到大排，取前 {size} 个。{each}
在本系统的服务器上：manage.py redraw {draw}
在装有 sha256sum 的电脑上（本文件存为 draw.txt，随机数放在变量 SEED 里）：
   sed '1,/^=====/d' draw.txt | sha256sum
   sed '1,/^=====/d' draw.txt | cut -f1 | while IFS= read -r n; do
     echo "$(printf '%s|%s' "$SEED" "$n" | sha256sum | cut -c1-64) $n"
   done | LC_ALL=C sort | head -n {size}
"""
EACH = "每家至少一件：先取每家值最小的 1 个，不足的再从其余里按次序补足。上面最后一条命令只适用于不分单位的抽取。"


def lines(draw: Draw) -> list[drawing.Line]:
    """The pool of a draw."""
    return list(draw.lines.values_list("number", "unit"))


def differences(draw: Draw) -> list[str]:
    """Draw again and compare: sentences, none when pool and result are what they were."""
    pool, sentences = lines(draw), []
    if drawing.pool_digest(pool) != draw.pool_digest:
        sentences.append(f"备抽名单现在的校验码是 {drawing.pool_digest(pool)}，锁定时是 {draw.pool_digest}")
    if len(pool) != draw.pool_size:
        sentences.append(f"备抽名单现有 {len(pool)} 件，锁定时 {draw.pool_size} 件")
    if draw.drawn_at and not sentences:
        again = drawing.draw(pool, draw.seed, draw.size, each_group=draw.each_unit)
        if again != draw.result:
            sentences.append(f"重抽得到 {'、'.join(again)}，记录的是 {'、'.join(map(str, draw.result))}")
    return sentences


def recipe(draw: Draw) -> str:
    """The text that anybody can draw from again: what was fixed when, seed, result, method, and the pool itself."""
    facts = [
        f"抽查：{draw.title}",
        f"范围：{draw.scope}",
        f"备抽名单：{draw.pool_size} 件，校验码（sha256）{draw.pool_digest}",
        f"抽 {draw.size} 件{'，每家至少一件' if draw.each_unit else ''}",
        f"备抽名单和随机数来源锁定：{moment(draw.frozen_at)} {draw.frozen_by}",
        f"随机数来源：{draw.source}",
        f"随机数：{draw.seed or '还没有录入'}"
        + (f"（{moment(draw.seeded_at)} {draw.seeded_by}录入）" if draw.seed else ""),
        f"抽中（按次序）：{'、'.join(draw.result) if draw.drawn_at else '还没有抽'}",
    ]
    method = RECIPE.format(size=draw.size, each=EACH if draw.each_unit else "", draw=draw.public_id)
    return "\n".join([*facts, "", method, MARK, ""]) + drawing.pool_text(lines(draw))
