"""Runs every benchmark of this folder that finds its data: `make bench`."""

import runpy
from pathlib import Path


def main() -> None:
    for file in sorted(Path(__file__).parent.glob("*.py")):
        if not file.name.startswith("_"):
            print(f"\n== {file.stem}", flush=True)
            runpy.run_module(f"benchmarks.{file.stem}", run_name="__main__")


if __name__ == "__main__":
    main()
