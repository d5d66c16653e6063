"""multiprocessing.Pool with a process for each core: a whole picture is a task, and its path all that is sent."""

import multiprocessing

from peers import kernels
from peers.engines.base import Engine


class Pool(Engine):
    def start(self):
        self.pool = multiprocessing.Pool(self.workers, initializer=kernels.load)

    def run(self, paths):
        return self.pool.map(kernels.whole_file, paths, chunksize=1)

    def stop(self):
        self.pool.terminate()
        self.pool.join()
