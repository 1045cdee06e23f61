"""Asks Kolada's API, version 3: politely, and following its pages only where they belong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
from django.utils.translation import gettext as _

from .. import __version__
from ..conf import get_settings
from .answers import Area, Data, Kpi, read_area, read_data, read_kpi, read_page
from .errors import KoladaAnswerError, KoladaPagingError, KoladaRefusedError, KoladaUnavailableError

MOST_IDS: Final = 25
"""Kolada refuses more in one segment of an address."""

SECONDS_BETWEEN: Final = 0.5
MOST_PAGES: Final = 100
MOST_BYTES: Final = 50_000_000
CHUNK_BYTES: Final = 1_024
"""Small, as each piece may take its time until the answer's own is looked at."""

USER_AGENT: Final = f"wagtail-kommunmal/{__version__}"


@dataclass(frozen=True)
class Patience:
    """How long an answer is waited for, in seconds, and how often it is asked for."""

    time_out: float = 30
    attempts: int = 4
    longest_wait: float = 120


IN_A_REQUEST: Final = Patience(time_out=8, attempts=2, longest_wait=3)
"""While an editor waits for a page."""


class _TryAgain(Exception):  # noqa: N818 - a request, not a fault
    """Asking once more may help, after as many seconds as the answer says, if it does."""

    def __init__(self, problem: str, *, wait: float | None = None) -> None:
        super().__init__(problem)
        self.wait = wait


class KoladaClient:
    """Reads key figures, areas and values; every method raises ``KoladaError`` with a message for the editor."""

    def __init__(
        self,
        *,
        patience: Patience = Patience(),
        base_url: str | None = None,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = (base_url or get_settings().KOLADA_URL).rstrip("/") + "/"
        self.patience, self.clock, self.sleep = patience, clock, sleep
        self.session = session or requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        self._next_at = clock()

    def kpis(self, ids: Sequence[str]) -> dict[str, Kpi]:
        """Return the key figures that Kolada has of those named."""
        found = (
            read_kpi(row) for chunk in chunks(ids) for rows in self._pages(f"kpi/{','.join(chunk)}") for row in rows
        )
        return {kpi.id: kpi for kpi in found}

    def search(self, words: Sequence[str]) -> list[Kpi]:
        """Return the key figures whose title holds all words, wherever they stand in it; one request at most."""
        # Kolada knows one piece of text only: the longest word leaves the least to look through here.
        pages = self._pages("kpi", title=max(words, key=len))
        found = [read_kpi(row) for row in next(pages, [])]
        return [kpi for kpi in found if all(word.lower() in kpi.title.lower() for word in words)]

    def areas(self, ids: Sequence[str]) -> dict[str, Area]:
        """Return the municipalities and regions, and the groups (whose ids begin with G), that Kolada has."""
        groups = [area for area in ids if area.startswith("G")]
        others = [area for area in ids if not area.startswith("G")]
        return {
            area.id: area
            for path, of_kind in (("municipality", others), ("municipality_groups", groups))
            for chunk in chunks(of_kind)
            for rows in self._pages(f"{path}/{','.join(chunk)}")
            for area in map(read_area, rows)
        }

    def data(self, kpis: Sequence[str], areas: Sequence[str]) -> Data:
        """Return all years' values of key figures in areas."""
        data = Data()
        for kpi_chunk in chunks(kpis):
            for area_chunk in chunks(areas):
                path = f"data/kpi/{','.join(kpi_chunk)}/municipality/{','.join(area_chunk)}"
                for rows in self._pages(path):
                    read_data(rows, data)
        return data

    def _pages(self, path: str, **query: str) -> Iterator[list[Any]]:
        url: str | None = urljoin(self.base_url, path)
        params: dict[str, str] | None = query
        seen: set[str] = set()
        while url is not None:
            if len(seen) == MOST_PAGES:
                raise KoladaPagingError(_("The answer leads round in a circle."))
            seen.add(url)
            page = read_page(self._get(url, params))
            # Before anything of this page is used: what leads elsewhere is not to be trusted as a whole.
            url, params = self._next(url, page.get("next_url")), None
            if url in seen:
                raise KoladaPagingError(_("The answer leads round in a circle."))
            yield page["values"]

    def _next(self, url: str, following: Any) -> str | None:
        """Return the address of the next page, if it is below the configured one; a proxy may have lost the “s”."""
        if following is None:
            return None
        base = urlsplit(self.base_url)
        try:
            parts = urlsplit(urljoin(url, following))
        except (TypeError, ValueError) as error:
            raise KoladaPagingError(_("The address of the next page is none.")) from error
        if parts.netloc.lower() != base.netloc.lower() or parts.scheme not in ("http", "https"):
            raise KoladaPagingError(_("The answer leads to another host: %(host)s.") % {"host": parts.netloc[:100]})
        if not parts.path.startswith(base.path) or ".." in parts.path.split("/"):
            raise KoladaPagingError(_("The address of the next page is none."))
        return parts._replace(scheme=base.scheme).geturl()

    def _get(self, url: str, params: dict[str, str] | None) -> str:
        attempt = 1
        while True:
            self._wait_for_turn()
            try:
                return self._ask(url, params)
            except _TryAgain as error:
                wait = float(2 ** (attempt - 1)) if error.wait is None else error.wait
                if attempt == self.patience.attempts or wait > self.patience.longest_wait:
                    raise KoladaUnavailableError(str(error)) from error
                self.sleep(wait)
                attempt += 1

    def _ask(self, url: str, params: dict[str, str] | None) -> str:
        try:
            # A redirect is answered as what it is: it would leave the host that was checked.
            with self.session.get(
                url, params=params, timeout=self.patience.time_out, allow_redirects=False, stream=True
            ) as answer:
                if answer.status_code == 200:
                    return self._text_of(answer)
        except requests.Timeout as error:
            raise _TryAgain(_("It did not answer in time.")) from error
        except requests.RequestException as error:
            raise _TryAgain(_("There is no connection.")) from error
        problem = _("It answered with %(status)s.") % {"status": answer.status_code}
        if answer.status_code == 429 or answer.status_code >= 500:
            raise _TryAgain(problem, wait=_retry_after(answer))
        raise KoladaRefusedError(problem)

    def _text_of(self, answer: requests.Response) -> str:
        """Read an answer as long as it comes in time and keeps within bounds; the time-out is that of each piece."""
        ends_at, body = self.clock() + self.patience.time_out, bytearray()
        for piece in answer.iter_content(CHUNK_BYTES):
            body += piece
            if len(body) > MOST_BYTES:
                raise KoladaAnswerError(_("The answer is too long."))
            if self.clock() > ends_at:
                raise requests.Timeout
        try:
            return body.decode()
        except UnicodeDecodeError as error:
            raise KoladaAnswerError(_("The answer is not JSON.")) from error

    def _wait_for_turn(self) -> None:
        if (wait := self._next_at - self.clock()) > 0:
            self.sleep(wait)
        self._next_at = max(self.clock(), self._next_at) + SECONDS_BETWEEN


def chunks(ids: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Cut ids into as many as Kolada takes at once."""
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


def _retry_after(answer: requests.Response) -> float | None:
    """Return the seconds that an answer asks to wait, given as such or as a time of day."""
    text = answer.headers.get("Retry-After", "")
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
