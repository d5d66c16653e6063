"""The client of a Dask cluster whose scheduler listens at the address in argv[1]."""

import sys

from distributed import Client

import window


def noop(image):
    return "no faults."


if __name__ == "__main__":
    client = Client(sys.argv[1])
    client.wait_for_workers(2)
    window.serve(lambda image: client.submit(noop, image, pure=False), lambda future: future.result())
