"""A kernel knows which language its page is in."""

from __future__ import annotations

import pytest

from lmtools.book.language import kernel_language


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "nb"),
        ({"LMTOOLS_LANGUAGE": "en"}, "en"),
        ({"LMTOOLS_LANGUAGE": "xx"}, "nb"),
        ({"SCRIPT_NAME": "/bok/nn/stasted"}, "nn"),
        ({"SCRIPT_NAME": "/bok/nn/stasted", "LMTOOLS_LANGUAGE": "en"}, "nn"),
        ({"VOILA_REQUEST_URL": "http://localhost:8866/bok/en/stasted?vis=/nn/"}, "en"),
        ({"SCRIPT_NAME": "/", "LMTOOLS_LANGUAGE": "nn"}, "nn"),
    ],
)
def test_the_pages_address_decides_before_the_environment(environment, language):
    assert kernel_language(environment) == language
