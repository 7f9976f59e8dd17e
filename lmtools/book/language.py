"""Which language the kernel's page is in: the page's address decides, then the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from lmtools.settings import LANGUAGES, Settings


def kernel_language(environment: Mapping[str, str] | None = None) -> str:
    """Return the language of the page that this kernel is for.

    Voilà tells a kernel its page in `SCRIPT_NAME` and `VOILA_REQUEST_URL`; a page's address
    holds its language (`/bok/nn/stasted`). Elsewhere `LMTOOLS_LANGUAGE` decides.
    """
    env = os.environ if environment is None else environment
    for name in ("SCRIPT_NAME", "VOILA_REQUEST_URL"):
        path = env.get(name, "").partition("?")[0].split("/")
        found = [part for part in path if part in LANGUAGES]
        if found:
            return found[0]
    return Settings.from_environment(env).language
