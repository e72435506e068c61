"""The set-up: what decides it, what it writes, and what the lock files may hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement

import dev

LOCKS = [dev.BUILD, dev.RUNTIME, dev.DEV]
PROJECT = tomllib.loads(dev.PYPROJECT.read_text("utf-8"))
NEEDS = PROJECT["project"]["dependencies"]
DEV_NEEDS = PROJECT["project"]["optional-dependencies"]["dev"]


def pins(lock: Path) -> list[tuple[str, str, str]]:
    """(name, version, marker) of every package in a lock file."""
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)(?: ; (.+?))? \\$", lock.read_text("utf-8"), re.MULTILINE)
    assert found
    return found


def pins_here(lock: Path) -> dict[str, str]:
    return {name: version for name, version, marker in pins(lock) if not marker or Marker(marker).evaluate()}


def is_pinned(need: str, pinned: dict[str, str]) -> bool:
    wanted = Requirement(need)
    if wanted.marker and not wanted.marker.evaluate():
        return True
    return wanted.specifier.contains(pinned.get(wanted.name.lower(), "0"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_address_and_no_folder(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"^(-|[./])", text, re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_pin_has_hashes(lock: Path) -> None:
    blocks = re.split(r"^(?=[a-z])", lock.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(lock))
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_lock_covers_what_pyproject_asks_for() -> None:
    runtime, everything = pins_here(dev.RUNTIME), pins_here(dev.DEV)
    assert [need for need in NEEDS if not is_pinned(need, runtime)] == []
    assert [need for need in DEV_NEEDS if not is_pinned(need, everything)] == []


def test_dev_lock_holds_the_runtime_lock() -> None:
    assert set(pins(dev.RUNTIME)) <= set(pins(dev.DEV))


def test_dev_py_reads_in_python_3_7() -> None:
    ast.parse(Path(dev.__file__).read_text("utf-8"), feature_version=(3, 7))


def test_old_python_alone_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "version_of", lambda _python: (3, 10))
    with pytest.raises(dev.SetUpError, match=r"needs Python 3\.11 or newer.*install python3\.11"):
        dev.newer_python()


def test_name_on_path_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    shim = tmp_path / "python3.12"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    assert dev.version_of(str(shim)) == ()
    assert dev.version_of(str(tmp_path / "missing")) == ()
    assert dev.version_of(sys.executable) >= dev.NEEDED


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project folder with an awkward name, whose environment borrows this Python and installs nothing."""
    root = tmp_path / "my bots 销售教练"
    (root / "bot").mkdir(parents=True)
    (root / "bot" / "cli.py").write_text("import sys\ndef main() -> int:\n    print(sys.argv[1:])\n    return 7\n")
    for path in [*LOCKS, dev.PYPROJECT]:
        (root / path.name).write_bytes(path.read_bytes())
    for name in ("BUILD", "RUNTIME", "DEV", "PYPROJECT"):
        monkeypatch.setattr(dev, name, root / getattr(dev, name).name)
    for name in ("VENV", "BIN", "PYTHON", "COMMAND"):
        monkeypatch.setattr(dev, name, root / getattr(dev, name).relative_to(dev.ROOT))
    monkeypatch.setattr(dev, "ROOT", root)
    return root


@pytest.fixture
def steps(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a set-up did, in order, with the slow parts replaced."""
    done: list[str] = []

    def make_environment() -> None:
        done.append("made")
        command = [sys.executable, "-m", "venv", "--clear", "--without-pip", str(dev.VENV)]
        subprocess.run(command, check=True)

    monkeypatch.setattr(dev, "make_environment", make_environment)
    monkeypatch.setattr(dev, "install", lambda lock: done.append(lock.name))
    return done


RUNTIME_STEPS = ["requirements-build.lock", "requirements.lock"]
DEV_STEPS = ["requirements-build.lock", "requirements-dev.lock"]


def test_second_set_up_does_nothing(steps: list[str]) -> None:
    dev.set_up(dev.RUNTIME)
    dev.set_up(dev.RUNTIME)
    assert steps == ["made", *RUNTIME_STEPS]


def test_running_after_testing_does_nothing(steps: list[str]) -> None:
    dev.set_up(dev.DEV)
    dev.set_up(dev.RUNTIME)
    assert steps == ["made", *DEV_STEPS]


def test_testing_after_running_adds_to_the_environment(steps: list[str]) -> None:
    dev.set_up(dev.RUNTIME)
    dev.set_up(dev.DEV)
    assert steps == ["made", *RUNTIME_STEPS, *DEV_STEPS]


def test_new_lock_installs_again(steps: list[str]) -> None:
    dev.set_up(dev.RUNTIME)
    dev.RUNTIME.write_text("# changed\n")
    dev.set_up(dev.RUNTIME)
    assert steps == ["made", *RUNTIME_STEPS, *RUNTIME_STEPS]


def test_interrupted_set_up_starts_over(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(dev, "link_project", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            dev.set_up(dev.RUNTIME)
    dev.set_up(dev.RUNTIME)
    assert steps == ["made", *RUNTIME_STEPS, "made", *RUNTIME_STEPS]


def test_second_terminal_waits(steps: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor() as pool:
        with dev.one_at_a_time():
            other = pool.submit(dev.set_up, dev.RUNTIME)
            assert wait([other], timeout=0.5).not_done
            assert steps == []
            assert "waiting" in capfd.readouterr().out
        other.result(timeout=30)
    assert steps == ["made", *RUNTIME_STEPS]


def test_broken_python_starts_over(steps: list[str]) -> None:
    dev.set_up(dev.RUNTIME)
    dev.PYTHON.unlink()
    dev.set_up(dev.RUNTIME)
    assert steps.count("made") == 2


def test_command_runs_from_a_folder_with_an_awkward_name(home: Path, steps: list[str]) -> None:
    dev.set_up(dev.RUNTIME)
    done = subprocess.run([dev.COMMAND, "run", "--name", "小 王"], cwd="/", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (7, "['run', '--name', '小 王']", "")
    asked = "import importlib.metadata as m; print(m.version('cornerman'))"
    assert dev.ask([dev.PYTHON, "-c", asked]) == PROJECT["project"]["version"]


def test_installer_falls_back_to_the_machines_pip_then_uv(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = {"pip3": "pip 22.3.1 from somewhere", "uv": "uv 0.9.0"}
    monkeypatch.setattr(dev, "ask", lambda command: versions.get(str(command[0]), ""))
    assert dev.installer()[:3] == ["pip3", "--python", dev.PYTHON]
    versions["pip3"] = "pip 22.0.2 from somewhere"
    assert dev.installer()[:3] == ["uv", "pip", "install"]
    del versions["uv"]
    assert dev.installer() == []


def test_person_without_pip_is_told_which_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.shutil, "which", lambda _name: None)
    monkeypatch.setattr(dev, "version_of", lambda _python: (3, 12))
    with pytest.raises(dev.SetUpError, match=r"install python3\.12-venv .* or uv"):
        dev.get_venv_package("/usr/bin/python3")


def test_readme_names_the_packages_that_ci_installs() -> None:
    readme = dev.ROOT / "README.md"
    if not readme.exists():
        pytest.skip("README.md is not written yet")
    wanted = (dev.ROOT / ".ci" / "apt-packages").read_text("utf-8").split()
    named = re.findall(r"apt(?:-get)? install (?:-y )?([a-z0-9 .+-]+)", readme.read_text("utf-8"))
    assert sorted(wanted) in [sorted(line.split()) for line in named]
