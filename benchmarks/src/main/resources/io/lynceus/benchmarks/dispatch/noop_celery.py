"""The task of the Celery workers, and their client. BROKER_URL says where Redis is."""

import os
import sys

from celery import Celery

import window

url = os.environ["BROKER_URL"]
app = Celery("noop", broker=url, backend=url)
app.conf.update(
    task_serializer="pickle",
    result_serializer="pickle",
    accept_content=["pickle"],
    worker_prefetch_multiplier=8,
    broker_connection_retry_on_startup=True,
)


@app.task(name="noop")
def noop(image):
    return "no faults."


def begin(image):
    return noop.delay(image)


def finish(result):
    result.get()


if __name__ == "__main__":
    window.serve(begin, finish)
