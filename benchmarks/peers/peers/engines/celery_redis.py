"""Celery over a Redis server of its own, with prefork workers; pickle, which is cheaper than JSON with base64."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from peers import kernels
from peers.engines.base import TIMEOUT_S, Engine, end, free_port, python

URL = "PEERS_REDIS"


class Celery(Engine):
    def start(self):
        port = free_port()
        redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        redis += ["--appendonly", "no", "--dir", self.folder]
        self.processes = [subprocess.Popen(redis, stdin=subprocess.DEVNULL, stdout=sys.stderr)]
        os.environ[URL] = f"redis://127.0.0.1:{port}/0"
        os.environ["C_FORCE_ROOT"] = "1"
        self.processes.append(python("peers.engines.celery_redis", str(self.workers)))
        self.app = app()
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            try:
                return socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def run(self, paths):
        if self.whole:
            task = self.app.tasks["whole"]
            asked = [task.delay(Path(path).read_bytes()) for path in paths]
            return [one.get(timeout=TIMEOUT_S) for one in asked]
        task = self.app.tasks["part"]
        # Results are taken one by one: those of a group are polled for, every half second.
        asked = []
        for path in paths:
            jpeg = Path(path).read_bytes()
            asked.append([task.delay(analysis, jpeg) for analysis in kernels.ANALYSES])
        return [kernels.merged(*(part.get(timeout=TIMEOUT_S) for part in parts)) for parts in asked]

    def stop(self):
        end(self.processes[::-1])


def app():
    from celery import Celery as Application

    url = os.environ[URL]
    made = Application("peers", broker=url, backend=url, set_as_current=True)
    made.conf.update(
        task_serializer="pickle",
        result_serializer="pickle",
        accept_content=["pickle"],
        result_expires=300,
        broker_connection_retry_on_startup=True,
    )
    made.task(name="part")(kernels.part)
    made.task(name="whole")(kernels.whole)
    made.finalize()
    return made


def worker(processes):
    from celery.signals import worker_process_init

    worker_process_init.connect(lambda **_: kernels.load(), weak=False)
    args = ["worker", "--pool=prefork", f"--concurrency={processes}", "--loglevel=WARNING"]
    app().worker_main(args + ["--without-gossip", "--without-mingle"])


if __name__ == "__main__":
    worker(int(sys.argv[1]))
