"""Build the wheel and prove that it is whole: all files of the packages are in it, and it works away from the checkout.

Built from a copy of the files that git knows, so that neither leftovers of an earlier build nor ignored files get in or
hide a gap. Then installed into an empty folder, and run there on a page, with the checkout out of reach. No network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("cleaning", "schemas", "dataset", "jingwen")
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")

TRIAL = """
import sys
import cleaning, dataset, jingwen, schemas
for module in (cleaning, dataset, jingwen, schemas):
    assert module.__file__.startswith(sys.argv[1]), module.__file__
result = jingwen.clean("市里召開(kāi)防汛會(huì )議，要求各地做好準(zhǔn)備，會(huì )后開(kāi)展檢查。")
assert result.text == "市里召开防汛会议，要求各地做好准备，会后开展检查。", result.text
"""


def tracked_files() -> list[Path]:
    """Files of the checkout that git tracks or would track, relative to its root."""
    listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    output = subprocess.run(listing, cwd=ROOT, check=True, capture_output=True).stdout
    return [Path(name) for name in sorted(set(output.decode().split("\0"))) if name and (ROOT / name).is_file()]


def build(files: list[Path], work: Path) -> Path:
    """The wheel, built in `work` from a copy of `files`."""
    source = work / "source"
    for file in files:
        (source / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, source / file)
    subprocess.run(
        (*PIP, "wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", work, source), check=True
    )
    return next(work.glob("*.whl"))


def differences(wheel: Path, files: list[Path]) -> list[str]:
    """What is missing from the wheel, differs in it, or should not be there."""
    wanted = {file.as_posix() for file in files if file.parts[0] in PACKAGES}
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        faults = [f"{name} is not in the wheel" for name in sorted(wanted - names)]
        faults += [
            f"{name} differs in the wheel"
            for name in sorted(wanted & names)
            if archive.read(name) != (ROOT / name).read_bytes()
        ]
    surplus = sorted(name for name in names - wanted if ".dist-info/" not in name)
    faults += [f"{name} is in the wheel and not in the checkout" for name in surplus]
    for name in ("LICENSE", "NOTICE"):
        if not any(entry.endswith(f".dist-info/licenses/{name}") for entry in names):
            faults.append(f"{name} is not in the wheel")
    return faults


def try_outside(wheel: Path, work: Path) -> None:
    """Install into an empty folder; there, import, clean a text, and run the command on a page."""
    target, page = work / "installed", work / "page.txt"
    subprocess.run((*PIP, "install", "--no-index", "--no-deps", "--target", target, wheel), check=True)
    page.write_text("三个部门吉印通开展执法检查，进一步加强吉印通执法。\n", encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(target)}
    for command in (("-c", TRIAL, str(target)), ("-m", "jingwen", "clean", page, "--out", work / "run", "--quiet")):
        subprocess.run((sys.executable, "-P", *command), check=True, cwd=work, env=environment)


def main() -> int:
    files = tracked_files()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        wheel = build(files, work)
        faults = differences(wheel, files)
        for fault in faults:
            print(fault, file=sys.stderr)
        if faults:
            return 1
        try_outside(wheel, work)
        print(f"{wheel.name}: {wheel.stat().st_size / 1e6:.1f} MB, whole, and works outside of the checkout")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit(f"ended with {error.returncode}: {' '.join(map(str, error.cmd))[:100]} …")
