from django.urls import path

from issues.pages.catalogues import views as catalogues
from issues.pages.claims import views as claims
from issues.pages.entry import views as entry
from issues.pages.evidence import views as evidence
from issues.pages.extensions import views as extensions
from issues.pages.feedback import views as feedback
from issues.pages.handing import views as handing
from issues.pages.handovers import views as handovers
from issues.pages.homes import views as homes
from issues.pages.issue import views as issue
from issues.pages.joint import views as joint
from issues.pages.knowing import views as knowing
from issues.pages.lasting import views as lasting
from issues.pages.listing import views as listing
from issues.pages.measures import views as measures
from issues.pages.moves import views as moves
from issues.pages.opinions import views as opinions
from issues.pages.outcomes import views as outcomes
from issues.pages.parts import views as parts
from issues.pages.plans import views as plans
from issues.pages.procedures import views as procedures
from issues.pages.recommendations import views as recommendations
from issues.pages.recurrence import views as recurrence
from issues.pages.regulations import views as regulations
from issues.pages.reports import views as reports
from issues.pages.rounds import views as rounds
from issues.pages.setup import views as setup
from issues.pages.splitting import views as splitting
from issues.pages.units import views as units
from issues.pages.weeks import views as weeks
from issues.pages.wording import views as wording

app_name = "issues"

