"""Whether an address is this very machine: then no network lies between."""

from __future__ import annotations

import ipaddress
import socket


def is_this_machine(host: str) -> bool:
    """Whether `host`, a name or an address, is this machine."""
    import psutil

    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    own = {address.address for some in psutil.net_if_addrs().values() for address in some}
    return any(ipaddress.ip_address(one.partition("%")[0]).is_loopback or one in own for one in found)
