"""The house stands: import contracts hold, floors are complete, files stay small."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "planparse"


def test_the_import_contracts_hold() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_outgrows_a_head() -> None:
    long = {
        str(file.relative_to(SOURCE)): count
        for file in SOURCE.rglob("*.py")
        if (count := len(file.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_help_answers_without_heavy_imports() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from planparse.cli import main;"
        "done = CliRunner().invoke(main, ['convert', '--help']); assert done.exit_code == 0;"
        "heavy = {'pydantic', 'pdfplumber', 'pypdfium2', 'rapidfuzz', 'rich', 'numpy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_default_path_opens_no_socket() -> None:
    plan = next((ROOT / "corpus" / "train").glob("*.pdf"))
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('a socket was opened')\n"
        "socket.socket.connect = refuse; socket.create_connection = refuse; socket.getaddrinfo = refuse\n"
        "from pathlib import Path; from planparse.batch import convert_file\n"
        "assert convert_file(Path(sys.argv[1])).parts"
    )
    subprocess.run([sys.executable, "-c", code, str(plan)], check=True)
