"""Requests nobody should send, by the kind of address they are tried at: what may be answered is never a broken page.

A value is text, or bytes that stand in the address or body as they are (already percent-coded).
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, quote_plus

Value = str | bytes
FINE = range(200, 500)
REFUSED = (400,)
NOT_THERE = (400, 404, 405, 410)
API_NO = (400, 404, 405, 409, 410, 413, 415, 422)
NO_FILE = (200, 302, 400, 404, 405, 413, 415)
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
EDGE = "e" * 20
PARTS = f"multipart/form-data; boundary={EDGE}"


@dataclass(frozen=True)
class Shot:
    """One request: who sends it, and which answers are right."""

    kind: str
    who: str
    method: str
    url: str
    query: str = ""
    body: bytes | Callable[[], bytes] = b""
    content_type: str = FORM
    headers: tuple[tuple[str, str], ...] = ()
    right: Iterable[int] = FINE

    @property
    def content(self) -> bytes:
        """The body; a long one is put together only when it is sent."""
        return self.body() if callable(self.body) else self.body

    def __str__(self) -> str:
        body = self.content if len(self.content) < 200 else self.content[:200] + b"..."
        return f"{self.kind}: {self.who} {self.method} {self.url}?{self.query[:200]} {self.content_type[:60]} {body!r}"


UNFIT: tuple[Value, ...] = ("\0", "任\0意", b"%ED%A0%80", b"x%ED%BF%BFy")
NUMBERS: tuple[Value, ...] = ("-1", "²", "٣٤", "１２", "9" * 30, "9" * 5000, "1e9", "0x10", "1_000", "+1", "NaN", "0")
DAYS: tuple[Value, ...] = ("2027-02-30", "0000-00-00", "99999-12-31", "2027/13/1", "0001-01-01", "9999-12-31")
SIGNS: tuple[Value, ...] = (
    "",
    " ",
    "\u202e",
    "\uffff",
    "\u200b",
    "'--",
    '"><b>',
    "%(x)d",
    "{0}",
    "%_",
    "\\",
    "a,b",
    "[]",
    "\r\n",
    b"%FE%FF",
    b"%C3",
)
CURSORS: tuple[Value, ...] = (
    "[]",
    "{}",
    "0",
    "null",
    '""',
    "[[]]",
    "[null,null]",
    "[false,true]",
    "[1e400,0]",
    '["0000-00-00","1"]',
    '["-infinity","1"]',
    '["\\udfff","1"]',
    '["\\u0000","1"]',
    '["³","³"]',
    "[" * 20000,
    "[0," + "7" * 6000 + "]",
    '["20270101","9223372036854775808"]',
)
IDS: tuple[Value, ...] = (
    "0",
    "-1",
    "²",
    "9223372036854775808",
    "9" * 40,
    "9" * 6000,
    b"%00",
    b"x%00",
    b"%FE%FF",
    b"%ED%A0%80",
    b"a%0D%0Ab",
    b"..%2F..",
    b"%2e%2e",
    "z" * 400,
    "题",
    "None",
    "undefined",
    " ",
    "%",
    "1,2",
)
LONG = ("文" * 90_000,)
BODIES: tuple[bytes, ...] = (
    b"",
    b" ",
    b"null",
    b"true",
    b"[]",
    b'""',
    b"7",
    b"{",
    b'{"a":Infinity}',
    b'{"move":-1e999}',
    b'{"move":' + b"8" * 6000 + b"}",
    b"[" * 30_000,
    b'{"move":' + b"[" * 50 + b"]" * 50 + b"}",
    b'{"move":"a","move":"b"}',
    b'{"move":"\\u0000"}',
    b'{"\\u0000":1}',
    b'{"move":"\\udc00"}',
    b"\xff\xfe{}",
    b"\xef\xbb\xbf{}",
    b'{"move":["sign"]}',
    b'{"move":{"a":1}}',
    b'{"move":null}',
    b'{"no_such_name":1}',
    b"[" + b"1," * 10_000 + b"1]",
    b"B" * (6 * 2**20),
    b'{"note":"' + b"m" * 2**20 + b'"}',
)
MOVES: tuple[str, ...] = (
    '"version":"²"',
    '"version":-1',
    '"version":' + "7" * 25,
    '"version":[]',
    '"version":1.5',
    '"data":[]',
    '"data":"x"',
    '"data":{"a":{}}',
    '"key":"' + "q" * 4000 + '"',
    '"key":[]',
    '"status":"closed"',
    '"note":5',
    '"note":null',
    '"note":["a"]',
    '"data":{"unit":[]}',
    '"data":{"grade":{"a":1}}',
    '"data":{"measures":[[]]}',
    '"data":{"kept":[],"declared":"无此项"}',
    '"items":"x"',
    '"items":[[]]',
    '"items":[{"id":null}]',
    '"items":[{"id":{}}]',
    '"items":[' + '{"id":"y"},' * 4000 + '{"id":"z"}]',
)
TYPES = (
    "",
    "text/plain",
    "application/xml",
    JSON,
    "multipart/form-data",
    "multipart/form-data; boundary=",
    FORM,
    "multipart/form-data; boundary=" + "c" * 300,
    "a/b/c",
    "multipart/form-data; boundary=题",
)
HEADERS: tuple[tuple[str, str], ...] = (
    ("accept", ";" * 6000),
    ("accept", "*/*;q=²"),
    ("accept-language", ",".join(f"y{n}" for n in range(900))),
    ("range", "bytes=9-1"),
    ("range", "bytes=" + "0-0," * 900),
    ("if-modified-since", "yesterday"),
    ("if-none-match", '"' * 99),
    ("referer", "http://[oops"),
    ("hx-request", "true"),
    ("hx-current-url", "http://[::"),
    ("host", "elsewhere.example"),
    ("cookie", "rectify=\x01\x7f"),
    ("x-requested-with", "XMLHttpRequest"),
    ("content-length", "²"),
)


def coded(value: Value) -> str:
    return value.decode() if isinstance(value, bytes) else quote_plus(value)


def cursor(text: str) -> str:
    """A key as lists write them, if its content were believed."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def on_list(who: str, url: str, names: Iterable[str], *, right: Iterable[int] = FINE) -> Iterator[Shot]:
    """Each filter of a list in turn."""
    for name in names:
        for value in (*NUMBERS[:9], *DAYS, *SIGNS):
            yield Shot("list", who, "GET", url, f"{quote_plus(name)}={coded(value)}", right=right)
        for value in UNFIT:
            yield Shot("list", who, "GET", url, f"{quote_plus(name)}={coded(value)}", right=REFUSED)
        yield Shot("list", who, "GET", url, "&".join([f"{quote_plus(name)}=1"] * 300), right=right)