urlpatterns = [
    path("", homes.home, name="home"),
    path("setup/", setup.steps, name="setup"),
    path("issues/", listing.listing, name="list"),
    path("issues/export.xlsx", listing.export, name="export"),
    path("issues/bulk/", listing.bulk, name="bulk"),
    path("issues/look/", listing.set_look, name="look"),
    path("issues/views/", listing.save_view, name="view_save"),
    path("issues/views/drop/", listing.drop_view, name="view_drop"),
    path("claim/", claims.listing, name="claim"),
    path("issues/new/", entry.new, name="new"),
    path("issues/due/", entry.due_read, name="due_read"),
    path("issues/new/alike/", recurrence.entering, name="new_alike"),
    path("issues/recurring/", recurrence.recurring, name="recurring"),
    path("issues/<str:public_id>/", issue.detail, name="detail"),
    path("issues/<str:public_id>/trail/", issue.trail, name="trail"),
    path("issues/<str:public_id>/move/", moves.move, name="move"),
    path("issues/<str:public_id>/measures/<str:measure_id>/move/", moves.measure_move, name="measure_move"),
    path("issues/<str:public_id>/measures/<str:measure_id>/", measures.measure, name="measure"),
    path("issues/<str:public_id>/measures/<str:measure_id>/reach/", measures.reach, name="measure_reach"),
    path("issues/<str:public_id>/measures/<str:measure_id>/link/", measures.link, name="measure_link"),
    path("issues/<str:public_id>/measures/<str:measure_id>/unlink/", measures.unlink, name="measure_unlink"),
    path("issues/<str:public_id>/regulations/", regulations.regulations, name="regulations"),
    path("issues/<str:public_id>/institutions/", regulations.moved, name="regulations_before"),
    path("issues/<str:public_id>/outcomes/", outcomes.outcomes, name="outcomes"),
    path("issues/<str:public_id>/plan/", plans.plan, name="plan"),
    path("issues/<str:public_id>/plan/hints/", plans.hints, name="plan_hints"),
    path("issues/<str:public_id>/plan/<int:version>/", plans.plan_version, name="plan_version"),
    path("issues/<str:public_id>/extend/", extensions.extend, name="extend"),
    path("issues/<str:public_id>/extension/", extensions.extension, name="extension"),
    path("issues/<str:public_id>/lasting/", lasting.lasting, name="lasting"),
    path("issues/<str:public_id>/lasting/decide/", lasting.decide, name="lasting_decide"),
    path("issues/<str:public_id>/lasting/review/", lasting.stage_review, name="stage_review"),
    path("issues/<str:public_id>/lasting/reviews/<str:review_id>/", lasting.stage_read, name="stage_read"),
    path("issues/<str:public_id>/hand/", handing.hand, name="hand"),
    path("issues/<str:public_id>/parts/", parts.parts, name="parts"),
    path("issues/<str:public_id>/parts/<str:part_id>/drop/", parts.drop, name="part_drop"),
    path("issues/<str:public_id>/edit/", wording.edit, name="edit"),
    path("issues/<str:public_id>/reword/", wording.reword, name="reword"),
    path("issues/<str:public_id>/level/", wording.level, name="level"),
    path("issues/<str:public_id>/knowing/", knowing.knowing, name="knowing"),
    path("issues/<str:public_id>/knowing/release/", knowing.release, name="knowing_release"),
    path("knowers/<str:public_id>/unname/", knowing.unname, name="knower_unname"),
    path("issues/<str:public_id>/alike/", recurrence.alike, name="alike"),
    path("issues/<str:public_id>/alike/say/", recurrence.say, name="alike_say"),
    path("issues/<str:public_id>/evidence/", evidence.upload, name="evidence_upload"),
    path("evidence/<str:public_id>/", evidence.file, name="evidence_file"),
    path("evidence/<str:public_id>/view/", evidence.preview, name="evidence_preview"),
    path("evidence/<str:public_id>/inline/", evidence.inline, name="evidence_inline"),
    path("evidence/<str:public_id>/thumb/", evidence.thumb, name="evidence_thumb"),
    path("evidence/<str:public_id>/edit/", evidence.edit, name="evidence_edit"),
    path("evidence/<str:public_id>/replace/", evidence.replace, name="evidence_replace"),
    path("evidence/<str:public_id>/withdraw/", evidence.withdraw, name="evidence_withdraw"),
    path("week/", weeks.latest, name="week"),
    path("week/start/", weeks.start, name="week_start"),
    path("week/<str:public_id>/", weeks.week, name="week"),
    path("week/<str:public_id>/hold/", weeks.hold, name="week_hold"),
    path("week/<str:public_id>/release/", weeks.release, name="week_release"),
    path("week/<str:public_id>/send/", weeks.send, name="week_send"),
    path("week/<str:public_id>/withdraw/", weeks.take_back, name="week_take_back"),
    path("week/<str:public_id>/redraft/", weeks.redraft, name="week_redraft"),
    path("week/<str:public_id>/words/", weeks.write, name="week_write"),
    path("week/<str:public_id>/publish/", weeks.publish, name="week_publish"),
    path("week/<str:public_id>/<slug:which>.xlsx", weeks.book, name="week_book"),
    path("week/<str:public_id>/list/<slug:name>/", weeks.listed, name="week_list"),
    path("week/lines/<int:pk>/sign/", weeks.sign, name="week_sign"),
    path("reports/", reports.listing, name="reports"),
    path("reports/read/", reports.read_many, name="reports_read"),
    path("reports/<str:public_id>/", reports.report, name="report"),
    path("reports/<str:public_id>/send/", reports.send, name="report_send"),
    path("reports/<str:public_id>/none/", reports.no_progress, name="report_none"),
    path("reports/<str:public_id>/read/", reports.read, name="report_read"),
    path("reports/<str:public_id>/return/", reports.send_back, name="report_return"),
    path("handovers/", handovers.listing, name="handovers"),
    path("handovers/new/", handovers.new, name="handover_new"),
    path("handovers/<str:public_id>/", handovers.detail, name="handover"),
    path("handovers/<str:public_id>/letter/", handovers.letter, name="handover_letter"),
    path("handovers/<str:public_id>/receive/", handovers.receive, name="handover_receive"),
    path("handovers/<str:public_id>/withdraw/", handovers.withdraw, name="handover_withdraw"),
    path("unstaffed/", units.unstaffed, name="unstaffed"),
    path("duty/<str:public_id>/", units.unit, name="unit_duty"),
    path("issues/<str:public_id>/joint/", joint.joint, name="joint"),
    path("joint/<str:public_id>/", joint.review, name="joint_review"),
    path("opinions/", opinions.listing, name="opinions"),
    path("opinions/<str:public_id>/", opinions.opinion, name="opinion"),
    path("opinions/<str:public_id>/skip/", opinions.skip, name="opinion_skip"),
    path("rounds/", rounds.listing, name="rounds"),
    path("rounds/new/", rounds.new, name="round_new"),
    path("rounds/lists/", catalogues.index, name="catalogue"),
    path("rounds/lists/<slug:name>/", catalogues.listing, name="catalogue_table"),
    path("rounds/lists/<slug:name>/new/", catalogues.edit, name="catalogue_new"),
    path("rounds/lists/<slug:name>/<int:pk>/", catalogues.edit, name="catalogue_edit"),
    path("rounds/procedures/", procedures.listing, name="procedures"),
    path("rounds/procedures/new/", procedures.edit, name="procedure_new"),
    path("rounds/procedures/<str:public_id>/", procedures.procedure, name="procedure"),
    path("rounds/procedures/<str:public_id>/edit/", procedures.edit, name="procedure_edit"),
    path("rounds/<str:public_id>/", rounds.detail, name="round"),
    path("rounds/<str:public_id>/edit/", rounds.edit, name="round_edit"),
    path("rounds/<str:public_id>/phase/", rounds.phase_begin, name="phase_begin"),
    path("rounds/<str:public_id>/phases/<str:change_id>/", rounds.phase, name="phase"),
    path("rounds/<str:public_id>/units/", rounds.units, name="round_units"),
    path("rounds/<str:public_id>/feedback/", feedback.register, name="feedback_new"),
    path("rounds/feedback/<str:public_id>/", feedback.detail, name="feedback"),
    path("rounds/feedback/<str:public_id>/split/", splitting.split, name="split"),
    path("rounds/feedback/<str:public_id>/split/step/", splitting.step, name="split_step"),
    path("rounds/feedback/<str:public_id>/split/adopt/", splitting.adopt, name="split_adopt"),
    path("rounds/feedback/<str:public_id>/file/", feedback.file, name="feedback_file"),
    path("rounds/feedback/<str:public_id>/split/confirm/", splitting.confirm, name="split_confirm"),
    path("rounds/feedback/<str:public_id>/recommendations/", recommendations.assign_all, name="recommendations_assign"),
    path("recommendations/<str:public_id>/", recommendations.detail, name="recommendation"),
    path("rounds/feedback/<str:public_id>/level/", feedback.level, name="feedback_level"),
    path("rounds/feedback/<str:public_id>/correct/", feedback.correct, name="feedback_correct"),
    path("rounds/feedback/<str:public_id>/items/<int:pk>/", feedback.item, name="feedback_item"),
]
