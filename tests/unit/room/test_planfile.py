"""The published schema and our own reader agree on what a plan's file is."""

import copy
import json
from pathlib import Path

import jsonschema
import pytest

from lmtools.room import planfile
from lmtools.room.planfile import BadPlan

CONTENT = json.loads(
    (Path(__file__).parents[2] / "store" / "files" / "plan-v1.json").read_text(encoding="utf-8")
)
SCHEMA = json.loads(Path(planfile.__file__).with_name("plan-v1.schema.json").read_text(encoding="utf-8"))


def test_the_schema_is_one_and_is_that_of_the_version_we_write():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["version"] == {"const": planfile.VERSION}
    assert SCHEMA["properties"]["format"] == {"const": planfile.FORMAT}


def test_what_we_write_is_what_the_schema_says():
    written = json.loads(planfile.write(planfile.from_content(CONTENT)))
    jsonschema.validate(written, SCHEMA)
    jsonschema.validate(CONTENT, SCHEMA)


def places(value, path=()):
    """Every field in the content, as the way to it."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        if isinstance(value, dict):
            yield (*path, key)
        yield from places(inner, (*path, key))


@pytest.mark.parametrize("path", list(places(CONTENT)), ids=lambda path: ".".join(map(str, path)))
def test_what_the_schema_refuses_the_reader_refuses_too(path):
    for change in (lambda at, key: at.pop(key), lambda at, key: at.__setitem__(key, {"x": 1})):
        content = copy.deepcopy(CONTENT)
        at = content
        for key in path[:-1]:
            at = at[key]
        change(at, path[-1])
        if jsonschema.Draft202012Validator(SCHEMA).is_valid(content):
            planfile.from_content(content)
            continue
        with pytest.raises(BadPlan):
            planfile.from_content(content)
