"""Every address of the server."""

from __future__ import annotations

import tornado.web

from lmtools.serving import (
    agendas,
    api,
    arriving,
    documents,
    following,
    kernel_calls,
    leaving,
    live,
    municipality,
    pages,
    rehearsal_calls,
    sharing_calls,
    static,
    tables,
    workbook,
)

CODE = r"([0-9]{4,12})"
PROOF = r"([a-z2-7]{10})"
NAME = r"([^/]{1,180})"
LANGUAGE = r"(nb|nn|en)"
KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


Route = tuple[str, type[tornado.web.RequestHandler]]


def routes(base: str) -> list[Route]:
    """The handlers, under `base`."""
    own: list[Route] = [
        (r"", pages.StartPage),
        (rf"bli-med/{CODE}(?:/{PROOF})?", arriving.JoinPage),
        (r"bli-med", pages.JoinForm),
        (r"prosessleder", pages.FacilitatorPage),
        (rf"dagsorden/{NAME}", agendas.PlanPage),
        (rf"okt/{CODE}/styr", pages.ConsolePage),
        (rf"okt/{CODE}/lerret", pages.ProjectorPage),
        (rf"okt/{CODE}/bord", tables.TablesPage),
        (rf"okt/{CODE}/etter", leaving.AfterPage),
        (r"kommunen", municipality.MunicipalityPage),
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
        (r"api/rehearsal", rehearsal_calls.RehearsalCall),
        (r"api/rehearsal/session", rehearsal_calls.RehearsalSessionCall),
        (rf"api/rehearsal/session/{CODE}", rehearsal_calls.RehearsalEndCall),
        (r"api/session-file", leaving.OpenFileCall),
        (r"api/agendas", agendas.AgendasCall),
        (rf"api/agendas/{NAME}\.toml", agendas.AgendaFile),
        (rf"api/agendas/{NAME}", agendas.AgendaCall),
        (r"api/kernel", workbook.KernelCall),
        (rf"api/room/{CODE}", api.RoomCall),
        (rf"api/room/{CODE}/live", live.LiveCall),
        (rf"api/room/{CODE}/figures/([a-z0-9-]{{1,40}})", workbook.FiguresCall),
        (rf"api/room/{CODE}/qr\.svg", documents.QrCode),
        (rf"api/room/{CODE}/(?:report|plan)\.(docx|xlsx|html|ics)", documents.Document),
        (rf"api/room/{CODE}/summary", documents.SummaryCall),
        (rf"api/room/{CODE}/summary\.(docx|html)", documents.SummaryDocument),
        (rf"api/room/{CODE}/shared", sharing_calls.SharingCall),
        (rf"api/room/{CODE}/goals", following.GoalsCall),
        (rf"api/room/{CODE}/goals\.(docx|xlsx|html|json)", following.PlanDocument),
        (rf"api/room/{CODE}/goals-file", following.PlanFileCall),
        (rf"api/room/{CODE}/carry", following.CarryCall),
        (rf"api/room/{CODE}/voices", following.VoicesCall),
        (rf"api/room/{CODE}/session\.lmtools", leaving.SessionFile),
        (rf"api/room/{CODE}/delete", leaving.DeleteCall),
        (rf"api/kernels/{KERNEL}", kernel_calls.KernelFacts),
        (rf"api/kernels/{KERNEL}/channels", kernel_calls.KernelLine),
        (rf"voila/api/shutdown/{KERNEL}", kernel_calls.KernelFarewell),
    ]
    return [*((base + path, handler) for path, handler in own), (r".*", pages.MissingPage)]