def on_cursor(who: str, url: str) -> Iterator[Shot]:
    for side in ("after", "before"):
        for text in CURSORS:
            yield Shot("cursor", who, "GET", url, f"{side}={cursor(text)}", right=(200, 400))
        for value in ("!", "====", "é", "A" * 6000, ":", "a:b"):
            yield Shot("cursor", who, "GET", url, f"{side}={coded(value)}", right=(200, 400))


def on_id(who: str, url: str) -> Iterator[Shot]:
    """`url` with {} in the place of one id."""
    for value in IDS:
        for method in ("GET", "POST"):
            place = value.decode() if isinstance(value, bytes) else quote_plus(value).replace("+", "%20")
            led_back = (302,) if method == "GET" else ()  # from the address of a button
            yield Shot("id", who, method, url.format(place), right=(*NOT_THERE, *led_back))


def on_form(who: str, url: str, fields: Mapping[str, str]) -> Iterator[Shot]:
    """Each field in turn, the others as the page sends them; then the whole in other shapes."""

    def body(name: str, *values: Value) -> Callable[[], bytes]:
        return partial(urlencoded, [*((n, v) for n, v in fields.items() if n != name), *((name, v) for v in values)])

    for name in fields:
        for value in UNFIT:
            yield Shot("form", who, "POST", url, body=body(name, value), right=(400, 403, 404, 405))
            if isinstance(value, str):
                yield Shot(
                    "form", who, "POST", url, body=partial(parts, {name: value}), content_type=PARTS, right=NOT_THERE
                )
        for value in (*NUMBERS, *DAYS, *SIGNS, *LONG):
            yield Shot("form", who, "POST", url, body=body(name, value))
        yield Shot("form", who, "POST", url, body=body(name, "1", "2"))
    many = partial(urlencoded, [(f"g{n}", "y") for n in range(6000)])
    yield Shot("form", who, "POST", url, body=many, right=(400, 403, 404, 405, 413))


