"""A client with a window, like the Java one: reads trials from its input, prints their figures."""

import json
import sys
import time
from collections import deque


def trial(begin, finish, size, window, seconds):
    image = bytes(size)
    latencies = []
    under_way = deque()
    start = time.perf_counter()
    cpu = time.process_time()
    end = start + seconds
    while True:
        now = time.perf_counter()
        while now < end and len(under_way) < window:
            under_way.append((begin(image), now))
        if not under_way:
            break
        result, sent = under_way.popleft()
        finish(result)
        latencies.append(time.perf_counter() - sent)
    spent = time.perf_counter() - start
    latencies.sort()
    return {
        "units": len(latencies),
        "seconds": spent,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[int(len(latencies) * 0.99)],
        "cpu": time.process_time() - cpu,
    }


def serve(begin, finish):
    print("ready", flush=True)
    for line in sys.stdin:
        size, window, seconds = line.split()
        print(json.dumps(trial(begin, finish, int(size), int(window), float(seconds))), flush=True)
