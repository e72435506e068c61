"""Set the project up in .venv, then run, test, check or lock it: `python dev.py run` (`make run` calls this).

Only the standard library, and only grammar that Python 3.7 reads: an older Python than the bot needs
must get far enough to find a newer one, or to say what to install.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Iterator, NoReturn, Sequence

NEEDED = (3, 11)
PYTHON_NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python")
PIP_THAT_KNOWS_PYTHON_OPTION = (22, 3)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
COMMAND = BIN / "cornerman"

PYPROJECT = ROOT / "pyproject.toml"
BUILD = ROOT / "requirements-build.lock"
RUNTIME = ROOT / "requirements.lock"
DEV = ROOT / "requirements-dev.lock"

# A shell script to the kernel and a Python file to Python, so that a folder's name may hold spaces.
LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname -- "$0")/python" "$0" "$@"
' '''
import sys

from {module} import {function}

sys.exit({function}())
"""


class SetUpError(Exception):
    """A sentence for the person at the keyboard."""


# --- Finding a Python ---


def ask(command: Sequence[str | Path]) -> str:
    """What a command prints, or nothing when it cannot run or fails."""
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def version_of(python: str) -> tuple[int, ...]:
    """A Python's version, or () if it does not run: pyenv puts names on PATH with nothing behind them."""
    answer = ask([python, "-c", "import sys; print('%d %d' % sys.version_info[:2])"])
    return tuple(int(number) for number in answer.split())


def newer_python() -> str:
    """The first Python on PATH that is new enough."""
    for name in PYTHON_NAMES:
        found = shutil.which(name)
        if found and version_of(found) >= NEEDED:
            return found
    mine = "%d.%d" % sys.version_info[:2]
    raise SetUpError(
        f"Cornerman needs Python 3.11 or newer, and this is {mine} with no newer one on PATH: "
        "install python3.11, python3.12 or python3.13, then run the same command again."
    )


def base_python() -> str:
    """The Python to build .venv with: never one inside .venv, which is about to be replaced."""
    if sys.prefix == sys.base_prefix:
        return sys.executable
    return str(getattr(sys, "_base_executable", sys.executable))


# --- Knowing whether the set-up is done ---


def site_packages() -> Path | None:
    """Where the packages of .venv lie, or None if its Python is missing or broken."""
    inside = ask(
        [PYTHON, "-c", "import os, sys, sysconfig; print(os.path.relpath(sysconfig.get_path('purelib'), sys.prefix))"]
    )
    return VENV / inside if inside else None


def stamp() -> Path | None:
    """The file that says which set-ups have finished.

    It lies among the packages of the Python that .venv runs today and is named for this folder. After an
    upgrade of Python, or a move of the folder, it is not found, and the environment is made anew.
    """
    site = site_packages()
    return site / f"set-up-{digest(os.fsencode(ROOT))}.txt" if site else None


def digest(*parts: bytes) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def fingerprint(lock: Path) -> str:
    """Changes whenever something that decides the contents of .venv does."""
    return digest(*(path.read_bytes() for path in (lock, BUILD, PYPROJECT, Path(__file__))))


def is_set_up(lock: Path) -> bool:
    file = stamp()
    return file is not None and file.exists() and fingerprint(lock) in file.read_text("ascii").split()


# --- Setting up ---


def set_up(lock: Path) -> None:
    """Make .venv hold what the lock file names; quick when it already does."""
    if is_set_up(lock):
        return
    with one_at_a_time():
        if not is_set_up(lock):
            do_set_up(lock)


def do_set_up(lock: Path) -> None:
    say(f"Setting up .venv from {lock.name}; from nothing this takes a minute or so.")
    file = stamp()
    if file is None or not file.exists():
        # No stamp: never finished, or broken since. What an interrupted install left cannot be trusted.
        make_environment()
    else:
        file.unlink()
    install(BUILD)
    install(lock)
    link_project()
    write_stamp(lock)


