"""CONTRIBUTING's recipes, carried out as written in a scratch copy of the repository."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```\w+ (write|append|insert|run|answers) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What the recipes are about. The other five maps are left out, so that publishing takes seconds.
CATALOGUE = ("population.toml", "units.toml", "caveats.toml")
FIRST_VIEW = """
import django
django.setup()
from django.test import Client
page = Client(headers={"host": "localhost"}).get("/en/maps/population/?place=10008020")
print(page.status_code)
print(page.content.decode())
"""


@dataclass(frozen=True)
class Block:
    """One fenced block: what to do, with which file or line, and its text."""

    action: str
    target: str
    text: str


class Checkout:
    """A scratch copy in which blocks are carried out; `said` is what the last commands printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{self.folder / 'src'}{os.pathsep}{self.folder}",
            "PYTHONUTF8": "1",
            "DIFANG_HOME": str(folder / "home"),
            "DJANGO_SETTINGS_MODULE": "difang.site.settings",
        }
        self.said = ""
        self._copy()

    def _copy(self) -> None:
        made = shutil.ignore_patterns("__pycache__", "data")
        shutil.copytree(ROOT / "tools", self.folder / "tools", ignore=made)
        shutil.copytree(ROOT / "src" / "difang", self.folder / "src" / "difang", ignore=made)
        shutil.copy(ROOT / "pyproject.toml", self.folder)
        for data in ("places/data", "data"):
            source, into = ROOT / "src/difang" / data, self.folder / "src/difang" / data
            for path in source.iterdir():
                if data == "data" and not path.name.startswith("population."):
                    continue
                into.mkdir(parents=True, exist_ok=True)
                (shutil.copytree if path.is_dir() else shutil.copy)(path, into / path.name)
        for path in (self.folder / "src/difang/indicators/catalogue").glob("*.toml"):
            if path.name not in CATALOGUE:
                path.unlink()
        (self.folder / ".venv").symlink_to(sys.prefix)

    def carry_out(self, block: Block) -> None:
        """Do what a block says; `answers` asserts that the last commands printed each of its lines."""
        getattr(self, f"_{block.action}")(block)

    def _write(self, block: Block) -> None:
        path = self.folder / block.target
        path.parent.mkdir(parents=True, exist_ok=True)
        assert not path.exists(), f"{block.target} is there already"
        path.write_text(block.text, encoding="utf-8")

    def _append(self, block: Block) -> None:
        path = self.folder / block.target
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{block.text}", encoding="utf-8")

    def _insert(self, block: Block) -> None:
        name, _, line = block.target.partition(" after ")
        path = self.folder / name
        before, after = path.read_text(encoding="utf-8").split(f"\n{line}\n")
        path.write_text(f"{before}\n{line}\n{block.text}{after}", encoding="utf-8")

    def _run(self, block: Block) -> None:
        self.said = self.run("sh", "-ec", block.text)

    def _answers(self, block: Block) -> None:
        printed = self.said.splitlines()
        for line in block.text.splitlines():
            assert any(f"{one},".startswith(f"{line},") for one in printed), f"{line}\nnot in\n{self.said}"

    def run(self, *command: str) -> str:
        """Run a command in the copy and return what it printed; a failure shows all it said."""
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
        return done.stdout


def recipes() -> dict[str, list[Block]]:
    """Return the blocks of each recipe, by its number."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    sections = re.split(r"^### Recipe (\d)", text, flags=re.MULTILINE)[1:]
    return {
        number: [Block(*found) for found in BLOCK.findall(section)]
        for number, section in zip(sections[::2], sections[1::2], strict=True)
    }


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("contributing"))


def test_recipes_are_three_and_each_states_its_answer() -> None:
    actions = {number: [block.action for block in blocks] for number, blocks in recipes().items()}
    assert actions == {
        "1": ["append", "run", "answers"],
        "2": ["write", "write", "insert", "append", "append", "run", "answers"],
        "3": ["append", "run", "answers"],
    }


def test_every_fenced_block_with_an_instruction_is_read() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    opened = re.findall(r"^```\w+.*$", text, flags=re.MULTILINE)
    assert len(opened) == sum(len(blocks) for blocks in recipes().values())


@pytest.mark.xdist_group("contributing")
def test_recipes_carried_out_in_order_answer_as_written(checkout: Checkout) -> None:
    for blocks in recipes().values():
        for block in blocks:
            checkout.carry_out(block)
    status, _, page = checkout.run(sys.executable, "-c", FIRST_VIEW).partition("\n")
    assert status == "200"
    heading = re.search(r"<h1>(.*?)</h1>", page, flags=re.DOTALL)
    assert heading is not None
    assert heading[1].startswith(
        "People aged 85 and over in Puli Township, Nantou County, December 2025: 2.5%"
    )
    assert re.findall(r'<option value="(population\.\w+)" selected>', page) == ["population.oldest_share"]
    offered = set(re.findall(r'<option value="(population\.\w+)"', page))
    assert offered >= {"population.divorce_rate", "population.villages", "population.oldest_share"}
