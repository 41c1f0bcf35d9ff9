"""Measure whether the tests notice small mistakes in the code.

    python -m bench.mutants [--count 20] [--seed 1] [--only PATH[:LINE]]

Makes one random mistake at a time in a copy of the repository, and runs
the tests of that package or module. The same seed and code give the same
mistakes. A mistake that no test notices is shown as a diff: a test is
missing, or the mistake changes nothing.
"""

import argparse
import ast
import difflib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from bench.mutations import Mutation, find_mutations

ROOT = Path(__file__).parent.parent
CODE = ("feeds", "desk")
LEFT_BEHIND = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "node_modules")
TIMEOUT = 600  # seconds for a room's tests on a busy machine
TEST_TIMEOUT = 120  # seconds for one test
MEMORY = 4 * 2**30  # octets: some mistakes make a list grow for ever
HANGS = ("-o", f"faulthandler_timeout={TEST_TIMEOUT}", "-o", "faulthandler_exit_on_timeout=true")
USAGE_ERROR = 4  # pytest's exit status where conftest.py cannot be imported
PASSED = (0, 5)  # 5: nothing ran, as all is left out, or what failed was an import

# Tests that take over ten seconds, and so run last.
SLOW = (
    "any_list",
    "cli",
    "deploy",
    "docs_tables",
    "export",
    "imprint",
    "publish",
    "start",
    "workflow",
)

# Tests of a room that neither its names nor their imports reveal: they
# start from a list, a feed or a command.
INDIRECT_TESTS = {
    "feeds/app.py": ("contract_http", "lookups", "middleware", "cli"),
    "feeds/calendar": ("golden", "contract_bytes", "readers", "details"),
    "feeds/cards.py": ("images",),
    "feeds/catalog": ("bad_lists", "golden", "listings", "loading", "hostile", "remedies"),
    "feeds/catalog/events.py": ("reload",),
    "feeds/catalog/head.py": ("imprint", "words"),
    "feeds/catalog/nouns.py": ("golden",),
    "feeds/catalog/tables.py": ("schema",),
    "feeds/catalog/when": ("when", "import"),
    "feeds/colors.py": ("bad_lists", "pages"),
    "feeds/contents.py": ("snapshot", "contract_bytes", "reload"),
    "feeds/documents.py": ("contract_http", "middleware"),
    "feeds/description.py": ("entries", "golden"),
    "feeds/entries.py": ("golden", "contract_bytes"),
    "feeds/presentation.py": ("entries", "golden", "contract_bytes"),
    "feeds/export.py": ("export",),
    "feeds/files.py": ("watch", "bad_lists", "publish", "export"),
    "feeds/formats.py": ("snapshot", "contract_http", "atom", "linked", "middleware", "record"),
    "feeds/fragments.py": ("reload", "snapshot", "golden", "contract_bytes"),
    "feeds/images.py": ("linked", "contract_http"),
    "feeds/inputs.py": ("reload", "watch", "lookups"),
    "feeds/limits.py": ("snapshot", "contract_bytes"),
    "feeds/live.py": ("reload", "watch", "stories"),
    "feeds/lookups.py": ("lookups",),
    "feeds/feed_problems.py": ("snapshot", "timezones", "finding"),
    "feeds/prerendering.py": ("snapshot", "watch"),
    "feeds/pages": ("pages", "atom", "linked", "map", "contract_http", "middleware", "finding"),
    "feeds/places": ("judging", "geocoding", "lookups", "bad_lists", "map"),
    "feeds/publishing.py": ("stories", "publish", "workflow"),
    "feeds/record": ("record", "stories", "contract_bytes", "publish"),
    "feeds/routing.py": ("pages", "atom", "middleware", "export"),
    "feeds/selection": ("selection", "snapshot", "contract_http", "finding"),
    "feeds/site/atlas.py": ("map",),
    "feeds/site/programs.py": ("snapshot",),
    "feeds/site/search.py": ("finding",),
    "feeds/site/share_cards.py": ("cards",),
    "feeds/site": ("pages", "contract_http", "middleware", "export", "publish"),
    "feeds/svg.py": ("images", "imprint"),
    "feeds/snapshot.py": ("contract_http", "contract_bytes", "golden"),
    "feeds/state.py": ("reload", "stories"),
    "feeds/translations": ("words", "pages", "contract_http"),
    "feeds/watch.py": ("reload", "watch", "lookups"),
    "feeds/web": ("contract_http", "middleware", "bounds"),
    "desk/clean.py": ("images", "cli"),
    "desk/cli": ("cli", "processes"),
    "desk/cli/arguments.py": ("bad_lists", "docs_tables"),
    "desk/cli/curating.py": ("bad_lists", "images", "publish", "start", "workflow"),
    "desk/cli/opening.py": ("bad_lists", "publish"),
    "desk/cli/publishing.py": ("lookups", "publish", "workflow"),
    "desk/cli/serving.py": ("bounds", "lookups"),
    "desk/doctor": ("doctor", "docs_tables"),
    "desk/drafts": ("import",),
    "desk/html_tags.py": ("doctor", "import"),
    "desk/history.py": ("stories", "publish", "workflow"),
    "desk/new.py": ("start",),
    "desk/preview.py": ("stories", "cli", "docs_tables"),
    "desk/record_problems.py": ("details", "remedies"),
    "desk/version.py": ("processes", "cli"),
}