def write_stamp(lock: Path) -> None:
    """Last of all. The development lock holds every package of the runtime lock, so it vouches for both."""
    file = stamp()
    if file is None:
        raise SetUpError(f"{PYTHON} was just made and does not run: delete .venv and run the same command again.")
    done = [DEV, RUNTIME] if lock == DEV else [lock]
    half = file.with_suffix(".half")
    half.write_text("\n".join(fingerprint(each) for each in done), "ascii")
    half.replace(file)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Make the second of two set-ups wait: `make run` and `make test` may start side by side after a clone."""
    with open(__file__, "rb") as held:
        # On Windows, and on file systems without locks, this is as safe as the person is careful.
        with contextlib.suppress(ImportError, OSError):
            wait_for_lock(held.fileno())
        yield


def wait_for_lock(descriptor: int) -> None:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Another set-up of this folder is under way: waiting for it.")
        fcntl.flock(descriptor, fcntl.LOCK_EX)


def make_environment() -> None:
    remove_environment()
    python = base_python()
    if succeeds([python, "-m", "venv", VENV], quietly=True):
        return
    # Debian keeps ensurepip in a package of its own. A bare environment can still be filled from outside.
    if not succeeds([python, "-m", "venv", "--clear", "--without-pip", VENV]):
        raise SetUpError(f"{python} could not make {VENV}; its own words are above.")
    if installer():
        return
    get_venv_package(python)
    if not succeeds([python, "-m", "venv", "--clear", VENV]):
        raise SetUpError(f"{python} still cannot make {VENV}; its own words are above.")


def remove_environment() -> None:
    if not VENV.exists():
        return
    try:
        shutil.rmtree(VENV)
    except OSError as error:
        raise SetUpError(
            f"The old .venv cannot be removed ({error.strerror}: {error.filename}). It may belong to another "
            f"user: delete {VENV} as that user, then run the same command again."
        ) from error


def get_venv_package(python: str) -> None:
    """Ask Debian for the missing part of Python: the last resort, and only for root."""
    package = "python%d.%d-venv" % version_of(python)[:2]
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if may_install:
        say(f"{python} came without pip: installing Debian's {package}.")
        if succeeds(["apt-get", "update", "-qq"]) and succeeds(["apt-get", "install", "-y", "-qq", package]):
            return
    raise SetUpError(
        f"{python} came without pip, and this machine has no other: install {package} "
        f"(Debian, Ubuntu: sudo apt-get install {package}) or uv, then run the same command again."
    )


def installer() -> list[str | Path]:
    """The command that installs into .venv: its own pip, else a pip of the machine, else uv, else none."""
    if ask([PYTHON, "-m", "pip", "--version"]):
        return [PYTHON, "-m", "pip", "install", "--no-user"]
    pips: list[list[str]] = [[base_python(), "-m", "pip"], ["pip3"], ["pip"]]
    for pip in pips:
        if pip_version(pip) >= PIP_THAT_KNOWS_PYTHON_OPTION:
            return [*pip, "--python", PYTHON, "install", "--no-user"]
    if ask(["uv", "--version"]):
        return ["uv", "pip", "install", "--python", PYTHON]
    return []


def pip_version(pip: Sequence[str]) -> tuple[int, ...]:
    match = re.match(r"pip (\d+)\.(\d+)", ask([*pip, "--version"]))
    return (int(match[1]), int(match[2])) if match else ()


def install(lock: Path) -> None:
    """Install exactly the files whose hashes the lock names, from whatever index this machine uses."""
    options = ["--quiet", "--require-hashes", "--no-deps", "--no-build-isolation", "-r", str(lock)]
    command = installer()
    if not command:
        raise SetUpError("No pip and no uv can install into .venv: delete .venv and run the same command again.")
    if not succeeds([*command, *options]):
        raise SetUpError(
            f"The packages in {lock.name} could not be installed; the installer's words are above. "
            "If the network was at fault, run the same command again: it starts over by itself."
        )


def link_project() -> None:
    """Make `import bot` and the `cornerman` command work from .venv.

    This is what an editable install does, without its build step. The path is relative, so a
    folder's name may hold letters that the machine's locale does not know.
    """
    import tomllib

    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    site = site_packages() or VENV
    (site / "cornerman.pth").write_text(os.path.relpath(ROOT, site) + "\n", "ascii")
    write_metadata(site, project["version"])
    module, function = project["scripts"]["cornerman"].split(":")
    COMMAND.write_text(LAUNCHER.format(module=module, function=function), "ascii")
    COMMAND.chmod(0o755)


def write_metadata(site: Path, version: str) -> None:
    """Let importlib.metadata and `pip list` know the project."""
    for old in site.glob("cornerman-*.dist-info"):
        shutil.rmtree(old)
    folder = site / f"cornerman-{version}.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: cornerman\nVersion: {version}\n", "ascii")


# --- The commands ---


def run(words: list[str]) -> int:
    set_up(RUNTIME)
    become([PYTHON, COMMAND, "run", *words])


def test(words: list[str]) -> int:
    """A process for each core, and a file of tests to each at a time; `-n 0` is one after the other, in this one."""
    set_up(DEV)
    become([PYTHON, "-m", "pytest", "-n", "logical", "--maxprocesses", "4", "--dist", "loadfile", *words])


def bench(words: list[str]) -> int:
    set_up(DEV)
    become([PYTHON, "-m", "benchmarks", *words])


def chaos(words: list[str]) -> int:
    set_up(DEV)
    become([PYTHON, "-m", "tests.chaos", *words])


def setup(words: list[str]) -> int:
    """Only set up: `setup` for running the bot, `setup dev` for working on it."""
    set_up(DEV if words == ["dev"] else RUNTIME)
    return 0


def check(_words: list[str]) -> int:
    """Run every check, also after one fails, so that one round shows all there is to mend."""
    set_up(DEV)
    checks: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "check"],
        [PYTHON, "-m", "ruff", "format", "--check"],
        [PYTHON, "-m", "mypy"],
        [PYTHON, BIN / "lint-imports"],
    ]
    failed = [each for each in checks if not announced(each)]
    return 1 if failed else 0


def announced(command: list[str | Path]) -> bool:
    say("$ " + " ".join([Path(command[0]).name, *map(str, command[1:])]))
    return succeeds(command)


def lock(words: list[str]) -> int:
    """Pin pyproject.toml's needs again; `lock --upgrade` takes newer releases as well."""
    if site_packages() is None:
        make_environment()
    if not succeeds([*installer(), "--quiet", "uv"]):
        raise SetUpError("uv, which makes the lock files, could not be installed; the installer's words are above.")
    pin(BUILD, ["--group", "build", *words])
    pin(RUNTIME, [PYPROJECT.name, *words])
    pin(DEV, [PYPROJECT.name, "--extra", "dev", "--constraint", RUNTIME.name, *words])
    return 0


