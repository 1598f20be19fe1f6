from django.core.files.uploadedfile import SimpleUploadedFile
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from ledgers.actions import imports
from ledgers.forms.imports import HandInForm, UploadForm
from ledgers.tasks import read_now_or_later
from rectify.accounts.models import KeyRight
from rectify.lib.apibodies import Body, body_of
from rectify.lib.apiview import View
from rectify.lib.filestore import keep


class Received(serializers.Serializer):
    """What became of a workbook: a person looks at it on the page before anything is written."""

    id = serializers.CharField(source="public_id")
    state = serializers.CharField()
    state_label = serializers.CharField(source="get_state_display")


class Imports(View):
    by_key = {"POST": KeyRight.IMPORT}

    @extend_schema(
        request=Body("HandIn", lambda: body_of(HandInForm.shape())),
        responses={201: Received},
        operation_id="import_hand_in",
    )
    def post(self, request):
        """Hand a workbook in. Nothing of it is written before a person has looked at it and confirms."""
        asked = HandInForm.from_json(request.data, user=request.user)
        asked.demand()
        round_, file = asked.given["round"], SimpleUploadedFile(asked.given["name"], asked.given["content"])
        anchor = imports.default_anchor(round_)
        form = UploadForm({"anchor": anchor}, files={"file": file}, user=request.user)
        form.demand()
        stored = keep(file.chunks(), folder="imports")
        batch = imports.upload(round_=round_, stored=stored, name=asked.given["name"], anchor=anchor, by=request.user)
        read_now_or_later(batch)
        batch.refresh_from_db()
        return Response(Received(batch).data, status=201)
