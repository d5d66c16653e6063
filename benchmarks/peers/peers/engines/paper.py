"""The design of the paper that Lynceus comes from: a master and two slaves, sockets and pickle.

Each picture is four subtasks, and travels with each of them. A slave has three threads, and gets as many subtasks.
"""

import itertools
import os
import pickle
import queue
import socket
import struct
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from peers import kernels
from peers.engines.base import TIMEOUT_S, Engine, end, python

SLAVES = 2
THREADS = 3


class Paper(Engine):
    def start(self):
        self.tasks, self.done, self.numbers = queue.Queue(), queue.Queue(), itertools.count()
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = str(server.getsockname()[1])
            self.slaves = [python("peers.engines.paper", port) for _ in range(SLAVES)]
            server.settimeout(TIMEOUT_S)
            connections = [server.accept()[0] for _ in self.slaves]
        for connection in connections:
            room = threading.Semaphore(THREADS)
            for work in (self._give, self._take):
                threading.Thread(target=work, args=(connection, room), daemon=True).start()

    def _give(self, connection, room):
        while True:
            room.acquire()
            send(connection, self.tasks.get())

    def _take(self, connection, room):
        while True:
            message = receive(connection)
            if message is None:
                return
            room.release()
            self.done.put(message)

    def run(self, paths):
        pictures, parts, results = {}, [[] for _ in paths], [None] * len(paths)
        for i, path in enumerate(paths):
            jpeg = Path(path).read_bytes()
            for analysis in kernels.ANALYSES:
                task = next(self.numbers)
                pictures[task] = i
                self.tasks.put((task, analysis, jpeg))
        for _ in range(len(pictures)):
            task, part = self.done.get(timeout=TIMEOUT_S)
            i = pictures[task]
            parts[i].append(part)
            if len(parts[i]) == len(kernels.ANALYSES):
                results[i] = kernels.merged(*parts[i])
        return results

    def stop(self):
        end(self.slaves)


def send(connection, message):
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    connection.sendall(struct.pack(">I", len(body)) + body)


def receive(connection):
    """The next message; None at the end of the connection."""
    head = exactly(connection, 4)
    body = head and exactly(connection, struct.unpack(">I", head)[0])
    return pickle.loads(body) if body else None


def exactly(connection, count):
    data = bytearray()
    while len(data) < count:
        piece = connection.recv(min(count - len(data), 1 << 20))
        if not piece:
            return None
        data += piece
    return data


def slave(port):
    kernels.load()
    connection = socket.create_connection(("127.0.0.1", port))
    writing = threading.Lock()

    def work(task, analysis, jpeg):
        try:
            part = kernels.part(analysis, jpeg)
        except Exception:
            traceback.print_exc()
            os._exit(1)
        with writing:
            send(connection, (task, part))

    with ThreadPoolExecutor(THREADS) as pool:
        message = receive(connection)
        while message is not None:
            pool.submit(work, *message)
            message = receive(connection)


if __name__ == "__main__":
    slave(int(sys.argv[1]))
