"""What every engine is."""

import os
import socket
import subprocess
import sys

TIMEOUT_S = 120


class Engine:
    """Computes findings of pictures; lives in one process and those that it starts.

    Call start(), then run() any number of times, then stop(), which ends every process of the engine.
    """

    def __init__(self, spec: dict):
        self.whole = spec["name"].endswith("-whole")
        self.workers = spec["workers"]
        self.folder = spec["folder"]

    def start(self) -> None:
        """Starts the engine's processes; need not wait until they are ready."""

    def run(self, paths: "list[str]") -> list:
        """The findings of each picture, in order. All pictures are handed out at once."""
        raise NotImplementedError

    def summary(self, findings) -> dict:
        """What the findings of two engines are compared by."""
        return {
            "objects": sorted(label for label, _, _ in findings["objects"]),
            "faces": len(findings["faces"]),
            "edge pixels": findings["edges"]["pixels"],
            "corners": len(findings["corners"]),
        }

    def roles(self) -> "dict[str, int]":
        """Processes that are reported apart, by what they are."""
        return {}

    def stop(self) -> None:
        pass


def python(module: str, *args: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", module, *args], stdin=subprocess.DEVNULL)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def end(processes) -> None:
    """Asks them to end, and ends those that do not."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.kill(process.pid, 9)
            process.wait()
