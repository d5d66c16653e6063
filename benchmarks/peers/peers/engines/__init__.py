"""The engines by name. Importing this imports none of their frameworks."""

import importlib
import shutil
from importlib.util import find_spec

# name: module, class, what must be importable, programs that must be there
_KNOWN = {
    "pool": ("pool", "Pool", (), ()),
    "paper": ("paper", "Paper", (), ()),
    "celery": ("celery_redis", "Celery", ("celery", "redis"), ("redis-server",)),
    "dask": ("dask_cluster", "Dask", ("distributed",), ()),
    "ray": ("ray_tasks", "Ray", ("ray",), ()),
}
_WHOLE = "-whole"
PEERS = tuple(_KNOWN)
NAMES = PEERS + tuple(name + _WHOLE for name in ("celery", "dask", "ray"))


def missing(name: str) -> "str | None":
    """What has to be installed before the engine can take part."""
    _, _, modules, programs = _KNOWN[name.replace(_WHOLE, "")]
    lacking = [f"pip install {m}" for m in modules if find_spec(m) is None]
    lacking += [f"install {p}" for p in programs if shutil.which(p) is None]
    return ", ".join(lacking) or None


def splits(name: str) -> bool:
    """Whether the engine shares one picture among several workers."""
    return name in PEERS and name != "pool"


def create(spec: dict):
    """An engine, in the process that will be its client. See driver.Driver for the spec."""
    if spec.get("lynceus"):
        from peers.engines.lynceus import Lynceus

        return Lynceus(spec)
    module, kind, _, _ = _KNOWN[spec["name"].replace(_WHOLE, "")]
    return getattr(importlib.import_module("peers.engines." + module), kind)(spec)
