"""No word enters by a request past the gate: every form of every page, every writing address of the API."""

import json
from itertools import product
from operator import itemgetter

import pytest
from django.db import transaction
from django.urls import resolve

from issues.models import Issue, Status
from rectify.audit.models import Event
from rectify.audit.sentences import sentence
from rectify.lib.gate import CONFIRM, NO_WORDS
from rectify.roof.testing.seed import some
from rectify.roof.testing.walk import every_address

pytestmark = pytest.mark.django_db
MARK, WORD, FREE = "机密★5年", "按机密文件办理", "工作秘密清单已更新"
# Nothing is stored there: who logs in, which language the log-in page speaks.
NO_DOOR = ("/login/", "/logout/", "/password/")


def held(text):
    """Whether the trail or an issue holds it; every act leaves an event."""
    told = Event.objects.filter(note__contains=text).exists()
    return (
        told
        or Issue.objects.filter(title__contains=text).exists()
        or Issue.objects.filter(original__contains=text).exists()
    )


def forms(doors):
    for key, (who, target, fields, takes_files) in doors.forms.items():
        if key.startswith("POST") and not target.startswith(NO_DOOR):
            for name in fields:
                if name not in NO_WORDS:
                    yield who, target, fields | {name: "{}"}, name, takes_files


def send(doors, who, target, fields, text):
    with transaction.atomic():
        answer = doors.client(who).post(target, {n: v.format(text) if v == "{}" else v for n, v in fields.items()})
        kept = held(text)
        transaction.set_rollback(True)
    return answer, kept


@pytest.mark.sampled
def test_no_form_of_a_page_takes_a_marking_or_an_unconfirmed_word(doors):
    """Each field with one of the two, by night with both."""
    count, wrong, fields_of = 0, [], list(forms(doors))
    for place, text in some(product(range(len(fields_of)), (MARK, WORD)), itemgetter(0), itemgetter(1)):
        who, target, fields, name, _ = fields_of[place]
        answer, kept = send(doors, who, target, fields, text)
        count += 1
        if answer.status_code not in (400, 403, 404, 405, 422) or kept:
            wrong.append(f"{answer.status_code} {who} {target} {name} {text}")
    assert count > 200
    assert not wrong, "\n".join(wrong)


def test_no_writing_address_of_the_api_takes_a_marking_or_an_unconfirmed_word(doors):
    client, count = doors.client("clerk"), 0
    for address in every_address():
        view = getattr(resolve(doors.url(address)).func, "cls", None)
        for method in ("post", "put"):
            if address.is_api and hasattr(view, method):
                client = doors.client(doors.readers(address)[0])
                for body in ({"note": MARK}, {"data": {"text": MARK}}, {"measures": [{"text": MARK}]}):
                    answer = getattr(client, method)(
                        doors.url(address), json.dumps(body), content_type="application/json"
                    )
                    assert answer.status_code in (400, 404)
                    assert answer.status_code == 404 or "机密★" in answer.json()["reasons"][0]
                    count += 1
                asked = json.dumps({"move": "x", "note": WORD})
                answer = getattr(client, method)(doors.url(address), asked, content_type="application/json")
                assert answer.status_code in (409, 404)
                assert answer.status_code == 404 or answer.json()["words"] == ["机密"]
    assert count >= 20


def test_a_confirmed_word_passes_and_the_trail_keeps_that(doors):
    world = doors.objects.world
    issue, client = world.issue(at=Status.DISPATCHED), doors.client("liaison")
    url = f"/issues/{issue.public_id}/move/"
    sent = {"move": "contest", "note": WORD, "version": issue.version, "key": "k1"}
    asked = client.post(url, sent)
    assert asked.status_code == 422
    assert WORD in asked.content.decode()
    assert f'name="{CONFIRM}"' in asked.content.decode()
    issue.refresh_from_db()
    assert issue.status == Status.DISPATCHED
    assert client.post(url, sent | {CONFIRM: "1"}).status_code == 302
    event = Event.objects.on(issue).latest("number")
    assert (event.note, event.facts["unclassified"]) == (WORD, "机密")
    assert sentence(event).endswith("（已确认不涉密：机密）")