def pin(target: Path, sources: list[str]) -> None:
    shape = ["--universal", "--python-version", "3.11", "--generate-hashes"]
    plain = ["--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet"]
    if not succeeds([PYTHON, "-m", "uv", "pip", "compile", *sources, *shape, *plain, "--output-file", target.name]):
        raise SetUpError(f"{target.name} could not be made; uv's words are above.")
    if "://" in target.read_text("utf-8"):
        raise SetUpError(f"{target.name} names an address: name packages in pyproject.toml by version alone.")
    say(f"{target.name} is up to date.")


COMMANDS = {"run": run, "test": test, "check": check, "bench": bench, "chaos": chaos, "lock": lock, "setup": setup}


# --- Helpers and the way in ---


def say(sentence: str) -> None:
    print(sentence, flush=True)


def succeeds(command: Sequence[str | Path], quietly: bool = False) -> bool:
    output = subprocess.DEVNULL if quietly else None
    try:
        done = subprocess.run([str(word) for word in command], cwd=ROOT, stdout=output, stderr=output, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0


def become(command: Sequence[str | Path]) -> NoReturn:
    """Let the command take this process's place, so that Ctrl-C and signals reach it alone."""
    words = [str(word) for word in command]
    os.chdir(ROOT)
    if os.name == "nt":
        sys.exit(subprocess.call(words))
    os.execv(words[0], words)


def main(words: list[str]) -> int:
    if not words or words[0] not in COMMANDS:
        raise SetUpError(f"Say what to do: python dev.py {'|'.join(COMMANDS)}")
    if sys.version_info < NEEDED:
        become([newer_python(), Path(__file__).resolve(), *words])
    return COMMANDS[words[0]](words[1:])


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except SetUpError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped. Run the same command again: a set-up that was not finished starts over by itself.")
    except OSError as error:
        sys.exit(f"{error.strerror}: {error.filename}. Check the permissions and the free space of {ROOT}.")
