from django.apps import AppConfig


class IssuesConfig(AppConfig):
    name = "issues"
    label = "issues"
    verbose_name = "问题整改"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from issues import burdens, lights, options, sentences, states  # noqa: F401 (the tables register themselves)
        from rectify.accounts.burdens import register
        from rectify.audit.sentences import add, read_only
        from rectify.options.registry import declare
        from rectify.workflow.moves import gather

        gather("issues.moves")
        add(sentences.SENTENCES)
        read_only(*sentences.READINGS)
        declare(*options.OPTIONS)
        register(*burdens.BURDENS)
