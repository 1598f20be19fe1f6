from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rectify.audit"
    label = "audit"
    verbose_name = "留痕"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rectify.audit import grants, seals
        from rectify.audit.sentences import add

        seals.register(*grants.SEALS)
        add(
            {
                "audit.chainhead.verify": "核验操作记录：{result}",
                "audit.chainhead.recovery_code": "在服务器上打印新的管理员恢复码，原来的作废",
                "audit.proof.begin": "发起核验",
                "audit.proof.finish": "核验完成：核了 {looked} 处，不符 {faults} 处",
                "audit.file.mismatch": "取用时发现存着的文件与登记的校验码不符，没有给出",
            }
        )
