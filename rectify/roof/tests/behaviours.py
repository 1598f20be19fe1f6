"""Pages with nothing but one behaviour of static/src/js each, for test_behaviours.py."""

import json
import time

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path

from rectify.urls import urlpatterns as real

BODIES = {
    "draft": """<form method="post" action="/try/draft" data-draft="one">{% csrf_token %}
        <textarea name="text" aria-label="进展">原文</textarea><label><input type="radio" name="kept" value="y">兑现</label>
        <input type="password" name="secret" aria-label="密码"><span data-draft-note></span><button>报送</button></form>""",
    "after": "<p>已报送</p>",
    "bulk": """<form method="post" data-bulk>{% csrf_token %}<table class="tbl">
        {% include "components/_table_head.html" with columns=columns tick=True only %}<tbody>
        {% for n in "123" %}<tr><td><input type="checkbox" name="ids" value="{{ n }}" data-tick aria-label="选择 {{ n }}"></td>
        <td>{{ n }}</td></tr>{% endfor %}</tbody></table>
        {% include "components/_bulk.html" with acts=acts only %}</form>""",
    "why": """<form method="post" action="/try/after">{% csrf_token %}
        <button name="move" data-why="why-apply">申请销号</button></form>
        <section class="why" id="why-apply"><h2>为什么现在不能申请销号</h2></section>""",
    "upload": """{% include "components/_upload.html" with upload=upload only %}""",
    "choice": """<form><label class="big-choice"><input type="radio" name="kept" value="y" checked>兑现</label>
        <label class="big-choice"><input type="radio" name="kept" value="n">没有</label>
        <div data-shows-for="kept=n|p"><label>原因<input name="why"></label></div></form>""",
    "list": """{% include "components/_filters.html" with form=filters action="/try/list" target="found" only %}
        <div id="found"><p role="status">{{ request.GET.unit|default:"全部" }}</p></div>""",
    "likeness": """<div hidden id="last">逐户复核一千九百户</div><form>
        <textarea data-last="last" data-last-note="note" aria-label="进展">
        逐户复核一千九百户</textarea><p id="note"></p></form>""",
}


class Filters(forms.Form):
    unit = forms.ChoiceField(
        label="单位", choices=[("", "单位：全部"), ("05", "市住建局"), ("06", "市交通局")], required=False
    )


@login_not_required
def show(request, name):
    body = '{% extends "base.html" %}{% block main %}<h1>试</h1>' + BODIES[name] + "{% endblock %}"
    if request.method == "POST":
        body = body.replace(BODIES[name], BODIES["after"])
    context = {
        "columns": [{"label": "编号"}],
        "acts": [{"name": "export", "label": "导出所选"}],
        "filters": Filters(request.GET),
        "upload": {"url": "/try/take"},
    }
    page = engines["django"].from_string(body).render(context, request)
    return HttpResponse(page.replace("<body", '<body data-person="one" data-drafts="/try/drafts/"', 1))


KEPT = {}  # the drafts of whoever tries the pages


@login_not_required
def drafts(request, act):
    """Stands in for rectify/drafts: the page below knows of nobody."""
    if act == "keep":
        body = json.loads(request.body)
        KEPT[body["form"]] = {"at": time.time() * 1000, "version": 1, "values": body["values"]}
    elif act == "drop":
        KEPT.clear()
    return JsonResponse({"version": 1} if act == "keep" else KEPT)


@login_not_required
def take(request):
    """Takes one file at a time, and does not like empty ones."""
    (file,) = request.FILES.getlist("file")
    if file.name.startswith("bad"):
        return JsonResponse({"errors": ["这类文件不收，请转成 PDF"]}, status=400)
    return JsonResponse({"message": f"已收到，第 1 版，{file.size} 字节"})


urlpatterns = [path("try/take", take), path("try/drafts/<act>/", drafts), path("try/<name>", show), *real]
handler400 = "rectify.roof.views.bad_request"
handler403 = "rectify.roof.views.forbidden"
handler404 = "rectify.roof.views.not_found"
handler500 = "rectify.roof.views.broken"
