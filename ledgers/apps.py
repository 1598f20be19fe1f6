from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from issues.panels import register as register_panel
        from ledgers import (  # noqa: F401 (the tables register themselves)
            entries,
            files,
            panels,
            seals,
            sentences,
            slices,
            states,
            turns,
        )
        from ledgers.effects.posting import post
        from ledgers.options import OPTIONS
        from rectify.audit import checks
        from rectify.audit import seals as sealed
        from rectify.audit.sentences import add, read_only, reserve
        from rectify.options import storage
        from rectify.options.registry import declare
        from rectify.workflow.moves import gather
        from rectify.workflow.posters import register

        gather("ledgers.moves")
        sealed.register(*seals.SEALS)
        checks.register(*entries.CHECKS)
        add(sentences.SENTENCES)
        reserve(*sentences.RESERVED)
        read_only(*sentences.READINGS)
        declare(*OPTIONS)
        storage.register(*files.FILES)
        register("issues.issue", post)
        register_panel("figures", panels.figures)
        register_panel("since_monday", panels.since_monday)
        register_panel("health", panels.health)
        register_panel("closure_asked", closure_asked)
        register_panel("life", life)
        register_panel("look_backs", panels.look_backs)
        register_panel("papers", panels.papers)
        register_panel("statements", turns.statements)


def closure_asked(user, issue, on):
    """The request for closure under joint review; the page is loaded when somebody opens it."""
    from ledgers.pages.closures.sheet import under_review

    return under_review(issue)


def life(user, issue, on):
    """What the closings of an issue went through; the page is loaded when somebody opens it."""
    from ledgers.pages.issue.life import part

    return part(user, issue, on)
