"""The server: Voilà with our pages, our limits and nothing that reaches outside."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import tornado.ioloop
import tornado.web
from jupyter_core.utils import ensure_async
from jupyter_server.auth.identity import IdentityProvider, User
from tornado.ioloop import PeriodicCallback
from traitlets.config import Config
from voila.app import Voila

from lmtools.serving.changes import Change, Changes
from lmtools.serving.culling import PING_SECONDS, culling
from lmtools.serving.forking.connection import ForkConnection
from lmtools.serving.housekeeping import keep_house
from lmtools.serving.kernels import WorkbookKernels, shared_environment
from lmtools.serving.listening import listen
from lmtools.serving.options import ServeOptions
from lmtools.serving.rendered import Books
from lmtools.serving.routes import Route, routes
from lmtools.serving.security import HEADERS
from lmtools.serving.site import Site
from lmtools.serving.warming import warm
from lmtools.settings import LANGUAGES

log = logging.getLogger("lmtools")

TEMPLATE = "lmtools"
TEMPLATES = Path(__file__).parent / "templates"
MOST_IN_SOCKET_PATH = 40
LOOK_MILLISECONDS = 2000


class Visitors(IdentityProvider):
    """Jupyter's question of who is asking: nobody in particular, and no cookie of its own."""

    @property
    def auth_enabled(self) -> bool:
        """The kernel id in the page is what a visitor holds."""
        return False

    def get_user(self, handler: tornado.web.RequestHandler) -> User:
        """The same for all."""
        return User("gjest", "gjest", "gjest")

    def get_handlers(self) -> list[tuple[str, object]]:
        """No login pages."""
        return []


class LmtoolsApp(Voila):  # type: ignore[misc]  # Voilà has no types
    """Voilà, configured here and nowhere else: no config file of the machine changes it."""

    name = "voila"
    site: Site
    changes: Changes
    _warming: asyncio.Future[None] | None = None
    on_listening: Callable[[], None] = staticmethod(lambda: None)

    def prepare(self, site: Site, port: int) -> None:
        """Take over the parts of the server; call before `start`."""
        self.site = site
        self.update_config(configuration(site.options, site))
        self.root_dir = str(site.workbooks.root)
        self.port, self.ip, self.base_url = port, site.options.host, site.base
        self.open_browser = False
        self.identity_provider_class = Visitors
        self.cookie_secret = site.keys.cookie
        self.config_file_paths: list[str] = []
        self.initialize(argv=[])

    def setup_template_dirs(self) -> None:
        """Only our own templates; Voilà's and nbconvert's stock ones are not looked up."""
        self.template_paths = [str(TEMPLATES / TEMPLATE), str(TEMPLATES)]
        self.static_paths: list[str] = []

    def init_settings(self) -> dict[str, object]:
        """Voilà's settings and ours."""
        settings: dict[str, object] = super().init_settings()
        settings.update(
            site=self.site,
            headers=HEADERS,
            compress_response=True,
            log_function=log_request,
            ws_ping_interval=PING_SECONDS * 1000,  # Jupyter counts in milliseconds
            ws_ping_timeout=PING_SECONDS * 1000,
            default_handler_class=None,
            kernel_websocket_connection_class=ForkConnection,
            xsrf_cookie_kwargs={"httponly": True, "samesite": "Lax"},
        )
        return settings

    def init_handlers(self) -> list[Route]:
        """Only what a workbook page needs of Voilà, and our own."""
        return routes(self.site.base)

    def environment(self) -> dict[str, str]:
        """What kernels inherit, and what Voilà tells them."""
        return {
            **os.environ,
            "VOILA_BASE_URL": self.base_url,
            "VOILA_SERVER_URL": self.server_url,
            "VOILA_APP_PORT": str(self.port),
            "VOILA_PREHEAT": "False",
            "LMTOOLS_SCHOOL": self.site.options.settings.school or "",
        }

    def bare_environment(self) -> dict[str, str]:
        """What the process that kernels are forked from is started with; it serves all languages."""
        return dict(self.kernel_manager.environment("", os.environ))

    def listen(self) -> None:
        """Listen on the one port that was asked for, until told to stop."""
        server = listen(self.app, self.port, self.ip)
        self.ioloop = tornado.ioloop.IOLoop.current()
        self.site.live.attach(self.site)
        self.site.books = Books(self, ready=self.site.size.ready)
        self.site.draining.watch_signals(self.ioloop, self.site.live, self.ioloop.stop)
        self.ioloop.add_callback(self.warm)
        self.ioloop.add_callback(self.on_listening)
        self.changes = Changes(self.site.figures, self.site.workbooks)
        PeriodicCallback(self.look_for_changes, LOOK_MILLISECONDS).start()
        keep_house(self.site)
        try:
            self.ioloop.start()
        finally:
            server.stop()
            self.stop()

    def warm(self) -> None:
        """Render what takes long before anyone asks; begins anew when it is under way."""
        if self._warming is not None:
            self._warming.cancel()
        self._warming = asyncio.ensure_future(warm(self.site))

    async def look_for_changes(self) -> None:
        """After an import or an edit, replace pages and what kernels are forked from; kernels in use stay."""
        change = await self.site.run(self.changes.look)
        if change:
            await self.site.books.renew(code=change is Change.CODE)
            self.warm()

    def stop(self) -> None:
        """Stop every kernel and remove every temporary file."""
        if self._warming is not None:
            self._warming.cancel()
        logging.disable()  # what is cut off halfway complains, and nobody can act on it any more
        self.site.live.close()
        self.site.rehearsing.kill()
        self.ioloop.run_sync(self._stop_kernels)  # the loop that what is under way belongs to
        # Voilà would ask the kernel manager once more, in a loop of its own, for what is gone already.
        shutil.rmtree(self.connection_dir, ignore_errors=True)
        self.site.threads.shutdown(wait=False, cancel_futures=True)
        self.site.workbooks.close()

    async def _stop_kernels(self) -> None:
        await self.site.books.close()
        manager = self.kernel_manager
        stops = [
            ensure_async(manager.shutdown_kernel(kernel, now=True)) for kernel in manager.list_kernel_ids()
        ]
        await asyncio.gather(*stops, return_exceptions=True)  # one that is gone already is no trouble
        self.site.books.end()


