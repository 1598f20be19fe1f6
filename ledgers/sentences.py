"""The trail of this app in sentences."""

ACTS = {
    "ledgers.book.export": "导出{book} {rows} 行（{conditions}）",
    "ledgers.offlinesheet.give_out": "发出{unit}的不联网工作簿（{count} 件）",
    "ledgers.offlineentry.upload": "上传{unit}的签字表“{name}”，签字表校验码 {signed}，佐证 {files} 份",
    "ledgers.offlineentry.enter": "代录{unit}：办成 {done} 项，没办成 {refused} 项，不录 {left} 项，签字表校验码 {signed}",
    "ledgers.offlineentry.drop": "放弃代录{unit}的签字表",
    "ledgers.offlinefile.read": "下载或查看{unit}签字表的《{name}》",
    "ledgers.objection.enter": "登记异议",
    "ledgers.objection.answer": "异议{answer}",
    "ledgers.issuedpaper.review": "核稿《{title}》（{about}）",
    "ledgers.issuedpaper.read": "下载文书 {serial}",
    "ledgers.visit.plan": "安排{what}",
    "ledgers.visit.record": "{what}：{finding}",
    "ledgers.visit.call_off": "取消安排的{what}",
    "ledgers.meeting.call": "建立会议“{title}”（{on}）",
    "ledgers.meeting.correct": "修改会议“{title}”：{fields}",
    "ledgers.meeting.order": "调整会议“{title}”的议程次序",
    "ledgers.meeting.close": "归档会议“{title}”，纪要 {minutes}，议题 {items} 件",
    "ledgers.meetingitem.put": "列入会议“{title}”（{on}）",
    "ledgers.meetingitem.take_off": "移出会议“{title}”的议程",
    "ledgers.meetingitem.decide": "会议纪要 {minutes}：{word}",
    "ledgers.visitfile.attach": "{what}附材料《{name}》",
    "ledgers.visitfile.withdraw": "撤下{what}的材料《{name}》",
    "ledgers.visitfile.check": "检查{what}的材料《{name}》的文字：{word}",
    "ledgers.visitfile.read": "下载或查看{what}的材料《{name}》",
    "ledgers.visitfile.turn_away": "拒收{what}的材料 {count} 份",
    "ledgers.draw.freeze": "锁定备抽名单“{title}”：{count} 件，抽 {size} 件，校验码 {digest}",
    "ledgers.draw.enter_seed": "录入“{title}”的随机数：{seed}",
    "ledgers.draw.make": "抽取“{title}”：抽中 {numbers}",
    "ledgers.verdict.give": "对佐证《{name}》给结论：{word}",
    "ledgers.batch.upload": "上传台账“{name}”",
    "ledgers.batch.answer": "导入“{name}”：回答提问 {count} 个",
    "ledgers.batch.remap": "导入“{name}”：改“{sheet}”的对列",
    "ledgers.batch.take": "导入“{name}”：收下“{sheet}”里原来没收的 {place}",
    "ledgers.batch.leave_out": "导入“{name}”：{word} {count} 行",
    "ledgers.batch.check": "导入“{name}”：按现在的单位库重新核对，可写 {count} 行",
    "ledgers.batch.confirm": "确认导入“{name}”，可写 {count} 行",
    "ledgers.batch.write": "写入“{name}”：新增 {added} 件，更新 {updated} 件，没变 {unchanged} 件",
    "ledgers.batch.add_issue": "从“{name}”（{sheet} 第 {row} 行）导入",
    "ledgers.batch.update_issue": "按“{name}”（{sheet} 第 {row} 行）更新：{fields}",
    "ledgers.batch.drop": "放弃导入“{name}”",
    "ledgers.batch.undo": "撤回导入“{name}”，删去草稿 {count} 件",
    "ledgers.batch.restore": "撤回导入“{name}”：{fields}恢复原样",
}

SENTENCES = ACTS
# A visit comes unannounced: the unit reads of it when it has been.
RESERVED = ("ledgers.visit.plan", "ledgers.visit.call_off")
# That somebody looked is kept, and told apart from what was done.
READINGS = ("ledgers.issuedpaper.read", "ledgers.visitfile.read", "ledgers.offlinefile.read")
