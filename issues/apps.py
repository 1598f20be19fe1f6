from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题整改"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from issues import (  # noqa: F401 (the tables register themselves)
            advice,
            burdens,
            files,
            lights,
            options,
            others,
            pending,
            seals,
            sentences,
            states,
        )
        from rectify.accounts.burdens import register
        from rectify.audit import seals as sealed
        from rectify.audit.sentences import add, read_only
        from rectify.options import storage
        from rectify.options.registry import declare
        from rectify.workflow.moves import gather

        gather("issues.moves")
        sealed.register(*seals.SEALS)
        add(sentences.SENTENCES)
        read_only(*sentences.READINGS)
        declare(*options.OPTIONS)
        storage.register(*files.FILES)
        register(*burdens.BURDENS)
        others.register(others.OtherKind("recommendations", lambda user: [(advice.waiting_for(user), "round")]))
