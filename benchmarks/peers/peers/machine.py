"""What a result was measured on and with."""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path

LIBRARIES = (
    "numpy",
    "opencv-python-headless",
    "onnxruntime",
    "celery",
    "redis",
    "distributed",
    "ray",
)


def cores() -> int:
    return len(os.sched_getaffinity(0))


def here() -> dict:
    return {
        "cpu": cpu(Path("/proc/cpuinfo").read_text()),
        "cores": cores(),
        "system": f"{platform.system()} {platform.release()}",
        "java": java(),
        "python": platform.python_version(),
    }


def cpu(cpuinfo: str) -> str:
    for line in cpuinfo.splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def java() -> str:
    home = os.environ.get("JAVA_HOME")
    command = [f"{home}/bin/java" if home else "java", "-XshowSettings:properties", "-version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return java_version(said)


def java_version(settings: str) -> str:
    """Maker and version out of what -XshowSettings:properties prints."""
    parts = (line.partition(" = ") for line in settings.splitlines())
    values = {key.strip(): value for key, _, value in parts}
    return f"{values['java.vendor']} {values['java.runtime.version']}"


def libraries() -> "dict[str, str]":
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            pass
    return found


def commit(folder: Path) -> str:
    """The short hash, and whether files differ from that commit; "unknown" outside a git tree."""
    command = ["git", "-C", str(folder), "describe", "--always", "--dirty", "--exclude=*"]
    said = subprocess.run(command, capture_output=True, text=True)
    return said.stdout.strip() if said.returncode == 0 else "unknown"
