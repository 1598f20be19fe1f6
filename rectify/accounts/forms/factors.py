"""The one thing that is typed at the second factor."""

from django import forms


class CodeForm(forms.Form):
    """Six signs of a telephone; where `slip` says so, twelve off a slip will do too. Who `replaces` a telephone shows a code of
    the one before: an open session alone binds nothing."""

    code = forms.CharField(
        label="动态码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        help_text="手机上的 6 位数字，半分钟换一次",
    )

    def __init__(self, *args, slip: bool = False, replaces: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if replaces:
            self.fields["current"] = forms.CharField(
                label="原来手机上的动态码，或一个恢复码",
                max_length=40,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
        if slip:
            field = self.fields["code"]
            field.label, field.widget.attrs["inputmode"] = "动态码或恢复码", "text"
            field.help_text = "手机上的 6 位数字，半分钟换一次；手机不在身边，输纸条上的一个恢复码，空格不算"