def on_upload(who: str, url: str) -> Iterator[Shot]:
    head = f'--{EDGE}\r\nContent-Disposition: form-data; name="file"'
    whole = f"{head}; filename={{}}\r\nContent-Type: application/pdf\r\n{{}}\r\n{{}}\r\n--{EDGE}--\r\n"
    bodies = [
        "",
        f"--{EDGE}--\r\n",
        f'{head}; filename="a.pdf"\r\n\r\n%PDF-1.4',
        f"--{EDGE}\r\nNonsense\r\n\r\nx\r\n--{EDGE}--\r\n",
        f'--{EDGE}\r\nContent-Disposition: form-data; filename="a.pdf"\r\n\r\n%PDF\r\n--{EDGE}--\r\n',
        whole.format('"a\0.pdf"', "", "%PDF-1.4"),
        whole.format('"' + "名" * 300 + '.pdf"', "", "%PDF-1.4"),
        whole.format('"../../a.pdf"', "", "%PDF-1.4"),
        whole.format('""', "", "x"),
        whole.format('"a.pdf"', "", ""),
        whole.format('"a.pdf"', "Content-Transfer-Encoding: base64\r\n", "!!!!"),
        whole.format('"a.pdf"', "Content-Transfer-Encoding: base64\r\n", " " * 10**6),
        f"{head}; filename*=UTF-8''%ff%fe.pdf\r\n\r\n%PDF-1.4\r\n--{EDGE}--\r\n",
        "".join(f'{head}; filename="{n}.pdf"\r\n\r\n%PDF-1.4\r\n' for n in range(60)) + f"--{EDGE}--\r\n",
    ]
    for body in bodies:
        yield Shot("upload", who, "POST", url, body=body.encode(), content_type=PARTS, right=NO_FILE)
    for kind in TYPES:
        yield Shot("upload", who, "POST", url, body=b"a=1", content_type=kind, right=NO_FILE)
        script = (("x-requested-with", "XMLHttpRequest"),)
        yield Shot("upload", who, "POST", url, body=b"a=1", content_type=kind, headers=script, right=NO_FILE)


def urlencoded(fields: Iterable[tuple[str, Value]]) -> bytes:
    return "&".join(f"{quote_plus(name)}={coded(value)}" for name, value in fields).encode()


def parts(fields: Mapping[str, str]) -> bytes:
    """A form as multipart."""
    each = "".join(
        f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    return f"{each}--{EDGE}--\r\n".encode()


def on_api_list(who: str, url: str) -> Iterator[Shot]:
    for query in (
        "colour=red",
        "stat=open",
        "单位=1",
        "unit[]=1",
        "nosuch=&nosuch=2",
        "page_size=100000",
        "offset=9223372036854775808",
    ):
        yield Shot("api list", who, "GET", url, quote(query, safe="=&"), right=REFUSED)


def on_api_write(who: str, method: str, url: str) -> Iterator[Shot]:
    for body in BODIES:
        yield Shot("api write", who, method, url, body=body, content_type=JSON, right=API_NO)
    for kind in (*TYPES, "application/json; charset=utf-16", "application/json; charset=none"):
        yield Shot("api write", who, method, url, body=b'{"move":"y"}', content_type=kind, right=API_NO)


def on_api_move(who: str, url: str, moves: Iterable[str]) -> Iterator[Shot]:
    for move in moves:
        for rest in MOVES:
            body = f'{{"move":"{move}",{rest}}}'.encode()
            yield Shot("api move", who, "POST", url, body=body, content_type=JSON, right=API_NO)


def on_any(who: str, url: str) -> Iterator[Shot]:
    for name, value in HEADERS:
        yield Shot("header", who, "GET", url, headers=((name, value),))
