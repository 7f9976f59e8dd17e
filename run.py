"""Set lmtools up beside this file and start it, or test it. Needs nothing but Python.

    python3 run.py            start with invented figures
    python3 run.py test       run every check, browser and database included
    python3 run.py test --random-order-seed=7
                              the same with the tests in another order, which 7 gives again
    python3 run.py import …   any other word is a command of lmtools

Everything is installed in `.venv` here; the system's own Python is left alone.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
SLOWEST_FIRST = (
    "tests/browser",
    "tests/nodes",
    "tests/project",
    "tests/unit/cli",
    "tests/unit/serving",
    "tests/unit/rehearsal",
    "tests/store",
    "tests/workbooks",
    "workbooks",
)
AT_ONCE = 3
COMPILED = (
    "lmtools.serving.app, lmtools.serving.forking.nursery, lmtools.book, lmtools.survey, lmtools.reports, "
    "lmtools.store, lmtools.cli.importing, ipykernel.kernelapp, playwright.sync_api, hypothesis"
)
NBVAL = ("--nbval-lax", "--nbval-current-env", "--nbval-cell-timeout=60")
LINTED = ("lmtools", "tests", "benchmarks", "data", "docs", "binder", "run.py")


class Stop(Exception):
    """Something the user can put right."""


def main(arguments):
    """Do what `arguments` ask; return the exit code."""
    if sys.version_info < OLDEST:
        raise Stop(
            "lmtools trenger Python %d.%d eller nyere. Dette er %d.%d. Hent en nyere på python.org, "
            "og start på nytt med den." % (*OLDEST, *sys.version_info[:2])
        )
    command = arguments[0] if arguments else "start"
    if command == "test":
        python = ensure_installed("test")
        return test(python, arguments[1:])
    python = ensure_installed("")
    if command == "start":
        return become([python, "-m", "lmtools.cli", "serve", "--samples", *arguments[1:]])
    return become([python, "-m", "lmtools.cli", *arguments])


def say(sentence):
    """Tell the user what happens, at once."""
    print(sentence, flush=True)


# --- Installing ---------------------------------------------------------------------------


def ensure_installed(extra):
    """Make `.venv` and install lmtools in it, unless that is done already; return its Python."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not works(python):
        make_venv()
    stamp, wanted = VENV / "lmtools-installed", fingerprint(extra)
    done = stamp.read_text(encoding="utf-8").split() if stamp.exists() else []
    if wanted not in done:
        install(python, extra)
        stamp.write_text("\n".join({wanted, fingerprint("")}), encoding="utf-8")
    return str(python)


def works(python):
    """Whether `python` starts; a venv that was moved or whose base is gone does not."""
    if not python.exists():
        return False
    return (
        subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode
        == 0
    )


def make_venv():
    """Make `.venv` anew."""
    say(f"Lager {VENV}")
    try:
        import ensurepip  # noqa: F401 - Debian's Python comes without it
        import venv

        venv.EnvBuilder(with_pip=True, clear=True).create(VENV)
    except ImportError:
        raise Stop(
            "Denne Pythonen mangler venv. På Debian og Ubuntu: sudo apt install python3-venv. "
            "Kjør så den samme kommandoen igjen."
        ) from None
    except PermissionError:
        raise Stop(f"Vi kan ikke skrive i {ROOT}. Legg mappa et sted der du kan skrive.") from None
    except (OSError, subprocess.CalledProcessError) as error:
        raise Stop(
            f"Vi fikk ikke laget {VENV} ({error}). På Debian og Ubuntu: sudo apt install python3-venv. "
            "Er disken full, rydd plass til 2 GB."
        ) from None


def install(python, extra):
    """Install lmtools and the exact versions it is tested with."""
    what = f"{ROOT}[{extra}]" if extra else str(ROOT)
    say("Installerer lmtools. Første gang tar det noen minutter.")
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Python compiles what is used when it is first used, which is a small part of what is installed.
    command += ["--no-compile", "--constraint", str(ROOT / "constraints.txt"), "--editable", what]
    if subprocess.run(command, check=False).returncode != 0:
        raise Stop(
            "Pakkene lot seg ikke hente. Er maskinen på nett, og slipper brannmuren pip ut? "
            "Grunnen står over. Kjør den samme kommandoen igjen når det er ordnet."
        )


