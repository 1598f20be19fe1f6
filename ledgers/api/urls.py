from django.urls import path

from ledgers.api import books, imports, papers, stock

urlpatterns = [
    path("books/", books.Books.as_view(), name="books"),
    path("books/<slug:slug>/", books.Book.as_view(), name="book"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("papers/<str:public_id>/moves/", papers.IssuedPaperMoves.as_view(), name="paper_moves"),
    path("stock/", stock.Stock.as_view(), name="stock"),
    path("figures/", books.Figures.as_view(), name="figures"),
]
