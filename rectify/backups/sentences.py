"""What the trail says of backups. Their object is the end of the chain: what was saved, and what came back, ends there."""

SENTENCES = {
    "audit.chainhead.backup": "备份 {name}：{rows} 行、{files} 个文件，清单校验码 {digest}",
    "audit.chainhead.restore": "由 {made_at} 的备份还原，丢失此后的记录；重新停用、收回 {revoked} 项",
    "audit.chainhead.confirm": "确认还原无误",
    "audit.chainhead.resume": "两名管理员都已确认还原无误，恢复发送",
}
