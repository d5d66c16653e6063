"""Which file of a network the Python engines run: the fastest one that is at hand."""

import statistics
import time
from pathlib import Path

SHIPPED = "vision/src/main/resources/io/lynceus/vision/network"
NETWORKS = {
    "objects": ("centernet-mbv3-coco80", (1, 3, 384, 512)),
    "faces": ("blazeface-back", (1, 3, 480, 640)),
}
RUNS = 15


def choose(root: Path, originals: "Path | None") -> "dict[str, dict]":
    """For each analysis the file, and what its runs took in ms.

    Lynceus ships the networks rewritten for ONNX Runtime. A folder with the originals may be given: then
    both are measured, in turns, and the faster one is taken.
    """
    chosen = {}
    for analysis, (name, shape) in NETWORKS.items():
        files = {"shipped": root / SHIPPED / name / "1" / "model.onnx"}
        if originals:
            files["original"] = originals / f"{name}.onnx"
        missing = [str(file) for file in files.values() if not file.is_file()]
        if missing:
            raise SystemExit(f"peers: there is no network {missing[0]}")
        took = measured(files, shape) if len(files) > 1 else {}
        kind = min(took, key=took.get) if took else "shipped"
        chosen[analysis] = {"kind": kind, "file": str(files[kind].resolve()), "ms": took}
    return chosen


def measured(files, shape) -> "dict[str, float]":
    import numpy

    from peers import kernels

    picture = numpy.zeros(shape, numpy.float32)
    sessions = {kind: kernels.session(str(file)) for kind, file in files.items()}
    times = {kind: [] for kind in files}
    for _ in range(RUNS):
        for kind, network in sessions.items():
            begin = time.perf_counter()
            network.run(None, {network.get_inputs()[0].name: picture})
            times[kind].append(1e3 * (time.perf_counter() - begin))
    return {kind: statistics.median(values) for kind, values in times.items()}
