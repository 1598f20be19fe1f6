from django.urls import path

from ledgers.views import board, books, closures, imports, meeting, reconcile, review

app_name = "ledgers"

urlpatterns = [
    path("reconcile/", reconcile.accounts, name="reconcile"),
    path("reconcile.xlsx", reconcile.workbook, name="reconcile_file"),
    path("board/", board.board, name="board"),
    path("definitions/", board.definitions, name="definitions"),
    path("books/", books.index, name="books"),
    path("books/<slug:slug>/", books.book, name="book"),
    path("books/<slug:slug>.xlsx", books.workbook, name="book_file"),
    path("books/<slug:slug>/print/", books.printed, name="book_print"),
    path("books/<slug:slug>/views/", books.save_view, name="view_save"),
    path("books/<slug:slug>/views/<int:pk>/drop/", books.drop_view, name="view_drop"),
    path("import/", imports.start, name="import"),
    path("import/template.xlsx", imports.template, name="import_template"),
    path("import/<str:public_id>/", imports.batch, name="import_batch"),
    path("import/<str:public_id>/progress/", imports.progress, name="import_progress"),
    path("import/<str:public_id>/answer/", imports.answer, name="import_answer"),
    path("import/<str:public_id>/ask-units/", imports.ask_units, name="import_ask_units"),
    path("import/<str:public_id>/check/", imports.check, name="import_check"),
    path("import/<str:public_id>/columns/", imports.columns, name="import_columns"),
    path("import/<str:public_id>/rows/", imports.rows, name="import_rows"),
    path("import/<str:public_id>/confirm/", imports.confirm, name="import_confirm"),
    path("import/<str:public_id>/go-on/", imports.go_on, name="import_go_on"),
    path("import/<str:public_id>/drop/", imports.drop, name="import_drop"),
    path("import/<str:public_id>/undo/", imports.undo, name="import_undo"),
    path("import/<str:public_id>/complaints.xlsx", imports.complaints, name="import_complaints"),
    path("closures/", closures.closures, name="closures"),
    path("closures/meeting/", meeting.decide_many, name="meeting"),
    path("closures/sheet/<str:public_id>/", closures.closure, name="closure"),
    path("closures/<str:public_id>/review/", review.review, name="review"),
    path("closures/<str:public_id>/review/<str:evidence_id>/", review.verdict, name="verdict"),
    path("closures/<str:public_id>/decide/", review.decide, name="decide"),
    path("issues/<str:public_id>/apply/", closures.apply, name="apply"),
    path("issues/<str:public_id>/endorse/", closures.sign, name="sign"),
]
