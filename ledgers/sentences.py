"""The trail of this app in sentences."""

MOVES = {
    "issues.issue.apply": "第 {closure} 次申请销号",
    "issues.issue.withdraw": "撤回第 {closure} 次销号申请",
    "issues.issue.endorse": "签字背书",
    "issues.issue.decline_signature": "不予签字",
    "issues.issue.pass_review": "初审通过",
    "issues.issue.return_review": "初审退回",
    "issues.issue.unpass_review": "收回初审结论",
    "issues.issue.pass_joint": "联审通过",
    "issues.issue.return_joint": "联审退回",
    "issues.issue.window_ends": "异议期满",
    "issues.issue.sustain": "异议成立，退回整改",
    "issues.issue.approve": "审定销号，认定{grade_word}",
    "issues.issue.decline": "不予销号",
    "issues.issue.hold_up": "回头看合格，归档",
    "issues.issue.relapse": "回头看发现反弹，重开整改",
    "issues.issue.reopen": "重开（{source}）",
}

ACTS = {
    "ledgers.book.export": "导出{book} {rows} 行（{conditions}）",
    "ledgers.view.save": "保存{book}视图“{name}”",
    "ledgers.view.drop": "删去{book}视图“{name}”",
    "ledgers.objection.enter": "登记异议",
    "ledgers.objection.answer": "异议{answer}",
    "ledgers.visit.plan": "安排{what}",
    "ledgers.visit.record": "{what}：{finding}",
    "ledgers.visit.call_off": "取消安排的{what}",
    "ledgers.verdict.give": "对佐证《{name}》给结论：{word}",
    "ledgers.batch.upload": "上传台账“{name}”",
    "ledgers.batch.answer": "导入“{name}”：回答提问 {count} 个",
    "ledgers.batch.remap": "导入“{name}”：改“{sheet}”的对列",
    "ledgers.batch.leave_out": "导入“{name}”：{word} {count} 行",
    "ledgers.batch.check": "导入“{name}”：按现在的单位库重新核对，可写 {count} 行",
    "ledgers.batch.confirm": "确认导入“{name}”，可写 {count} 行",
    "ledgers.batch.write": "写入“{name}”：新增 {added} 件，更新 {updated} 件，没变 {unchanged} 件",
    "ledgers.batch.add_issue": "从“{name}”（{sheet} 第 {row} 行）导入",
    "ledgers.batch.update_issue": "按“{name}”（{sheet} 第 {row} 行）更新：{fields}",
    "ledgers.batch.drop": "放弃导入“{name}”",
    "ledgers.batch.undo": "撤回导入“{name}”，删去草稿 {count} 件",
}

SENTENCES = MOVES | ACTS
