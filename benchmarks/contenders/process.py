"""Processes that are measured through /proc and never left behind."""
import os
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")


class Timeout(Exception):
    """Something took too long; the text says what."""


def free_port():
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(what, condition, seconds=120, pause=0.02):
    """Asks again and again, a pause in between, and gives the first answer that is true."""
    end = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > end:
            raise Timeout(f"{what}: not within {seconds} s")
        time.sleep(pause)
    return answer


class Clients:
    """The processes of one contender. The first two measured ones are the seeder and the fetcher."""

    def __init__(self):
        self._all = []
        self._measured = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self._all:
            process.terminate()
        for process in self._all:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, command, log, measured=True):
        with open(log, "wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out)
        self._all.append(process)
        if measured:
            self._measured.append(process.pid)

    def cpu_seconds(self):
        """User and system time of each since it started."""
        return [self._cpu(pid) for pid in self._measured]

    @staticmethod
    def _cpu(pid):
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def reset_peaks(self):
        """Makes the peak what is resident now."""
        for pid in self._measured:
            with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as refs:
                refs.write("5")

    def peak_mib(self):
        """The most resident memory of each since the last reset."""
        return [self._peak(pid) for pid in self._measured]

    @staticmethod
    def _peak(pid):
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
