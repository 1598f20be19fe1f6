from django.urls import path

from ledgers.api import books, imports

urlpatterns = [
    path("books/", books.Books.as_view(), name="books"),
    path("books/<slug:slug>/", books.Book.as_view(), name="book"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("figures/", books.Figures.as_view(), name="figures"),
]
