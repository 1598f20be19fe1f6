"""Files on their way in: one pass from the network into the file store, hashed and counted, 64 KiB at a time.

    @receives(folder="evidence", first=find)
    def upload(request, public_id):
        for file in request.arrivals.taken: ... request.arrivals.keep(file)

What a view does not keep (its transaction failed, it was never asked for) is gone when the request ends; where the form comes
back, what a person chose waits in an area of its own (`waits_in`).
"""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from rectify.lib import confirming, gate
from rectify.lib.filecheck import Check, look
from rectify.lib.filekinds import Unfit, check_head, check_whole, clean_name, kind_of, short
from rectify.lib.filestore import PartFile, Stored, forget
from rectify.lib.fitness import demand_fit_form
from rectify.lib.numbers import whole
from rectify.lib.secrecy import EXPLAINED, marks

ROOM_LEFT = 512 * 2**20  # a full disk stops more than uploads
MOST_LOOKING = 5  # seconds of a request, to which the last look may add its own: many small files make nobody wait
SLACK = 256 * 2**10  # the other fields of a form
ENOUGH = 512  # fewer bytes of a beginning prove nothing; the whole file is looked at again in the end
ASKED = "《{}》的文件名或文字里有“{}”。请确认不涉密，也不是不得公开的内部资料：勾选“确认不涉密”，再传一次"
NO_FILE = "没有收到文件，请回到上一页重新选择文件"
NOT_WHOLE = "没有收到文件：文件名太长，或者没有传完。请把文件名改短后再传一次"


@dataclass(eq=False)
class Arrived:
    """One file that is whole, of a kind we take, and in the store."""

    name: str
    kind: str
    stored: Stored
    check: Check
    field: str = ""

    def close(self) -> None:
        """Django closes what it put into request.FILES; here nothing is open."""


