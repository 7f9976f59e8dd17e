"""The addresses people use to reach this server."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest

from lmtools.serving.options import ServeOptions

EVERYWHERE = ("0.0.0.0", "::", "")
"""What one listens at to be reached at every address of the machine."""
LOCAL_NAMES = ("localhost", "::1", "0.0.0.0", "")
TEST_ADDRESS = ("192.0.2.1", 9)  # documentation address: a UDP "connect" sends nothing


@dataclass(frozen=True)
class Addresses:
    """Each ends with a slash, but for the facilitator's, which may hold the key in its fragment."""

    local: str
    participants: str
    facilitator: str = field(repr=False)
    data: str = ""
    is_local_only: bool = False

    @property
    def tells_key(self) -> bool:
        """Whether the facilitator's address opens what it leads to."""
        return "#" in self.facilitator


def is_encrypted(request: HTTPServerRequest, public_url: str | None) -> bool:
    """Whether the visitor's browser speaks encrypted with us, or with a proxy that may not tell so.

    Where the proxy does not, the public address does, for those who came by it.
    """
    public = urlsplit(public_url or "")
    return request.protocol == "https" or (public.scheme == "https" and public.netloc == request.host)


def find_addresses(options: ServeOptions, key: str | None) -> Addresses:
    """Addresses for this machine, for the participants, and for the facilitator; with `key` unless None."""
    local = _address_at("localhost", options)
    own = network_address() if options.host in EVERYWHERE else options.host
    is_local_only = own is None or own in LOCAL_NAMES or own.startswith("127.")
    shared = local if own is None or is_local_only else _address_at(own, options)
    participants = f"{options.public_url.rstrip('/')}/" if options.public_url else shared
    return Addresses(
        local=local,
        participants=participants,
        facilitator=f"{participants}prosessleder" + (f"#nokkel={key}" if key else ""),
        data=str(options.settings.data_dir),
        is_local_only=is_local_only and not options.public_url,
    )


def own_address(options: ServeOptions) -> str:
    """Where the server is reached from its own machine."""
    return _address_at("127.0.0.1" if options.host in EVERYWHERE else options.host, options)


def _address_at(host: str, options: ServeOptions) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{options.settings.port}{options.base}"


def shown_address(request: HTTPServerRequest, base: str, otherwise: str) -> str:
    """The address that others can use to come where this request came: with a slash at the end.

    A browser on this very machine may have written localhost, which is of no use to a phone;
    then it is `otherwise`. A proxy in front tells the name that people use.
    """
    forwarded = request.headers.get("X-Forwarded-Host", "").split(",")[0].strip()
    host = forwarded or request.host
    name = host.rsplit(":", 1)[0].strip("[]").lower()
    if name in LOCAL_NAMES or name.startswith("127."):
        return otherwise
    return f"{request.protocol}://{host}{base}"


def network_address() -> str | None:
    """This machine's address on the local network, or None when it is on none.

    Asks the system which address it would use towards the outside; no packet is sent.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(TEST_ADDRESS)
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if ipaddress.ip_address(address).is_loopback else address