def configuration(options: ServeOptions, site: Site) -> Config:
    """Everything Voilà is told."""
    return Config(
        {
            "VoilaConfiguration": {
                "template": TEMPLATE,
                "allow_template_override": "NO",
                "allow_theme_override": "NO",
                "strip_sources": True,
                "show_tracebacks": False,
                "file_allowlist": [r".*\.(png|jpg|svg)"],
                "file_denylist": [r".*\.(ipynb|py)"],
                "multi_kernel_manager_class": WorkbookKernels,
                "http_keep_alive_timeout": 60,
                "extension_allowlist": [],
                "resources": {"lmtools": page_resources(options, site)},
            },
            "VoilaExecutor": {
                "allow_errors": True,  # one cell that fails does not take the rest of the page with it
                "timeout": 60,
                "startup_timeout": 60,
                "cell_error_instruction": "",
                "cell_timeout_instruction": "",
            },
            # Voilà tells of every kernel, and that a translated copy is not signed as trusted.
            "Voila": {"log_level": logging.ERROR},
            "KernelManager": {"transport": transport(tempfile.gettempdir())},
            "WorkbookKernels": {
                **culling(),
                "max_kernels": site.size.kernels,
                "shared": shared_environment(options.settings, workbooks=str(site.workbooks.folder)),
            },
        }
    )


def transport(temporary: str) -> str:
    """How kernels are spoken with: by sockets in a folder of ours where that can be, else by ports.

    A socket's path has room for about 100 characters, and Jupyter's own part takes 66 of them.
    """
    return "ipc" if sys.platform == "linux" and len(temporary) <= MOST_IN_SOCKET_PATH else "tcp"


def page_resources(options: ServeOptions, site: Site) -> dict[str, object]:
    """What the workbook template wants to know beside the notebook."""
    return {
        "static": f"{options.base}static/dist/",
        "texts": {language: site.assets.catalogue(language) for language in LANGUAGES},
        "text_files": {language: site.assets.texts(language) for language in LANGUAGES},
        "demo": options.settings.demo,
    }


def log_request(handler: tornado.web.RequestHandler) -> None:
    """One line for what failed, without address, query or who asked."""
    status = handler.get_status()
    leaving = handler.settings["site"].draining.begun  # then "no" is the answer that is meant
    if status >= 500 and not leaving:
        log.error("%s %s gave %s", handler.request.method, type(handler).__name__, status)
    else:
        log.debug("%s %s gave %s", handler.request.method, type(handler).__name__, status)