def main() -> None:
    """Draw the mutations, try each, and print what became of it."""
    parser = argparse.ArgumentParser(prog="bench mutants")
    parser.add_argument("--count", type=int, default=20, help="number of mistakes")
    parser.add_argument("--seed", type=int, default=1, help="each seed draws other mistakes")
    parser.add_argument("--only", default="", metavar="PATH[:LINE]", help="only there")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, _exit)  # what runs ends first, and the copy goes
    mutations = list(_all_mutations(options.only))
    chosen = random.Random(options.seed).sample(mutations, min(options.count, len(mutations)))
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        _copy_repository(copy)
        for number, (path, mutation) in enumerate(chosen):
            started = time.monotonic()
            outcome = _try_out(copy, path, mutation, number)
            seconds = time.monotonic() - started
            killed = outcome.startswith("killed")
            outcomes["killed" if killed else outcome] += 1
            print(f"{path}:{mutation.line} {outcome} ({seconds:.0f} s)", flush=True)
            if not killed:
                print(_diff(copy, path, mutation), flush=True)
    print(f"{len(chosen)} of {len(mutations)} mutations, seed {options.seed}:", end=" ")
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items())))


def _exit(number: int, frame: object) -> None:
    sys.exit(128 + number)  # as a shell reports a signal


def _all_mutations(only: str) -> Iterator[tuple[str, Mutation]]:
    """Yield each mutation with its file, relative to the repository."""
    prefix, _, line = only.partition(":")
    folders = [ROOT / name for name in CODE]
    files = sorted(file for folder in folders for file in folder.rglob("*.py"))
    for file in files:
        path = _relative(file)
        if not path.startswith(prefix):
            continue
        for mutation in find_mutations(file.read_bytes()):
            if not line or mutation.line == int(line):
                yield path, mutation


def _copy_repository(copy: Path) -> None:
    shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
    (copy / ".venv").symlink_to((ROOT / ".venv").resolve())


