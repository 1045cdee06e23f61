"""Asks Kolada's API, version 3: politely, and following its pages only where they belong."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
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
TIME_OUT: Final = 30
ATTEMPTS: Final = 4
LONGEST_WAIT: Final = 120
USER_AGENT: Final = f"wagtail-kommunmal/{__version__}"


class KoladaClient:
    """Reads key figures, areas and values; every method raises ``KoladaError`` with a message for the editor."""

    def __init__(
        self,
        *,
        base_url: str | None = None,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base_url = (base_url or get_settings().KOLADA_URL).rstrip("/") + "/"
        self.session, self.clock, self.sleep = session or requests.Session(), clock, sleep
        self.session.headers["User-Agent"] = USER_AGENT
        self._next_at = clock()

    def kpis(self, ids: Sequence[str]) -> dict[str, Kpi]:
        """Return the key figures that Kolada has of those named."""
        found = (
            read_kpi(row) for chunk in chunks(ids) for rows in self._pages(f"kpi/{','.join(chunk)}") for row in rows
        )
        return {kpi.id: kpi for kpi in found}

    def search(self, title: str) -> list[Kpi]:
        """Return the key figures whose title holds a text."""
        return [read_kpi(row) for rows in self._pages("kpi", title=title) for row in rows]

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
            if url in seen:
                raise KoladaPagingError(_("The answer leads round in a circle."))
            seen.add(url)
            page = read_page(self._get(url, params))
            yield page["values"]
            url, params = self._next(page.get("next_url")), None

    def _next(self, url: Any) -> str | None:
        if url is None:
            return None
        if not isinstance(url, str):
            raise KoladaPagingError(_("The address of the next page is none."))
        if not url.startswith(self.base_url):
            raise KoladaPagingError(_("The answer leads to another host: %(host)s.") % {"host": urlsplit(url).netloc})
        return url

    def _get(self, url: str, params: dict[str, str] | None) -> str:
        for attempt in range(ATTEMPTS):
            self._wait_for_turn()
            wait = float(2**attempt)
            try:
                # A redirect is answered as what it is: it would leave the host that was checked.
                answer = self.session.get(url, params=params, timeout=TIME_OUT, allow_redirects=False)
            except (requests.Timeout, requests.ConnectionError) as error:
                problem, cause = _("It did not answer in time."), error
            except requests.RequestException as error:
                raise KoladaAnswerError(_("The answer broke off.")) from error
            else:
                if answer.status_code == 200:
                    answer.encoding = "utf-8"
                    return answer.text
                problem, cause = _("It answered with %(status)s.") % {"status": answer.status_code}, None
                if answer.status_code != 429 and answer.status_code < 500:
                    raise KoladaRefusedError(problem)
                wait = _retry_after(answer) or wait
            if attempt + 1 < ATTEMPTS:
                self.sleep(min(wait, LONGEST_WAIT))
        raise KoladaUnavailableError(problem) from cause

    def _wait_for_turn(self) -> None:
        if (wait := self._next_at - self.clock()) > 0:
            self.sleep(wait)
        self._next_at = max(self.clock(), self._next_at) + SECONDS_BETWEEN


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into as many as Kolada takes at once."""
    for start in range(0, len(ids), MOST_IDS):
        yield ids[start : start + MOST_IDS]


def _retry_after(answer: requests.Response) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdecimal() else None
