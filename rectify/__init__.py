"""整改“后半篇”: the project package, and what both apps stand on."""

from rectify.celery import app as celery_app

__all__ = ["celery_app"]