def _try_out(copy: Path, path: str, mutation: Mutation, number: int) -> str:
    """Return what the tests of a module make of a mutation.

    "killed by" the first that fails with it and passes without it,
    "survived", "timed out", or "untested" where there are no tests. What
    fails without it too is left out, and the rest runs again.
    """
    tests = room_tests(path)
    if not tests:
        return "untested"
    file = copy / path
    source = file.read_bytes()
    left_out: list[str] = []
    while True:
        try:
            _write(file, mutation.apply(source), 2 * number)
            status = _run_tests(copy, ["--cache-clear", *left_out, *tests])
        finally:
            _write(file, source, 2 * number + 1)
        if status is None:
            return "timed out"
        if status in PASSED:
            return "survived"
        failed = _failed(copy)
        if not failed:
            return "killed by an import" if status == USAGE_ERROR else "timed out"
        without = _run_tests(copy, failed)
        if without in PASSED:
            return f"killed by {failed[0]}"
        left_out += [f"--deselect={test}" for test in failed]


def _failed(copy: Path) -> list[str]:
    """Return the tests that failed last, or the files whose import did."""
    record = copy / ".pytest_cache/v/cache/lastfailed"
    return list(json.loads(record.read_bytes())) if record.exists() else []


def _write(file: Path, source: bytes, version: int) -> None:
    """Write a source under a time of its own.

    Python takes a .pyc for up to date where size and time in whole
    seconds are those of the source.
    """
    file.write_bytes(source)
    changed = 1_000_000_000 + version
    os.utime(file, (changed, changed))


def _run_tests(copy: Path, arguments: list[str]) -> int | None:
    """Return pytest's exit status, None after TIMEOUT."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", *HANGS]
    command.append(f"--basetemp={copy.parent / 'temporary'}")  # what tests leave goes too
    # In a session of its own, so that the servers it starts end with it.
    running = subprocess.Popen(
        [*command, *arguments],
        cwd=copy,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit_memory,
    )
    try:
        return running.wait(TIMEOUT)
    except subprocess.TimeoutExpired:
        return None
    finally:
        _end(running)


def _limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _end(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):  # all of it has ended
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def room_tests(path: str) -> list[str]:
    """Return the test files of a module, the likeliest to notice first."""
    named = _named_like(path)
    importing = []
    for file in sorted(
        (ROOT / "tests").glob("test_*.py")
    ):  # not those of the browser, which are slow
        if _module(path) in _imports(file):
            importing.append(_relative(file))
    indirect = []
    for room, names in INDIRECT_TESTS.items():
        if path == room or path.startswith(f"{room}/"):
            indirect += [f"tests/test_{name}.py" for name in names]
    tests = dict.fromkeys((*named, *importing, *indirect))
    return sorted(tests, key=_is_slow)


def _is_slow(test: str) -> bool:
    return Path(test).stem.removeprefix("test_") in SLOW


def _named_like(path: str) -> list[str]:
    """Return the test files called by the module, or by its room."""
    names = [Path(path).stem, Path(path).parent.name]
    files = [ROOT / "tests" / f"test_{name}.py" for name in names]
    return [_relative(file) for file in files if file.exists()]


def _relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache  # a mutation a time asks again
def _imports(file: Path) -> set[str]:
    """Return the modules that a test file imports from, behind packages too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        match node:
            case ast.Import():
                found.update(alias.name for alias in node.names)
            case ast.ImportFrom(module=str(module)):
                for alias in node.names:
                    found.add(_origin(module, alias.name))
    return found


def _origin(module: str, name: str) -> str:
    """Return the module that a name comes from, where a package passes it on."""
    folder = ROOT / module.replace(".", "/")
    if (folder / f"{name}.py").exists() or (folder / name).is_dir():
        return f"{module}.{name}"
    package = folder / "__init__.py"
    if not package.exists():
        return module
    for node in ast.parse(package.read_bytes()).body:
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        if name in [alias.asname or alias.name for alias in node.names]:
            return _origin(node.module, name)
    return module


def _diff(copy: Path, path: str, mutation: Mutation) -> str:
    source = (copy / path).read_bytes()
    before = source.decode().splitlines()
    after = mutation.apply(source).decode().splitlines()
    lines = difflib.unified_diff(before, after, path, path, n=1, lineterm="")
    return "".join(f"    {line}\n" for line in lines)


if __name__ == "__main__":
    main()
