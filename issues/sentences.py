"""The trail of this app in sentences: one for each kind of event. {label} and the other places are the event's facts."""

MOVES = {
    "issues.issue.dispatch": "下发",
    "issues.issue.sign": "签收",
    "issues.issue.contest": "提出异议",
    "issues.issue.uphold": "答复异议：维持原牵头单位",
    "issues.issue.reassign": "答复异议：由{from_unit}改派{to_unit}",
    "issues.issue.submit_plan": "报送整改方案第 {plan} 版",
    "issues.issue.pass_plan": "整改方案第 {plan} 版通过",
    "issues.issue.return_plan": "退回整改方案第 {plan} 版",
    "issues.issue.revise_plan": "修改已批方案，报第 {plan} 版",
    "issues.issue.terminate": "终止（{ending}）",
    "issues.measure.start": "措施 {order} 开始",
    "issues.measure.finish": "措施 {order} 报完成",
    "issues.measure.accept": "核准措施 {order}",
    "issues.measure.send_back": "退回措施 {order}",
    "issues.measure.cancel": "取消措施 {order}",
    "issues.extension.consent": "领导同意第 {order} 次延期",
    "issues.extension.approve": "同意第 {order} 次延期，期限由 {before_due} 改为 {after_due}",
    "issues.extension.refuse": "不同意第 {order} 次延期",
    "issues.extension.withdraw": "撤回第 {order} 次延期申请",
    "issues.extension.lapse": "第 {order} 次延期申请随问题终止",
    "issues.report.send": "报送第 {week} 周周报",
    "issues.report.read": "阅第 {week} 周周报",
    "issues.report.send_back": "退回第 {week} 周周报",
}

ACTS = {
    "issues.issue.register": "录入",
    "issues.issue.drop": "删除草稿 {number} {title}",
    "issues.issue.edit": "修改草稿：{fields}",
    "issues.round.export": "导出问题台账 {rows} 行（{conditions}）",
    "issues.issue.reword": "修改工作表述",
    "issues.measure.write": "编写措施，共 {count} 条",
    "issues.evidence.attach": "上传佐证《{name}》",
    "issues.evidence.replace": "上传佐证新版本《{name}》",
    "issues.evidence.describe": "修改佐证《{name}》的说明",
    "issues.evidence.withdraw": "撤下佐证《{name}》",
    "issues.evidence.read": "下载或查看佐证《{name}》",
    "issues.evidence.turn_away": "拒收 {count} 份文件（{why}）",
    "issues.extension.apply": "申请第 {order} 次延期，至 {to_due}",
}

SETTING_UP = {
    "issues.round.open": "建立轮次“{name}”",
    "issues.round.edit": "修改轮次“{name}”：{fields}",
    "issues.round.units": "定本轮单位：加入 {added} 家，移出 {removed} 家，改号 {renumbered} 家",
    "issues.feedback.register": "登记反馈意见《{title}》",
    "issues.feedback.correct": "更正反馈意见《{title}》，第 {version} 版",
    "issues.feedbackitem.add": "反馈条目：加 {locator}",
    "issues.feedbackitem.edit": "反馈条目：改 {locator}（{fields}）",
    "issues.feedbackitem.remove": "反馈条目：删 {locator}",
    "issues.catalogue.add": "{table}：新增“{name}”",
    "issues.catalogue.change": "{table}：修改“{name}”（{fields}）",
    "issues.catalogue.remove": "{table}：删去“{name}”",
}

WEEK = {
    "issues.week.preview": "第 {week} 周清单预告：{count} 件应报",
    "issues.week.open": "第 {week} 周开周：{count} 件应报",
    "issues.week.dispatch": "发出第 {week} 周调度清单，{units} 家",
    "issues.week.nudge": "提醒第 {week} 周未报齐的 {units} 家",
    "issues.week.missed": "定第 {week} 周未报：{units} 家 {count} 件",
    "issues.week.summarise": "第 {week} 周小结取数",
    "issues.week.hold": "暂缓第 {week} 周清单",
    "issues.week.release": "恢复第 {week} 周清单自动发出",
    "issues.week.write": "修改第 {week} 周小结草稿",
    "issues.week.export": "导出《{what}》",
    "issues.week.publish": "发布第 {week} 周小结，摘要 {digest}",
    "issues.dispatchline.sign": "{unit}签收第 {week} 周调度清单",
}

SENTENCES = MOVES | ACTS | WEEK | SETTING_UP
