"""The form's labels are spelled in warehouse/forms and nowhere else."""

import subprocess
from pathlib import Path

from warehouse.form import load_forms, load_statistics

ROOT = Path(__file__).parent.parent
CODE = {".py", ".sql", ".js", ".ts", ".html", ".css", ".yml", ".yaml", ".j2", ".toml", ".md"}
#: Short words of the form that are ordinary words too (其他, 总计, 行政规范性文件) cannot be told from prose.
SHORTEST = 8


def labels() -> set[str]:
    found = set()
    for form in load_forms().values():
        for cell in form.cells.values():
            for line in (cell.row, cell.column):
                found.update(label for label in line.labels if len(label) >= SHORTEST)
    for line in load_statistics().rows:
        found.update(label for label in line.labels if len(label) >= SHORTEST)
    return found


def files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return [ROOT / name for name in listed if (ROOT / name).suffix in CODE and (ROOT / name).exists()]


def test_the_labels_of_the_form_stand_in_the_form_files_alone():
    spelled = labels()
    assert len(spelled) > 30
    strays = []
    for path in files():
        relative = path.relative_to(ROOT)
        if relative.parts[:2] == ("warehouse", "forms") or relative.parts[0] == "tests":
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        strays += [f"{relative}: {label}" for label in sorted(spelled) if label in text]
    assert not strays


def test_a_stray_label_would_be_found():
    assert "结转下年度继续办理" in labels()
