"""The documentation says what the program does."""

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import tools.docs

ROOT = Path(__file__).parent.parent
PAGES = [path for path in sorted(ROOT.glob("docs/**/*.md")) if "```console" in path.read_text(encoding="utf-8")]
MARKDOWN = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/detente/*/README.md")]


def sessions(page: Path) -> Iterator[tuple[str, str]]:
    """Yield each command of a page's console blocks with the output shown under it."""
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.splitlines()
            n = 1 + sum(1 for line in lines[1:] if line == ">" or line.startswith("> "))
            yield "\n".join([lines[0], *(line[2:] for line in lines[1:n])]), "\n".join(lines[n:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_shows_is_what_one_sees(page: Path, tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", "DETENTE_CACHE": str(tmp_path / "cache"), "LC_ALL": "C"}
    for command, shown in sessions(page):
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        output = run.stdout
        is_alike = doctest.OutputChecker().check_output(
            shown + "\n",
            output if output.endswith("\n") else output + "\n",
            doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE,
        )
        assert is_alike or not (shown or output.strip()), f"{page.name}: $ {command}\n{output}\nshown:\n{shown}"


def test_generated_pages_are_what_they_would_be_if_made_now() -> None:
    assert tools.docs.out_of_date() == [], "run `make docs`"


@pytest.mark.parametrize("page", MARKDOWN, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target) and not target.startswith("@"):
            assert (page.parent / target).exists(), f"{page.name} leads to {target}"


def test_the_table_of_contents_leads_to_every_page() -> None:
    contents = ROOT / "docs" / "README.md"
    linked = {
        (contents.parent / target).resolve()
        for target in re.findall(r"\]\(([^)#:\s]+)\)", contents.read_text(encoding="utf-8"))
    }
    assert {path for path in (ROOT / "docs").glob("**/*.md") if path != contents} <= linked


def test_the_readme_has_two_commands_to_set_up() -> None:
    assert set(re.findall(r"\bmake ([\w-]+)", (ROOT / "README.md").read_text(encoding="utf-8"))) == {"study", "test"}


def test_the_shell_scripts_are_sound() -> None:
    for script in [*ROOT.glob("tools/*.sh"), ROOT / ".ci" / "run"]:
        run = subprocess.run(["bash", "-n", *shlex.split(str(script))], capture_output=True, check=False)
        assert run.returncode == 0, run.stderr
