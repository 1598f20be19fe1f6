from django.urls import path

from ledgers.api import books

urlpatterns = [
    path("books/", books.Books.as_view(), name="books"),
    path("books/<slug:slug>/", books.Book.as_view(), name="book"),
    path("figures/", books.Figures.as_view(), name="figures"),
]