def test_the_api_asks_once_and_takes_the_confirmation(doors):
    world = doors.objects.world
    issue, client = world.issue(at=Status.DISPATCHED), doors.client("liaison")
    url, body = f"/api/v1/issues/{issue.public_id}/moves/", {"move": "contest", "note": WORD}
    answer = client.post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["confirm"]) == (409, CONFIRM)
    assert client.post(url, body | {CONFIRM: "yes"}, content_type="application/json").status_code == 409
    assert client.post(url, body | {CONFIRM: True}, content_type="application/json").status_code == 200
    assert Event.objects.on(issue).latest("number").facts["unclassified"] == "机密"


def test_a_confirmation_does_not_help_a_marking(doors):
    issue = doors.objects.world.issue(at=Status.DISPATCHED)
    sent = {"move": "contest", "note": MARK, "version": issue.version, CONFIRM: "1"}
    answer = doors.client("liaison").post(f"/issues/{issue.public_id}/move/", sent)
    assert answer.status_code == 422
    assert CONFIRM not in answer.content.decode()


def test_a_free_word_is_not_asked_about(doors):
    issue = doors.objects.world.issue(at=Status.DISPATCHED)
    sent = {"move": "contest", "note": FREE, "version": issue.version}
    assert doors.client("liaison").post(f"/issues/{issue.public_id}/move/", sent).status_code == 302
    assert "unclassified" not in Event.objects.on(issue).latest("number").facts


TYPED, KEPT = "第一行\r\n第二\x07行\x0b第三\u200b行\x9f\t完\ue000", "第一行\n第二行\n第三\u200b行\t完\ue000"


def test_a_page_drops_unseen_controls_and_says_how_many_after_the_act(doors):
    issue, client = doors.objects.world.issue(at=Status.DISPATCHED), doors.client("liaison")
    sent = {"move": "contest", "note": TYPED, "version": issue.version}
    answer = client.post(f"/issues/{issue.public_id}/move/", sent, follow=True)
    assert Event.objects.on(issue).latest("number").note == KEPT
    assert "有 2 个看不见的控制符" in answer.content.decode()


def test_the_api_drops_them_and_says_so_in_a_header(doors):
    issue, client = doors.objects.world.issue(at=Status.DISPATCHED), doors.client("liaison")
    url = f"/api/v1/issues/{issue.public_id}/moves/"
    answer = client.post(url, {"move": "contest", "note": TYPED}, content_type="application/json")
    assert (answer.status_code, answer["X-Dropped-Characters"]) == (200, "2")
    assert Event.objects.on(issue).latest("number").note == KEPT


def test_the_confirmation_sends_again_what_is_left_and_a_password_is_left_alone(doors):
    issue = doors.objects.world.issue(at=Status.DISPATCHED)
    sent = {"move": "contest", "note": f"{WORD}\x07", "version": issue.version, "again": "\x07secret"}
    page = doors.client("liaison").post(f"/issues/{issue.public_id}/move/", sent).content.decode()
    assert f'name="note" value="{WORD}"' in page
    assert 'name="again" value="\x07secret"' in page


def test_a_condition_that_is_kept_under_a_name_stands_before_the_gate(doors):
    client, url = doors.client("clerk"), "/books/problems/views/"
    assert client.post(f"{url}?q={MARK}", {"name": "常看的"}).status_code == 422
    assert CONFIRM in client.post(f"{url}?q={WORD}", {"name": "常看的"}).content.decode()
    assert client.post(f"{url}?q={FREE}", {"name": "常看的"}).status_code == 302


@pytest.mark.parametrize("url", ["/books/problems.xlsx", "/issues/export.xlsx"])
def test_the_trail_of_an_export_repeats_no_marking(doors, url):
    doors.client("clerk").get(f"{url}?q={MARK}")
    told = json.dumps(Event.objects.latest("number").facts, ensure_ascii=False)
    assert "标有密级，未记" in told
    assert "机密" not in told


def test_the_trail_of_a_typed_marking_repeats_none_out_of_the_address(doors):
    assert doors.client("liaison").post(f"/issues/{MARK}/move/", {"note": MARK}).status_code == 422
    assert Event.objects.latest("number").facts["where"] == "（标有密级，未记）"
