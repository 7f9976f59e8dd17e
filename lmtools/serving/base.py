"""What every page and every call has in common: headers, language, errors as sentences."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from types import TracebackType
from typing import TypedDict, cast

import tornado.web

from lmtools.errors import N_, Conflict, LmtoolsError, NotAllowed, NotFound
from lmtools.serving.addresses import is_encrypted
from lmtools.serving.security import HEADERS, TooMany, is_same_origin
from lmtools.serving.site import Site
from lmtools.settings import LANGUAGES
from lmtools.store import StoreUnavailable
from lmtools.text import Text

log = logging.getLogger(__name__)

PARTICIPANT = "lmtools_participant"
FACILITATOR = "lmtools_facilitator"
LANGUAGE = "lmtools_language"
COOKIE_DAYS = 60

NO_PAGE = N_("Vi finner ikke sida du ba om. Gå til startsida.")
APOLOGY = N_(
    "Noe gikk galt hos oss, og det er ikke din feil. Det du har lagret, er der fortsatt. Prøv en gang til."
)
NOT_UNDERSTOOD = N_("Vi forsto ikke det som ble sendt. Last sida på nytt og prøv igjen.")
FOREIGN = N_("Forespørselen kom ikke fra ei av sidene våre. Last sida på nytt og prøv igjen.")


class CookieOptions(TypedDict, total=False):
    """How a cookie is set."""

    path: str
    httponly: bool
    samesite: str
    secure: bool
    expires_days: float | None
    max_age: int


class Headed(tornado.web.RequestHandler):
    """A handler that knows the site and answers with our headers."""

    @property
    def site(self) -> Site:
        """The parts of this server."""
        return cast(Site, self.settings["site"])

    def set_default_headers(self) -> None:
        """Put the security headers on every response, and keep pages out of caches."""
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")


class Handler(Headed):
    """A handler that knows its visitor's language."""

    _just_chosen: str | None = None
    _fresh: str | None = None

    @property
    def language(self) -> str:
        """The visitor's choice, else nynorsk if the browser prefers it, else the server's."""
        chosen = self._just_chosen or self.get_cookie(LANGUAGE)
        if chosen in LANGUAGES:
            return str(chosen)
        for entry in self.request.headers.get("Accept-Language", "").lower().split(","):
            wish = entry.split(";")[0].strip()
            if wish.startswith("nn"):
                return "nn"
            if wish.startswith(("nb", "no")):
                return "nb"
        return self.site.options.settings.language

    @property
    def text(self) -> Text:
        """Sentences in the visitor's language."""
        return Text(self.language)

    def keep_language(self, language: str) -> None:
        """Remember `language` in the browser, and use it for this answer too."""
        if language in LANGUAGES and self.language != language:
            self._just_chosen = language
            self._keep(LANGUAGE, language)

    def browser_id(self) -> str:
        """The random id of this browser; made the first time."""
        known = self._fresh or known_browser(self)
        if known:
            return known
        fresh = secrets.token_urlsafe(18)
        self._keep(PARTICIPANT, fresh)
        self._fresh = fresh
        return fresh

    def _keep(self, name: str, value: str) -> None:
        self.set_cookie(name, value, **self.cookie_options())

    def cookie_options(self) -> CookieOptions:
        """Not readable by scripts, sent only to us, and only encrypted where the page is."""
        return {
            "path": self.site.base,
            "httponly": True,
            "samesite": "Lax",
            "secure": is_encrypted(self.request, self.site.options.public_url),
            "expires_days": COOKIE_DAYS,
        }

    def log_exception(
        self, typ: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None
    ) -> None:
        """Log what broke and where, never what anybody wrote."""
        if isinstance(value, StoreUnavailable):  # the sentence's template: it says what, and holds no value
            log.error("%s %s: %s", self.request.method, type(self).__name__, value.message)
        if isinstance(value, LmtoolsError | tornado.web.HTTPError):
            return
        log.error("%s %s failed: %s", self.request.method, type(self).__name__, type(value).__name__)
        log.debug("where it failed", exc_info=value)

    def sentence_of(self, status: int, error: BaseException | None) -> str:
        """What to tell the visitor about `error`."""
        if isinstance(error, LmtoolsError):
            return self.text.error(error)
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED):
            return self.text.t(NO_PAGE)
        if status == HTTPStatus.FORBIDDEN:
            return self.text.t(FOREIGN)
        return self.text.t(APOLOGY)


class ApiHandler(Handler):
    """Speaks JSON. A POST must be JSON and come from a page of ours."""

    def prepare(self) -> None:
        """Refuse what another site made the browser send."""
        self.site.draining.under_way += 1
        is_reading = self.request.method in ("GET", "HEAD")
        is_foreign = self.request.headers.get("Sec-Fetch-Site") == "cross-site"
        if is_foreign or not (is_reading or is_same_origin(self.request)):
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)

    def on_finish(self) -> None:
        """Answered."""
        self.site.draining.under_way -= 1

    def body(self) -> dict[str, object]:
        """The JSON object of the request.

        Raises:
            LmtoolsError: if it is anything else.
        """
        media_type = self.request.headers.get("Content-Type", "").partition(";")[0].strip()
        try:
            value = json.loads(self.request.body) if media_type == "application/json" else None
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise LmtoolsError(NOT_UNDERSTOOD)
        return value

    def answer(self, value: Mapping[str, object], status: int = 200) -> None:
        """Send `value` as JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Errors are `{"error": "sentence"}`."""
        error = error_in(kwargs)
        self.answer({"error": self.sentence_of(status_code, error)}, status_of(error, status_code))


def known_browser(handler: tornado.web.RequestHandler) -> str | None:
    """The random id that the browser was given before, or None."""
    known = handler.get_cookie(PARTICIPANT, "") or ""
    return known if 16 <= len(known) <= 64 and known.replace("-", "").replace("_", "").isalnum() else None


def error_in(told: Mapping[str, object]) -> BaseException | None:
    """The error that a handler ended in, from what its `write_error` is told; None where there was none."""
    match told.get("exc_info"):
        case (_, BaseException() as error, _):
            return error
    return None


def status_of(error: BaseException | None, otherwise: int) -> int:
    """The HTTP status that goes with `error`."""
    match error:
        case TooMany():
            return HTTPStatus.TOO_MANY_REQUESTS
        case NotFound():
            return HTTPStatus.NOT_FOUND
        case NotAllowed():
            return HTTPStatus.FORBIDDEN
        case Conflict():
            return HTTPStatus.CONFLICT
        case StoreUnavailable():
            return HTTPStatus.SERVICE_UNAVAILABLE
        case LmtoolsError():
            return HTTPStatus.BAD_REQUEST
        case _:
            return otherwise
