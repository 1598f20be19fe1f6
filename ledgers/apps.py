from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from ledgers import sentences, states  # noqa: F401 (the tables register themselves)
        from issues.api.data import add as add_shapes
        from ledgers.api.data import SHAPES
        from ledgers.effects.posting import post
        from rectify.audit.sentences import add
        from rectify.workflow.posters import register

        add(sentences.SENTENCES)
        register("issues.issue", post)
        add_shapes(SHAPES)
