"""Ray with a worker for each core; a picture lies once in the object store, and its tasks share it."""

import os
from pathlib import Path

from peers import kernels
from peers.engines.base import Engine

STORE_BYTES = 512 << 20


class Ray(Engine):
    def start(self):
        os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
        import numpy
        import ray

        self.ray, self.numpy = ray, numpy
        ray.init(
            num_cpus=self.workers,
            include_dashboard=False,
            log_to_driver=False,
            _node_ip_address="127.0.0.1",
            object_store_memory=STORE_BYTES,
            _temp_dir=self.folder,
        )
        self.part, self.of_whole = ray.remote(kernels.part), ray.remote(kernels.whole)

    def _put(self, path):
        # An array is read where it lies, without a copy.
        return self.ray.put(self.numpy.frombuffer(Path(path).read_bytes(), "u1"))

    def run(self, paths):
        if self.whole:
            return self.ray.get([self.of_whole.remote(self._put(path)) for path in paths])
        asked = []
        for path in paths:
            picture = self._put(path)
            asked.append([self.part.remote(analysis, picture) for analysis in kernels.ANALYSES])
        return [kernels.merged(*self.ray.get(parts)) for parts in asked]

    def stop(self):
        self.ray.shutdown()
