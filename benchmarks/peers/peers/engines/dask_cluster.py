"""A LocalCluster of Dask with a process for each core and one thread in each."""

from pathlib import Path

from peers import kernels
from peers.engines.base import Engine


class Dask(Engine):
    def start(self):
        import dask
        from dask.distributed import Client, LocalCluster

        dask.config.set({"temporary-directory": self.folder})
        self.delayed = dask.delayed
        self.cluster = LocalCluster(
            n_workers=self.workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address=None,
        )
        self.client = Client(self.cluster)

    def run(self, paths):
        return self.client.gather([self._submit(Path(path).read_bytes()) for path in paths])

    def _submit(self, jpeg):
        if self.whole:
            return self.client.submit(kernels.whole, jpeg, pure=False)
        part = self.delayed(kernels.part, pure=False)
        parts = [part(analysis, jpeg) for analysis in kernels.ANALYSES]
        return self.client.compute(self.delayed(kernels.merged, pure=False)(*parts))

    def stop(self):
        self.client.close()
        self.cluster.close()
