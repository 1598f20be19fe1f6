from django.urls import path

from ledgers.pages.boards import views as boards
from ledgers.pages.books import views as books
from ledgers.pages.closures import views as closures
from ledgers.pages.draws import views as draws
from ledgers.pages.imports import views as imports
from ledgers.pages.layouts import views as layouts
from ledgers.pages.look_backs import views as look_backs
from ledgers.pages.meetings import views as meetings
from ledgers.pages.objections import views as objections
from ledgers.pages.offline import views as offline
from ledgers.pages.paper_bundles import views as paper_bundles
from ledgers.pages.paper_templates import views as paper_templates
from ledgers.pages.papers import views as papers
from ledgers.pages.papers_together import views as papers_together
from ledgers.pages.reconciliation import views as reconciliation
from ledgers.pages.reviews import views as reviews
from ledgers.pages.statements import views as statements
from ledgers.pages.visit_files import views as visit_files
from ledgers.pages.visits import views as visits
from ledgers.pages.wall import views as wall

app_name = "ledgers"

urlpatterns = [
    path("reconcile/", reconciliation.accounts, name="reconcile"),
    path("reconcile.xlsx", reconciliation.workbook, name="reconcile_file"),
    path("reconcile/stock/", reconciliation.stock, name="stock"),
    path("reconcile/stock.xlsx", reconciliation.stock_workbook, name="stock_file"),
    path("reconcile/statements/", statements.listing, name="statements"),
    path("reconcile/statements/draw-up/", statements.draw_up, name="statements_draw_up"),
    path("reconcile/statements/<str:public_id>/", statements.detail, name="statement"),
    path("reconcile/statements/<str:public_id>/print/", statements.printed, name="statement_print"),
    path("reconcile/statements/<str:public_id>.xlsx", statements.workbook, name="statement_file"),
    path("board/", boards.board, name="board"),
    path("board/wall/", wall.wall, name="wall"),
    path("board/sorts/", boards.sorts, name="sorts"),
    path("definitions/", boards.definitions, name="definitions"),
    path("books/", books.index, name="books"),
    path("books/<slug:slug>/", books.book, name="book"),
    path("books/<slug:slug>.xlsx", books.workbook, name="book_file"),
    path("books/<slug:slug>/print/", books.printed, name="book_print"),
    path("books/<slug:slug>/views/", books.save_view, name="view_save"),
    path("books/<slug:slug>/views/drop/", books.drop_view, name="view_drop"),
    path("layouts/", layouts.listing, name="ledger_layouts"),
    path("layouts/<str:public_id>/", layouts.detail, name="ledger_layout"),
    path("layouts/<str:public_id>/use/", layouts.use, name="ledger_layout_use"),
    path("layouts/<str:public_id>/retire/", layouts.retire, name="ledger_layout_retire"),
    path("layouts/<str:public_id>.xlsx", layouts.workbook, name="ledger_layout_file"),
    path("offline/", offline.listing, name="offline"),
    path("offline/units/<str:public_id>/workbook.xlsx", offline.workbook, name="offline_workbook"),
    path("offline/<str:public_id>/", offline.entry, name="offline_entry"),
    path("offline/<str:public_id>/drop/", offline.drop, name="offline_drop"),
    path("offline/<str:public_id>/files/<int:pk>/", offline.file, name="offline_file"),
    path("import/", imports.start, name="import"),
    path("import/template.xlsx", imports.template, name="import_template"),
    path("import/<str:public_id>/", imports.batch, name="import_batch"),
    path("import/<str:public_id>/progress/", imports.progress, name="import_progress"),
    path("import/<str:public_id>/answer/", imports.answer, name="import_answer"),
    path("import/<str:public_id>/ask-units/", imports.ask_units, name="import_ask_units"),
    path("import/<str:public_id>/check/", imports.check, name="import_check"),
    path("import/<str:public_id>/columns/", imports.columns, name="import_columns"),
    path("import/<str:public_id>/take/", imports.take, name="import_take"),
    path("import/<str:public_id>/rows/", imports.rows, name="import_rows"),
    path("import/<str:public_id>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<str:public_id>/go-on/", imports.go_on, name="import_go_on"),
    path("import/<str:public_id>/drop/", imports.drop, name="import_drop"),
    path("import/<str:public_id>/undo/", imports.undo, name="import_undo"),
    path("import/<str:public_id>/complaints.xlsx", imports.complaints, name="import_complaints"),
    path("closures/", closures.closures, name="closures"),
    path("closures/look-backs/", look_backs.look_backs, name="look_backs"),
    path("closures/look-backs/results/", look_backs.results, name="look_back_results"),
    path("closures/visits/plan/", visits.plan, name="visit_plan"),
    path("closures/visits/<str:public_id>/", visits.visit, name="visit"),
    path("closures/visits/<str:public_id>/print/", visits.printed, name="visit_print"),
    path("closures/visits/<str:public_id>/call-off/", visits.call_off, name="visit_call_off"),
    path("closures/visits/<str:public_id>/files/", visit_files.upload, name="visit_upload"),
    path("closures/visit-files/<str:public_id>/", visit_files.file, name="visit_file"),
    path("closures/visit-files/<str:public_id>/thumb/", visit_files.thumb, name="visit_thumb"),
    path("closures/visit-files/<str:public_id>/withdraw/", visit_files.withdraw, name="visit_file_withdraw"),
    path("closures/draws/", draws.listing, name="draws"),
    path("closures/draws/new/", draws.new, name="draw_new"),
    path("closures/draws/<str:public_id>/", draws.draw, name="draw"),
    path("closures/draws/<str:public_id>/make/", draws.make, name="draw_make"),
    path("closures/draws/<str:public_id>/draw.txt", draws.published, name="draw_text"),
    path("issues/<str:public_id>/look-back/", visits.look_back, name="look_back"),
    path("issues/<str:public_id>/objections/", objections.objections, name="objections"),
    path("issues/<str:public_id>/objections/<str:objection_id>/", objections.answer, name="objection_answer"),
    path("closures/sheet/<str:public_id>/", closures.closure, name="closure"),
    path("closures/<str:public_id>/review/", reviews.review, name="review"),
    path("closures/<str:public_id>/review/<str:evidence_id>/", reviews.verdict, name="verdict"),
    path("closures/<str:public_id>/decide/", reviews.decide, name="decide"),
    path("issues/<str:public_id>/apply/", closures.apply, name="apply"),
    path("issues/<str:public_id>/endorse/", closures.sign, name="sign"),
    path("register/", papers.register, name="paper_register"),
    path("register/together/", papers_together.act, name="papers_together"),
    path("register/bundles/<str:public_id>/review/", papers_together.review, name="paper_bundle_review"),
    path("register/bundles/", paper_bundles.listing, name="paper_bundles"),
    path("register/bundles/new/<slug:paper>/", paper_bundles.new, name="paper_bundle_new"),
    path("register/bundles/<str:public_id>/", paper_bundles.bundle, name="paper_bundle"),
    path("register/bundles/<str:public_id>/progress/", paper_bundles.progress, name="paper_bundle_progress"),
    path("register/bundles/<str:public_id>/redraw/", paper_bundles.redraw, name="paper_bundle_redraw"),
    path("register/bundles/<str:public_id>/papers.zip", paper_bundles.archive, name="paper_bundle_file"),
    path("register/templates/", paper_templates.listing, name="paper_templates"),
    path("register/templates/<slug:paper>/", paper_templates.detail, name="paper_template"),
    path("register/templates/<slug:paper>/starter.docx", paper_templates.starter, name="paper_template_starter"),
    path("register/templates/versions/<str:public_id>.docx", paper_templates.file, name="paper_template_file"),
    path(
        "register/templates/versions/<str:public_id>/preview/", paper_templates.preview, name="paper_template_preview"
    ),
    path("register/templates/versions/<str:public_id>/use/", paper_templates.use, name="paper_template_use"),
    path("register/templates/versions/<str:public_id>/retire/", paper_templates.retire, name="paper_template_retire"),
    path("register/<str:public_id>.docx", papers.issued, name="paper_issued"),
    path("register/<str:public_id>.pdf", papers.issued_pdf, name="paper_issued_pdf"),
    path("register/<str:public_id>/", papers.detail, name="issued_paper"),
    path("papers/<str:public_id>/", papers.listing, name="papers"),
    path("papers/<str:public_id>/<slug:paper>/", papers.paper, name="paper"),
    path("papers/<str:public_id>/<slug:paper>/review/", papers.review, name="paper_review"),
    path("papers/<str:public_id>/<slug:paper>.docx", papers.file, name="paper_file"),
    path("papers/<str:public_id>/<slug:paper>.pdf", papers.pdf, name="paper_pdf"),
    path("meetings/", meetings.listing, name="meetings"),
    path("meetings/new/", meetings.new, name="meeting_new"),
    path("meetings/add/", meetings.add, name="meeting_add"),
    path("meetings/<str:public_id>/", meetings.detail, name="meeting"),
    path("meetings/<str:public_id>/print/", meetings.printed, name="meeting_print"),
    path("meetings/<str:public_id>/edit/", meetings.edit, name="meeting_edit"),
    path("meetings/<str:public_id>/put/", meetings.put, name="meeting_put"),
    path("meetings/<str:public_id>/items/<str:item_id>/", meetings.arrange, name="meeting_arrange"),
    path("meetings/<str:public_id>/decide/", meetings.decide, name="meeting_decide"),
    path("meetings/<str:public_id>/close/", meetings.close, name="meeting_close"),
]
