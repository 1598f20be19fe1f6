"""/api/v1/: a line for each app."""

from issues.api.urls import urlpatterns as issues
from ledgers.api.urls import urlpatterns as ledgers

urlpatterns = [*issues, *ledgers]