class Receiver(FileUploadHandler):
    """Writes each file of a request into the store; `taken` are the good ones, `refused` the reasons of the others."""

    chunk_size = 64 * 2**10
    request: HttpRequest

    def __init__(self, request: HttpRequest, *, folder: str):
        super().__init__(request)
        self.folder, self.most = folder, settings.UPLOAD_MAX_BYTES
        self.part: PartFile | None = None
        self.name = ""
        self.taken: list[Arrived] = []
        self.refused: list[Unfit] = []
        self._kept: set[str] = set()
        self._settled: set[str] = set()
        self.looking = 0.0  # seconds

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        super().new_file(field_name, file_name, *args, **kwargs)
        self.part = None
        try:
            self.name = clean_name(file_name)
            kind_of(self.name)
        except Unfit as unfit:
            self._refuse(unfit)
            raise SkipFile from unfit
        length = whole(self.request.META.get("CONTENT_LENGTH") or "") or 0
        if alone(self.request) and length > self.most + SLACK:
            self._too_large()
        if _room() - length < ROOM_LEFT:
            self._refuse(Unfit("room", "服务器存储空间不足，暂时不能上传。请告诉系统管理员，其他操作不受影响"))
            raise StopUpload(connection_reset=True)
        self.part = PartFile(self.folder)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start == 0 and len(raw_data) >= ENOUGH:
            try:
                check_head(self.name, raw_data)
            except Unfit as unfit:
                self._refuse(unfit)
                raise SkipFile from unfit
        assert self.part is not None  # new_file came before
        if self.part.size + len(raw_data) > self.most:
            self._too_large()
        self.part.write(raw_data)

    # Django puts the answer into request.FILES and closes it in the end, nothing else.
    def file_complete(self, file_size: int) -> Arrived | None:  # type: ignore[override]
        part, self.part = self.part, None
        if part is None:
            return None
        try:
            if not part.size:
                raise Unfit("empty", f"《{short(self.name)}》是空文件，请换一份")
            part.flush()
            kind = check_whole(self.name, part.place)
            check = self._looked_at(part, kind)
        except Unfit as unfit:
            part.drop()
            self.refused.append(unfit)
            return None
        self.taken.append(Arrived(self.name, kind, part.finish(), check, self.field_name or ""))
        return self.taken[-1]

    def _looked_at(self, part: PartFile, kind: str) -> Check:
        """What the text inside bears. Looking has its time in a request: what comes after is left to a worker. Raises Unfit
        for a marking."""
        began = time.monotonic()
        check = Check() if self.looking >= MOST_LOOKING else look(part.place, kind, size=part.size)
        self.looking += time.monotonic() - began
        if check.marking:
            raise Unfit(
                "secret",
                f"{EXPLAINED}：《{short(self.name)}》{check.why}标有密级“{check.marking}”，整份没有接收，也没有留存。"
                "涉密材料请按保密规定另行报送",
            )
        return check

    def demand_sure(self, *, sure: bool) -> None:
        """Words in names and texts that may mark something: the files that bear them are taken when the person is `sure`,
        which the trail keeps; else they are refused, and the page asks."""
        words: dict[str, None] = {}
        for file in list(self.taken):
            borne = dict.fromkeys([*marks(file.name, file_name=True).words, *file.check.words])
            if borne and not sure:
                self.taken.remove(file)
                forget(file.stored.path)
                self.refused.append(Unfit("words", ASKED.format(short(file.name), "”“".join(borne))))
            words |= borne
        if sure:
            gate.add_confirmed(words)

    def keep(self, file: Arrived) -> None:
        """A row names this file now."""
        self._kept.add(file.stored.path)
        self.settle(file)

    def settle(self, file: Arrived) -> None:
        """There is a word on this file: it need not be chosen again."""
        self._settled.add(file.stored.path)

    def is_settled(self, path: str) -> bool:
        return path in self._settled

    def tidy(self) -> None:
        """Remove what no row names."""
        if self.part is not None:
            self.part.drop()
            self.part = None
        for file in self.taken:
            if file.stored.path not in self._kept:
                forget(file.stored.path)

    def _refuse(self, unfit: Unfit) -> None:
        if self.part is not None:
            self.part.drop()
            self.part = None
        self.refused.append(unfit)

    def _too_large(self) -> None:
        most = self.most // 2**20
        self._refuse(Unfit("size", f"《{short(self.name)}》超过 {most} MB，没有接收。请压缩图片或拆成几份再传"))
        raise StopUpload(connection_reset=True)


class WaitingArea(Protocol):
    """Where files wait whose form was not taken (rectify.drafts.sent_files)."""

    def bring(self, request: HttpRequest, arrivals: Receiver) -> None:
        """Let what the form names arrive, and keep what arrived."""

    def settle(self, request: HttpRequest, arrivals: Receiver) -> None:
        """Let go of what the view has settled."""


_areas: list[WaitingArea] = []


def waits_in(area: WaitingArea) -> None:
    """Every view that takes files uses this area from now on; called while the application starts."""
    _areas[:] = [area]


class Posted(HttpRequest):
    """What a view behind `receives` is called with."""

    arrivals: Receiver


class Whole:
    """The body of a request; one that ends before its announced length is an error, not a short file."""

    def __init__(self, stream: Any, length: int):
        self._stream, self._left = stream, length

    def read(self, *args: Any) -> bytes:
        return self._counted(self._stream.read(*args))

    def readline(self, *args: Any) -> bytes:
        return self._counted(self._stream.readline(*args))

    def _counted(self, body: bytes) -> bytes:
        self._left -= len(body)
        if not body and self._left > 0:
            raise OSError("the request ended early")
        return body


