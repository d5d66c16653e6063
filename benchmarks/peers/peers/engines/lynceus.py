"""Lynceus: a master and two slaves with default settings, and a client on one connection of the task port."""

import json
import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from peers.engines.base import TIMEOUT_S, Engine, end, free_port

SLAVES = 2


class Lynceus(Engine):
    def __init__(self, spec):
        super().__init__(spec)
        self.launcher = spec["lynceus"]

    def start(self):
        tasks, slaves, http = free_port(), free_port(), free_port()
        self.port = tasks
        # The networks that come with Lynceus, whatever this user has fetched.
        env = dict(os.environ, LYNCEUS_SECRET=secrets.token_hex(32), XDG_DATA_HOME=self.folder)
        ports = [f"tasks.port={tasks}", f"slaves.port={slaves}", f"http.port={http}"]
        self.daemons = {"master": self._daemon(env, "master", *ports)}
        to_master = ["master.host=127.0.0.1", f"master.port={slaves}", "http.port=0"]
        for number in range(1, SLAVES + 1):
            slave = self._daemon(env, "slave", f"name=s{number}", *to_master)
            self.daemons[f"slave {number}"] = slave
        self.connection = self._connected()
        self.connection.sendall(b"STREAM\nSET edges=png\n")
        self.lines = self.connection.makefile("rb")

    def _daemon(self, env, kind, *settings):
        command = [self.launcher, kind]
        for setting in settings:
            command += ["--set", setting]
        nothing = subprocess.DEVNULL
        return subprocess.Popen(command, env=env, stdin=nothing, stdout=sys.stderr)

    def _connected(self):
        deadline = time.monotonic() + TIMEOUT_S
        while True:
            try:
                connection = socket.create_connection(("127.0.0.1", self.port), TIMEOUT_S)
                connection.settimeout(TIMEOUT_S)
                return connection
            except OSError:
                if self.daemons["master"].poll() is not None:
                    raise RuntimeError("the master has ended: its log says why") from None
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def run(self, paths):
        sender = threading.Thread(target=self._send, args=(paths,), daemon=True)
        sender.start()
        replies = [json.loads(self.lines.readline()) for _ in paths]
        sender.join()
        for reply in replies:
            if reply["status"] != "complete":
                raise RuntimeError("not complete: " + json.dumps(reply)[:500])
        return replies

    def _send(self, paths):
        for path in paths:
            self.connection.sendall(Path(path).read_bytes())

    def summary(self, findings):
        found = findings["analyses"]
        return {
            "objects": sorted(o["label"] for o in found["objects"]["detections"]),
            "faces": len(found["faces"]["detections"]),
            "edge pixels": found["edges"]["pixels"],
            "corners": found["corners"]["count"],
        }

    def roles(self):
        return {role: daemon.pid for role, daemon in self.daemons.items()}

    def stop(self):
        self.connection.close()
        end(list(self.daemons.values())[::-1])
