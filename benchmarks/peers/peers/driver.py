"""One engine in a process of its own, the driver, which is the engine's client.

So that what an engine starts, uses and leaves is that driver's process tree and nothing else. Commands go to the driver's
standard input and answers come back, a line of JSON each; its log takes all that it and the engine print.
"""

import json
import os
import select
import subprocess
import sys
import time
import traceback
from pathlib import Path

from peers import processes

LIMIT_S = 600


class EngineError(Exception):
    """An engine has failed; the message says where to look."""


class Driver:
    """The driver as seen from the benchmark.

    The spec has `name`; `workers`, how many processes compute; `folder`, for the engine's own files; and
    for Lynceus `lynceus`, the launcher.
    """

    def __init__(self, spec: dict, log: Path):
        self.name = spec["name"]
        self.log = log
        Path(spec["folder"]).mkdir(parents=True, exist_ok=True)
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "peers.driver", json.dumps(spec)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=out,
                start_new_session=True,  # Ctrl-C is for the benchmark, which ends the drivers
            )
        self.roles = {}

    @property
    def pid(self) -> int:
        return self.process.pid

    def start(self) -> None:
        self.roles = self._ask("start")

    def batch(self, paths) -> float:
        """Hands all pictures out at once; the seconds until all have come back."""
        return self._ask("batch", paths)

    def singles(self, paths) -> "list[float]":
        """One picture after the other; the seconds of each."""
        return self._ask("singles", paths)

    def summaries(self, paths) -> "list[dict]":
        return self._ask("summaries", paths)

    def stop(self) -> None:
        """Ends the engine and the driver."""
        self._ask("stop")
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            raise self._error("it does not end") from None

    def _ask(self, command, argument=None):
        try:
            self.process.stdin.write(json.dumps([command, argument]).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise self._error("it has ended") from None
        deadline = time.monotonic() + LIMIT_S
        while not select.select([self.process.stdout], [], [], 1)[0]:
            # What it has started may still hold the other end of the pipe.
            if self.process.poll() is not None:
                raise self._error("it has ended")
            if time.monotonic() > deadline:
                raise self._error(f"no answer in {LIMIT_S} s")
        line = self.process.stdout.readline()
        if not line:
            raise self._error("it has ended")
        answer = json.loads(line)
        if "error" in answer:
            raise self._error(answer["error"])
        return answer["result"]

    def _error(self, what):
        return EngineError(f"{self.name}: {what} (its log: {self.log})")


def main():
    spec = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    processes.adopt_orphans()
    from peers import engines

    engine = engines.create(spec)

    def summaries(paths):
        return [engine.summary(findings) for findings in engine.run(paths)]

    def start(_):
        engine.start()
        return engine.roles()

    commands = {
        "start": start,
        "batch": lambda paths: _seconds(engine, paths),
        "singles": lambda paths: [_seconds(engine, [path]) for path in paths],
        "summaries": summaries,
    }
    try:
        for line in sys.stdin:
            command, argument = json.loads(line)
            if command == "stop":
                break
            try:
                answer = {"result": commands[command](argument)}
            except Exception as error:
                traceback.print_exc()
                answer = {"error": f"{type(error).__name__}: {error}"[:500]}
            print(json.dumps(answer), file=answers, flush=True)
    finally:
        try:
            engine.stop()
        finally:
            processes.end_descendants(patience_s=3)
    print('{"result": null}', file=answers, flush=True)


def _seconds(engine, paths):
    begin = time.perf_counter()
    engine.run(paths)
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
