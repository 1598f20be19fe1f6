"""Faults that the tests must notice: each is one change of the source that looks harmless, and the tests nearest to it.

`make planted` (rectify/roof/testing/planted.py) makes them one at a time on a copy. Whoever moves or rewrites such a line puts
its new wording here; rectify/roof/tests/test_planted.py says where that is due.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Planting:
    """`old`, which stands exactly once in `file`, becomes `new`; one of `tests` (as pytest names them) must turn red."""

    name: str
    left_out: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


PLANTINGS = (
    Planting(
        "reports",
        "a page of a weekly report begins at what its reader may see",
        "issues/pages/reports/views.py",
        "return Report.objects.visible_to(request.user).select_related(*whole)",
        "return Report.objects.all().select_related(*whole)",
        ("rectify/roof/tests/test_addresses.py::test_an_object_of_others_is_as_unknown_as_one_that_never_was",),
    ),
    Planting(
        "four-eyes",
        "who had a hand in a request for closure does not decide on it",
        "ledgers/moves/deciding.py",
        'return no("您参与过这件的申请或初审，须由另一人审定")',
        'return yes("由初审人以外的人审定")',
        ("ledgers/tests/test_four_eyes.py",),
    ),
    Planting(
        "lock",
        "a move locks its row before it looks at the state",
        "rectify/workflow/move.py",
        "    lock(obj)\n    if not _first_time",
        "    if not _first_time",
        ("ledgers/tests/test_concurrency.py::test_one_form_sent_ten_times_acts_once",),
    ),
    Planting(
        "minus",
        "what was terminated is subtracted in the books",
        "ledgers/models/entry.py",
        "MINUS = frozenset({Entry.Kind.CLOSED, Entry.Kind.TERMINATED, Entry.Kind.MOVED_OUT})",
        "MINUS = frozenset({Entry.Kind.CLOSED, Entry.Kind.MOVED_OUT})",
        ("ledgers/tests/test_reconcile.py::test_every_state_balances",),
    ),
    Planting(
        "working-days",
        "the first day of a span is not counted",
        "rectify/calendars/calendar.py",
        "return self._worked(last) - self._worked(first)",
        "return self._worked(last) - self._worked(first - ONE_DAY)",
        ("rectify/calendars/tests/test_calendar.py::test_working_days_are_counted_over_the_national_holiday",),
    ),
    Planting(
        "event",
        "withdrawing a file leaves its event",
        "issues/actions/evidence.py",
        '    record("issues.evidence.withdraw", evidence, by=by, post=post, name=evidence.name)\n',
        "",
        ("rectify/roof/tests/test_events.py::test_each_act_leaves_exactly_its_events",),
    ),
    Planting(
        "token",
        "a form that brings files is taken with its token only",
        "rectify/lib/uploads.py",
        "        @csrf_protect\n        def protected",
        "        def protected",
        ("rectify/roof/tests/test_tokens.py",),
    ),
    Planting(
        "imports",
        "an import is read by the office of its round",
        "ledgers/models/querysets.py",
        "return self.filter(round__office__in=user.offices())\n\n\nclass BatchRowQuerySet",
        "return self.filter(Q(round__isnull=False) if user.offices() else Q(pk__in=[]))\n\n\nclass BatchRowQuerySet",
        ("issues/tests/test_visibility.py::test_another_office_reads_no_import_of_this_one",),
    ),
    Planting(
        "blind",
        "an opinion is read by others once all have spoken",
        "issues/models/querysets.py",
        "own | (concerned & all_in))",
        "own | concerned)",
        ("issues/tests/test_joint_blind.py::test_nobody_hears_the_first_before_the_last_has_spoken",),
    ),
    Planting(
        "bomb",
        "a zip that grows two hundred times is turned away",
        "rectify/lib/filekinds.py",
        "if size > 20 * 2**20 and size > 200 * max(packed, 1):",
        "if size < packed < 0:",
        ("rectify/lib/tests/test_filekinds.py::test_a_bomb_is_turned_away_unopened",),
    ),
    Planting(
        "local-day",
        "the day of an entry in the books is the day of the office",
        "ledgers/effects/posting.py",
        "timezone.localdate()",
        "timezone.now().date()",
        ("ledgers/tests/test_local_day.py",),
    ),
    Planting(
        "signed",
        "what is signed is what was shown",
        "ledgers/moves/requesting.py",
        'if closure and act.given.get("digest") != closure.digest:',
        'if closure and not act.given.get("digest"):',
        ("ledgers/tests/test_closure_pages.py::test_the_unit_asks_and_its_principal_signs_what_was_shown",),
    ),
    Planting(
        "seal",
        "the words on the files are part of the final digest",
        "ledgers/seals.py",
        '                "word": word.word,\n',
        "",
        ("ledgers/tests/test_seal.py",),
    ),
    Planting(
        "same-form",
        "a known form with other words is another form",
        "rectify/workflow/form_keys.py",
        "    if used.what != done[:120]:",
        "    if not used.what:",
        ("issues/tests/test_at_once.py",),
    ),
    Planting(
        "deputy",
        "a stand-in that was ended lends nothing",
        "rectify/accounts/scoping.py",
        "return self.filter(ended_at=None, starts__lte=on, ends__gte=on)",
        "return self.filter(starts__lte=on, ends__gte=on)",
        ("rectify/accounts/tests/test_standins.py::test_ended_at_once_by_each_side_and_by_the_security_administrator",),
    ),
    Planting(
        "within",
        "the short way to the issues of a round is for those who run it",
        "issues/models/querysets.py",
        "return of_round if within.office_id in user.offices() else of_round._in_scope(user, None)",
        "return of_round if type(within).objects.visible_to(user).filter(pk=within.pk) "
        "else of_round._in_scope(user, None)",
        ("issues/tests/test_visibility.py",),
    ),
    Planting(
        "lease",
        "a mailing that another sender has just claimed is let alone",
        "rectify/notices/send.py",
        "Mailing.objects.waiting().filter(pk=pk).exclude(claimed_at__gt=at - LEASE)",
        "Mailing.objects.waiting().filter(pk=pk)",
        (
            "rectify/notices/tests/test_send.py::test_what_one_sender_is_busy_with_another_lets_alone_until_the_lease_is_over",
        ),
    ),
    Planting(
        "this-week",
        "本周销号 begins on Monday",
        "issues/slices.py",
        "return Q(status__in=STRUCK_OFF, closed_on__range=(monday(on), on))",
        "return Q(status__in=STRUCK_OFF, closed_on__range=(date.fromordinal(on.toordinal() - 6), on))",
        ("issues/tests/test_slice_days.py",),
    ),
    Planting(
        "condition",
        "a condition that is not understood shows no row",
        "rectify/lib/filtering.py",
        "return rows.none() if self.wrong else self.filter_queryset(rows)",
        "return rows if self.wrong else self.filter_queryset(rows)",
        ("issues/tests/test_filters.py::test_what_is_not_understood_is_never_everything",),
    ),
    Planting(
        "in-hand",
        "an issue in hand is late from the day after its deadline, as in the list",
        "rectify/lib/predicate.py",
        '"lt": operator.lt,',
        '"lt": operator.le,',
        ("issues/tests/test_slices.py::test_a_slice_says_the_same_of_one_issue_and_of_many",),
    ),
    Planting(
        "version",
        "a draft that an undo restores gets a new version",
        "ledgers/actions/import_undo.py",
        "    issue.version += 1\n",
        "",
        ("ledgers/tests/test_import_again.py::test_an_update_is_undone_to_the_letter_and_then_what_was_before_it",),
    ),
    Planting(
        "store",
        "a file refused after it was written whole leaves the store",
        "rectify/lib/uploads.py",
        "        except Unfit as unfit:\n            part.drop()\n",
        "        except Unfit as unfit:\n",
        ("issues/tests/test_evidence.py::test_a_refused_file_leaves_nothing",),
    ),
    Planting(
        "role",
        "a post in a role that no file offers gives nothing",
        "rectify/accounts/models/user.py",
        "(post for post in held if post.role in known)",
        "held",
        ("rectify/roof/tests/test_roles.py::test_a_role_without_pages_is_granted_nowhere",),
    ),
    Planting(
        "role-guard",
        "the database refuses that a post changes to a role that there is not",
        "rectify/accounts/guards.py",
        """ AND NEW."role" <> OLD."role"'""",
        """ AND NEW."role" = OLD."role"'""",
        ("rectify/roof/tests/test_roles.py::test_the_database_takes_a_role_that_a_file_offers_and_no_other",),
    ),
)