def fingerprint(extra):
    """Changes when what should be installed changes."""
    parts = [sys.version, str(ROOT), extra]
    parts += [(ROOT / name).read_text(encoding="utf-8") for name in ("pyproject.toml", "constraints.txt")]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def become(command):
    """Run `command` in our place; its exit code is ours."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    try:
        return subprocess.call(command)
    except KeyboardInterrupt:
        return 0


# --- Testing ------------------------------------------------------------------------------


def test(python, wishes):
    """Run every check, or only pytest with `wishes`; return the first exit code that is not 0.

    An order of the tests is no wish for some of them: with nothing but that, every check is run.
    """
    environment = {**os.environ, "LMTOOLS_OPEN_BROWSER": "0"}
    browser = find_browser(python)
    if browser:
        environment["LMTOOLS_CHROMIUM"] = browser
    scripts = str(Path(python).parent)
    environment["PATH"] = scripts + os.pathsep + environment.get("PATH", "")
    with postgresql() as database:
        if database:
            environment["LMTOOLS_TEST_DATABASE"] = database
        return run_checks(python, wishes, environment)


def run_checks(python, wishes, environment):
    """Run the checks one after the other, all of them, and sum up."""
    order = wishes if all(wish.startswith("--random-order") for wish in wishes) else []
    wishes = wishes if not order else []
    linted = [name for name in LINTED if (ROOT / name).exists()]
    pytest = [python, "-m", "pytest", "--durations=20", "--durations-min=10"]
    # The tests of a file keep together. Most of them wait for servers and browsers: more files at a time
    # than there are cores.
    pytest += ["--numprocesses=%d" % AT_ONCE, "--dist=loadfile", "--no-loadscope-reorder"]
    first = [name for name in SLOWEST_FIRST if (ROOT / name).exists()]
    found = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/**/test_*.py")}
    rest = sorted(name for name in found if not name.startswith(tuple(one + "/" for one in first)))
    checks = {
        "ruff": [python, "-m", "ruff", "check", *linted],
        "mypy": [python, "-m", "mypy"],
        "import-linter": [shutil.which("lint-imports", path=environment["PATH"]) or "lint-imports"],
        "pytest": [*pytest, *order, *first, *rest, *NBVAL],
    }
    if wishes:
        checks = {"pytest": [python, "-m", "pytest", *wishes]}
    # Compiled once, while one core is free, and not by each of the processes that the tests start together.
    # So are the figures read that most of them begin with; a few tests read for themselves what they need.
    with tempfile.TemporaryDirectory(prefix="lmtools-tests-") as figures:
        before = "import " + COMPILED
        if not wishes:
            before += "; import runpy; runpy.run_module('tests.figures', run_name='__main__')"
        making = subprocess.Popen([python, "-c", before, figures], cwd=str(ROOT), env=environment)
        codes = {}
        for name, command in checks.items():
            if name == "pytest" and making.wait() == 0 and not wishes:
                environment["LMTOOLS_TEST_FIGURES"] = figures
            say(f"\n== {name}")
            codes[name] = subprocess.run(command, cwd=str(ROOT), env=environment, check=False).returncode
    say("")
    for name, code in codes.items():
        say("%-14s %s" % (name, "ok" if code == 0 else "feilet (%d)" % code))
    return next((code for code in codes.values() if code), 0)


def find_browser(python):
    """The browser to test in: one that is here, else one installed now. None means Playwright's own."""
    given = os.environ.get("LMTOOLS_CHROMIUM")
    found = given or next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found:
        say(f"Tester i {found}")
        return found
    if is_root() and shutil.which("apt-get"):
        say("Fant ingen nettleser. Installerer Chromium med apt-get.")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "chromium"], env=quiet, check=False, stdout=subprocess.DEVNULL
        )
        found = shutil.which("chromium")
        if found:
            return found
    say("Fant ingen nettleser. Henter Chromium med Playwright, bare til testene.")
    if subprocess.run([python, "-m", "playwright", "install", "chromium"], check=False).returncode != 0:
        raise Stop(
            "Nettleseren lot seg ikke hente. Installer Chromium, Chrome eller Edge, "
            "eller si hvor den er med LMTOOLS_CHROMIUM, og kjør testene igjen."
        )
    return None


@contextmanager
def postgresql():
    """The address of a database server of our own, or None when PostgreSQL is not here."""
    given = os.environ.get("LMTOOLS_TEST_DATABASE")
    programs = None if given else find_postgresql()
    if given or programs is None:
        say(
            "Lageret testes også på PostgreSQL."
            if given
            else "Fant ikke PostgreSQL. Lageret testes bare på SQLite."
        )
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="lmtools-pg-") as folder:
        yield from cluster(programs, Path(folder))


def cluster(programs, folder):
    """Start a cluster in `folder`, yield its address, stop it."""
    prefix = []
    if is_root():  # PostgreSQL refuses to run as root
        shutil.chown(str(folder), "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()
    options = "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off" % port
    control = [*prefix, str(programs / "pg_ctl"), "-D", str(data), "-w", "-s", "-l", str(folder / "log")]
    begin = [*prefix, str(programs / "initdb"), "-D", str(data)]
    begin += ["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C"]
    started = all(
        subprocess.run(command, cwd=str(folder), stdout=subprocess.DEVNULL, check=False).returncode == 0
        for command in (begin, [*control, "-o", options, "start"])
    )
    if not started:
        say("PostgreSQL er her, men startet ikke. Lageret testes bare på SQLite.")
        yield None
        return
    say("Lageret testes også på PostgreSQL (egen server på port %d)." % port)
    try:
        yield "postgresql://postgres@127.0.0.1:%d/postgres" % port
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd=str(folder), check=False)


def find_postgresql():
    """The folder of PostgreSQL's server programs, or None."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    places += [Path(path) for path in ("/opt/homebrew/opt/postgresql/bin", "/usr/local/opt/postgresql/bin")]
    on_path = shutil.which("initdb")
    if on_path:
        places.append(Path(on_path).parent)
    if is_root() and (not shutil.which("runuser") or not has_user("postgres")):
        return None
    return next(
        (place for place in places if (place / "initdb").exists() and (place / "pg_ctl").exists()), None
    )


def has_user(name):
    """Whether this machine has a user called `name`."""
    import pwd

    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def is_root():
    """Whether we may install programs."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def free_port():
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        print(stop, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
