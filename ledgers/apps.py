from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "ledgers"
    label = "ledgers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from ledgers import (  # noqa: F401 (the tables register themselves)
            entries,
            files,
            seals,
            sentences,
            slices,
            states,
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
        put_on_pages()


def put_on_pages() -> None:
    """What pages of issues show of the books, and what of theirs waits for a person."""
    from issues import others
    from issues.panels import register
    from ledgers import panels, turns

    register("figures", panels.figures)
    register("since_monday", panels.since_monday)
    register("health", panels.health)
    register("closure_asked", closure_asked)
    register("life", life)
    register("look_backs", panels.look_backs)
    register("papers", panels.papers)
    register("statements", turns.statements)
    others.register(others.OtherKind("papers", panels.counted_papers))
    others.register(others.OtherKind("statements", turns.counted))


def closure_asked(user, issue, on):
    """The request for closure under joint review; the page is loaded when somebody opens it."""
    from ledgers.pages.closures.sheet import under_review

    return under_review(issue)


def life(user, issue, on):
    """What the closings of an issue went through; the page is loaded when somebody opens it."""
    from ledgers.pages.issue.life import part

    return part(user, issue, on)
