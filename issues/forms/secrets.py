"""工作秘密 taken out with its words: what for."""

from rectify.lib.fields import Words
from rectify.workflow.inputs import ActInput


class WithSecrets(ActInput):
    """Why the words of 工作秘密 are taken along, not its numbers alone (docs/rules.md: secrecy-doors)."""

    reason = Words(label="理由", max_length=200, help_text="例如报分管领导审阅；记入经过")