def receives(*, folder: str, first: Callable[..., object], asks: bool = True) -> Callable:
    """A view that takes files by POST into `folder`. `first(request, **kwargs)` runs before a byte of the body is read and
    raises Http404 for who must not know; the form's token is checked as everywhere. The view finds `request.arrivals`.
    What is no POST goes to the view as it is. `asks`: words that may mark something have to be confirmed here."""

    def decorate(view: Callable) -> Callable:
        @csrf_protect
        def protected(request: Posted, *args: Any, **kwargs: Any) -> HttpResponse:
            stop = arrived(request, asks=asks) if request.method == "POST" else None
            return stop or seen_through(request, view(request, *args, **kwargs))

        # Exempt only from the check in the middleware: it would read the body before the receiver stands ready.
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def receive(request: Posted, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return protected(request, *args, **kwargs)
            first(request, *args, **kwargs)
            if request.content_type != "multipart/form-data":
                return without_file(request, NO_FILE)
            request.arrivals = Receiver(request, folder=folder)
            request.upload_handlers = [request.arrivals]
            body = Whole(request._stream, whole(request.META.get("CONTENT_LENGTH") or "") or 0)
            request._stream = cast(BinaryIO, body)
            try:
                return protected(request, *args, **kwargs)
            except (MultiPartParserError, UnreadablePostError) as error:
                return without_file(request, NOT_WHOLE, error)
            finally:
                request.arrivals.tidy()

        receive.receives = folder  # type: ignore[attr-defined]
        return receive

    return decorate


def arrived(request: Posted, *, asks: bool) -> HttpResponse | None:
    """Between the body and the view: what waits is brought, and gates are passed; the answer of one that stops the form."""
    demand_fit_form(request)
    for area in areas_of(request):
        area.bring(request, request.arrivals)
    if stop := gate_answer(request):
        return stop
    if asks:
        request.arrivals.demand_sure(sure=request.POST.get(gate.CONFIRM) == "1")
    return None


def areas_of(request: HttpRequest) -> list[WaitingArea]:
    """None for the page's script: the browser still has the file."""
    return [] if alone(request) else _areas


def seen_through(request: Posted, response: HttpResponse) -> HttpResponse:
    """The answer of a view; of the files that were sent it keeps waiting only what the view has no word on."""
    if request.method == "POST":
        let_go_of_settled(request)
    return response


def let_go_of_settled(request: Posted) -> None:
    """What the view has a word on waits no more; called by a view too that shows its form again."""
    for area in areas_of(request):
        area.settle(request, request.arrivals)


def led_on(request: Posted, taken: list[str], faults: list[str]) -> bool:
    """Whether every file was taken; what was and what was not is told above the page. With a fault the form comes back: its
    words, and the files that may be sent once more."""
    for text in taken:
        messages.success(request, text)
    for text in faults:
        messages.error(request, text)
    let_go_of_settled(request)
    return not faults


def without_file(request: HttpRequest, sentence: str, error: Exception | None = None) -> JsonResponse:
    """What the page's script is told, in JSON; the page itself gets the error page. Raises BadRequest."""
    if not alone(request):
        raise BadRequest(sentence) from error
    return JsonResponse({"errors": [sentence]}, status=400)


def gate_answer(request: HttpRequest) -> HttpResponse | None:
    """The gate for words before a form with files: the script gets its sentence in JSON."""
    page = confirming.answer(request)
    if page is None or not alone(request):
        return page
    stopped: gate.Stopped = request.stopped  # type: ignore[attr-defined]
    if stopped.marking:
        return JsonResponse({"errors": [stopped.sentence]}, status=400)
    again = "勾选“确认不涉密”，再传一次"
    return JsonResponse({"errors": [f"{stopped.sentence}：{again}"], "confirm": gate.CONFIRM}, status=409)


def told(arrivals: Receiver, taken: list[str], faults: list[str]) -> JsonResponse:
    """What the page's script is told of the one file it sent."""
    codes = {unfit.code for unfit in arrivals.refused}
    if not faults:
        return JsonResponse({"message": "；".join(taken)})
    status = 413 if "size" in codes else 507 if "room" in codes else 409 if "words" in codes else 400
    return JsonResponse({"errors": faults} | ({"confirm": gate.CONFIRM} if "words" in codes else {}), status=status)


def alone(request: HttpRequest) -> bool:
    """Whether the page's script sent this: one file a request, and an answer in JSON."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _room() -> int:
    """Bytes that are free where files are kept; of a new installation where their folder will be."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free
