"""The trail of this app in sentences."""

MOVES = {
    "issues.issue.apply": "第 {closure} 次申请销号",
    "issues.issue.withdraw": "撤回第 {closure} 次销号申请",
    "issues.issue.endorse": "签字背书",
    "issues.issue.decline_signature": "不予签字",
    "issues.issue.pass_review": "初审通过",
    "issues.issue.return_review": "初审退回",
    "issues.issue.approve": "审定销号，认定{grade_word}",
    "issues.issue.decline": "不予销号",
    "issues.issue.reopen": "重开（{source}）",
}

ACTS = {
    "ledgers.verdict.give": "对佐证《{name}》给结论：{word}",
}

SENTENCES = MOVES | ACTS
