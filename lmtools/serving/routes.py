"""Every address of the server."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError
from voila.shutdown_kernel_handler import VoilaShutdownKernelHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from lmtools.serving import api, documents, live, pages, static, workbook
from lmtools.serving.security import is_same_origin

CODE = r"([0-9]{4,12})"
NAME = r"([^/]{1,180})"
LANGUAGE = r"(nb|nn|en)"
KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


class KernelFacts(KernelHandler):
    """Whether a page's kernel still lives. A page cannot do more with it from here."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def set_default_headers(self) -> None:
        """Jupyter's headers, which are ours, without the name of the server."""
        super().set_default_headers()
        self.clear_header("Server")


class KernelFarewell(VoilaShutdownKernelHandler):  # type: ignore[misc]  # Voilà has no types
    """Stops the kernel of a page that is closed.

    Voilà's own beacon carries an `_xsrf` cookie that nothing sets, so its kernels live on
    (Voilà issue 1458). A beacon always tells its origin; that is what is checked here.
    """

    def set_default_headers(self) -> None:
        """Jupyter's headers, which are ours, without the name of the server."""
        super().set_default_headers()
        self.clear_header("Server")

    def check_xsrf_cookie(self) -> None:
        """The beacon must come from a page of ours."""
        if not is_same_origin(self.request):
            raise HTTPError(403)

    async def post(self, kernel_id: str) -> None:
        """Stop the kernel, if it is still there."""
        if kernel_id not in self.kernel_manager:
            self.set_status(204)
            return
        await super().post(kernel_id)


def routes(base: str) -> list[Any]:
    """The handlers, under `base`."""
    own: list[tuple[Any, ...]] = [
        (r"", pages.StartPage),
        (rf"bli-med/{CODE}", pages.JoinPage),
        (r"bli-med", pages.JoinForm),
        (r"prosessleder", pages.FacilitatorPage),
        (rf"okt/{CODE}/styr", pages.ConsolePage),
        (rf"okt/{CODE}/lerret", pages.ProjectorPage),
        (r"om", pages.AboutPage),
        (r"skjerming", pages.DisclosurePage),
        (r"skjerming\.json", pages.CertificateFile),
        (rf"bok/{LANGUAGE}/{NAME}", workbook.WorkbookPage),
        (rf"bok/{NAME}", workbook.WorkbookRedirect),
        (r"static/(.+)", static.StaticFile),
        (r"api/health", api.HealthCall),
        (r"api/alive", api.AliveCall),
        (r"api/join", api.JoinCall),
        (r"api/sign-in", api.SignInCall),
        (r"api/session", api.SessionCall),
        (r"api/sessions", api.SessionsCall),
        (r"api/kernel", workbook.KernelCall),
        (rf"api/room/{CODE}", api.RoomCall),
        (rf"api/room/{CODE}/live", live.LiveCall),
        (rf"api/room/{CODE}/figures/([a-z0-9-]{{1,40}})", workbook.FiguresCall),
        (rf"api/room/{CODE}/qr\.svg", documents.QrCode),
        (rf"api/room/{CODE}/(?:report|plan)\.(docx|xlsx|html|ics)", documents.Document),
        (rf"api/kernels/{KERNEL}", KernelFacts),
        (rf"api/kernels/{KERNEL}/channels", VoilaKernelWebsocketHandler),
        (rf"voila/api/shutdown/{KERNEL}", KernelFarewell),
    ]
    under = [(base + path, *rest) for path, *rest in own]
    return [*under, (r".*", pages.MissingPage)]
