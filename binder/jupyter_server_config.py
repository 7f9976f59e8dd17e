"""How jupyter-server-proxy starts lmtools on Binder and on a JupyterHub: at <base>/lmtools/.

The container belongs to one visitor, holds invented figures only and is thrown away, so the facilitator
key below guards nothing. Never use it, or this file, for a school's own installation.
"""

import sys

KEY = "demo-demo-demo"

c = get_config()  # noqa: F821 - Jupyter gives config files this function

c.ServerProxy.servers = {
    "lmtools": {
        "command": [
            *(sys.executable, "-m", "lmtools.cli", "serve", "--demo"),
            *("--host", "127.0.0.1", "--port", "{port}"),
            *("--base-url", "{base_url}lmtools/", "--people", "4"),
        ],
        "environment": {
            "LMTOOLS_DEMO": "1",
            "LMTOOLS_OPEN_BROWSER": "0",
            "LMTOOLS_FACILITATOR_KEY": KEY,
        },
        "absolute_url": True,
        "timeout": 90,
        "new_browser_tab": False,
        "launcher_entry": {"title": "lmtools (demonstrasjon)"},
    }
}
