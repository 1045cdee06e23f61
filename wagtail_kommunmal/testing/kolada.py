"""A Kolada that answers as the real one does, with invented figures, and with its faults where a test asks for them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from requests import PreparedRequest, Response, Session, Timeout
from requests.adapters import BaseAdapter

MOST_IDS: Final = 25
MOST_ROWS: Final = 5_000
IN_PROCESS: Final = "http://127.0.0.1/v3/"
"""The address at which ``FakeKolada.session`` answers."""


@dataclass
class Answer:
    """What is sent back."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeKolada:
    """Answers like Kolada's API, version 3.

    The content may be changed at any time: drop a key figure and it has vanished, give it another ``title`` and it is
    renamed, write another value and it is revised, write none and the row is absent. ``faults`` are answered first,
    one for each request: ``None`` (no fault), ``429`` (or another status), ``"time-out"``, ``"html"``, ``"truncated"``,
    ``"loop"``, ``"foreign"``. Served over HTTP, a time-out is a connection that is closed without an answer.
    """

    kpis: dict[str, dict[str, Any]] = field(default_factory=dict)
    municipalities: dict[str, str] = field(default_factory=dict)
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    values: dict[tuple[str, str, int, str], Any] = field(default_factory=dict)
    """By key figure, municipality, year and gender."""
    deleted: set[tuple[str, str, int, str]] = field(default_factory=set)
    per_page: int = MOST_ROWS
    faults: list[int | str | None] = field(default_factory=list)
    retry_after: str = "7"
    base_url: str = IN_PROCESS
    requests: list[str] = field(default_factory=list)
    """The addresses that were asked for."""
    user_agents: set[str] = field(default_factory=set)

    def add_kpi(self, kolada_id: str, title: str, **members: Any) -> None:
        """Add a key figure; ``members`` are named as in Kolada's answers."""
        self.kpis[kolada_id] = {
            "id": kolada_id,
            "title": title,
            "description": "",
            "is_divided_by_gender": False,
            "municipality_type": "A",
            "auspice": "X",
            "operating_area": "",
            "perspective": "",
            "prel_publication_date": None,
            "publication_date": None,
            "publ_period": None,
            "has_ou_data": False,
            **members,
        }

    def answer(self, address: str, user_agent: str = "") -> Answer:
        """Answer one request."""
        self.requests.append(address)
        self.user_agents.add(user_agent)
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, int):
            return Answer(fault, "{}", {"Retry-After": self.retry_after} if fault == 429 else {})
        if fault == "time-out":
            raise Timeout
        if fault == "html":
            return Answer(200, "<!doctype html><title>Underhåll</title>", {"Content-Type": "text/html"})
        page = self._page(address)
        if page is None:
            return Answer(400, '{"detail": "Too many ids"}')
        if fault == "loop":
            page["next_url"] = address
        if fault == "foreign":
            page["next_url"] = "http://kolada.example/v3/kpi?page=2"
        body = json.dumps(page)
        return Answer(200, body[: len(body) // 2] if fault == "truncated" else body)

    def session(self) -> Session:
        """Return a session whose every request is answered here, without a network."""
        session = Session()
        for scheme in ("http://", "https://"):
            session.mount(scheme, _Adapter(self))
        return session

    @contextmanager
    def serving(self, port: int = 0) -> Iterator[str]:
        """Serve on this machine, and give the address."""
        with ThreadingHTTPServer(("127.0.0.1", port), _handler(self)) as server:
            self.base_url = f"http://127.0.0.1:{server.server_port}/v3/"
            server.daemon_threads = True
            Thread(target=server.serve_forever, daemon=True).start()
            try:
                yield self.base_url
            finally:
                server.shutdown()

    def _page(self, address: str) -> dict[str, Any] | None:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        segments = parts.path.split("/v3/", 1)[-1].strip("/").split("/")
        if any(len(segment.split(",")) > MOST_IDS for segment in segments):
            return None
        rows = self._rows(segments, query)
        number, per_page = int(query.get("page", 1)), min(int(query.get("per_page", self.per_page)), MOST_ROWS)
        start, end = (number - 1) * per_page, number * per_page
        rest = urlencode({**query, "page": number + 1, "per_page": per_page})
        following = f"{self.base_url}{'/'.join(segments)}?{rest}" if end < len(rows) else None
        page = rows[start:end]
        return {"values": page, "next_url": following, "previous_url": None, "count": len(page)}

    def _rows(self, segments: list[str], query: dict[str, str]) -> list[Any]:
        kind = segments[0]
        ids = segments[1].split(",") if len(segments) == 2 else None
        if kind == "data":
            named = dict(zip(segments[1::2], (part.split(",") for part in segments[2::2]), strict=True))
            return self._data(named)
        rows: dict[str, dict[str, Any]] = {
            "kpi": self.kpis,
            "municipality": {
                key: {"id": key, "title": title, "type": "L" if key.startswith("00") else "K"}
                for key, title in self.municipalities.items()
            },
            "municipality_groups": {
                key: {"id": key, "title": title, "members": [self._member(member) for member in members]}
                for key, (title, members) in self.groups.items()
            },
        }.get(kind, {})
        title = query.get("title", "").lower()
        return [row for key, row in rows.items() if (ids is None or key in ids) and title in str(row["title"]).lower()]

    def _member(self, municipality: str) -> dict[str, str]:
        return {"member_id": municipality, "member_title": self.municipalities.get(municipality, "")}

    def _data(self, named: dict[str, list[str]]) -> list[Any]:
        found: dict[tuple[str, int, str], list[Any]] = {}
        for area in named.get("municipality", list(self.municipalities)):
            for (kpi, municipality, year, gender), values in self._values_of(area).items():
                is_asked_for = kpi in named.get("kpi", [kpi]) and str(year) in named.get("year", [str(year)])
                if is_asked_for and kpi in self.kpis:
                    found.setdefault((kpi, year, area), []).append(
                        {
                            "gender": gender,
                            "count": len(values),
                            "status": "",
                            "value": _mean(values) if area in self.groups else values[0],
                            "isdeleted": (kpi, municipality, year, gender) in self.deleted,
                        }
                    )
        return [
            {"kpi": kpi, "period": year, "municipality": area, "values": values}
            for (kpi, year, area), values in found.items()
        ]

    def _values_of(self, area: str) -> dict[tuple[str, str, int, str], list[Any]]:
        """Return the values of a municipality, or those of a group's members together."""
        members = self.groups[area][1] if area in self.groups else [area]
        found: dict[tuple[str, str, int, str], list[Any]] = {}
        for (kpi, municipality, year, gender), value in self.values.items():
            if municipality in members:
                found.setdefault((kpi, area, year, gender), []).append(value)
        return found


def _mean(values: list[Any]) -> float | None:
    numbers = [value for value in values if value is not None]
    return sum(numbers) / len(numbers) if numbers else None


class _Adapter(BaseAdapter):
    def __init__(self, fake: FakeKolada) -> None:
        super().__init__()
        self.fake = fake

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        answer = self.fake.answer(str(request.url), str(request.headers["User-Agent"]))
        response = Response()
        response.status_code, response.url, response.request = answer.status, str(request.url), request
        response._content, response._content_consumed = answer.body.encode(), True
        response.headers.update(answer.headers)
        return response

    def close(self) -> None:
        """There is nothing to close."""


def _handler(fake: FakeKolada) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                answer = fake.answer(self.path, self.headers.get("User-Agent", ""))
            except Timeout:
                return
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in {"Content-Type": "application/json", **answer.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler
