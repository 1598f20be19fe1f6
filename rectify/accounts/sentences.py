"""The trail of accounts, units and grants in sentences."""

SENTENCES = {
    "accounts.session.open": "登录（{way}，来自 {address}）",
    "accounts.session.close": "退出登录",
    "accounts.session.fail": "登录失败，密码不对（来自 {address}）",
    "accounts.session.lock": "连续输错 {limit} 次，账号停用 {minutes} 分钟（来自 {address}）",
    "accounts.user.create": "开通账号 {username}（{name}，{label}）",
    "accounts.user.edit": "修改账号 {username} 的{fields}",
    "accounts.user.stop": "停用账号 {username}",
    "accounts.user.start": "启用账号 {username}",
    "accounts.user.reset": "重置账号 {username} 的密码",
    "accounts.user.unlock": "解除账号 {username} 的输错锁定",
    "accounts.user.password": "修改自己的密码",
    "accounts.holding.grant": "授予{person}{unit}{role}，{span}",
    "accounts.holding.end": "收回{person}的{unit}{role}，最后一天 {ends}",
    "accounts.holding.withdraw": "撤销当天才授予{person}的{unit}{role}",
    "accounts.unit.create": "新增单位{name}，上级：{parent}",
    "accounts.unit.edit": "修改单位{name}的{fields}",
    "accounts.unit.move": "把{name}由{before}移到{after}，连同下属 {count} 家",
    "accounts.unit.stop": "停用单位{name}",
    "accounts.unit.start": "启用单位{name}",
}
