"""Processes that are measured through /proc and never left behind."""
import os
import re
import socket
import subprocess
import time

TICKS = os.sysconf("SC_CLK_TCK")
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Failure(Exception):
    """A contender did not do its part; the text says which."""


def free_port():
    """A TCP port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def heap(pid):
    """Bytes of a JVM's heap that are used after a full collection."""
    java_home = subprocess.run([os.path.join(ROOT, ".mvn", "find-jdk")], capture_output=True, text=True, check=True).stdout.strip()
    command = [os.path.join(java_home, "bin", "jcmd"), str(pid), "GC.class_histogram"]
    histogram = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", histogram, re.MULTILINE).group(1))


class Clients:
    """The processes of one contender."""

    def __init__(self):
        self._logs = {}
        self._measured = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self._logs:
            process.terminate()
            process.stdin.close()
        for process in self._logs:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def start(self, command, log, measured=True, environment=None):
        """Runs a command that does not fork; its output goes to the file ``log``, its input is the process's ``stdin``."""
        with open(log, "wb") as out:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=out, env=environment)
        self._logs[process] = log
        if measured:
            self._measured.append(process.pid)
        return process

    def wait(self, what, condition, seconds=120):
        """Asks again and again until the answer is true, as long as all processes run."""
        end = time.monotonic() + seconds
        while not condition():
            self.check(what)
            if time.monotonic() > end:
                raise Failure(f"{what}: not within {seconds} s")
            time.sleep(0.02)

    def check(self, what):
        """Fails with what it printed last when a process has ended."""
        for process, log in self._logs.items():
            if process.poll() is not None:
                with open(log, encoding="utf-8", errors="replace") as lines:
                    raise Failure(f"{what}: {process.args[0]} ended\n{''.join(lines.readlines()[-20:])}")

    def processes(self):
        """Those that run, in the order in which they were started."""
        return list(self._logs)

    def cpu_seconds(self):
        """User and system time of the measured ones since they started."""
        return sum(self.cpu_of(pid) for pid in self._measured)

    @staticmethod
    def cpu_of(pid):
        """User and system time of one process since it started."""
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def reset_peaks(self):
        """Makes the peak what is resident now."""
        for pid in self._measured:
            with open(f"/proc/{pid}/clear_refs", "w", encoding="ascii") as refs:
                refs.write("5")

    def peak_mib(self):
        """The most memory that any measured one had resident since the last reset."""
        return max(self._memory(pid, "VmHWM") for pid in self._measured)

    def resident_mib(self):
        """The memory that all measured ones have resident now."""
        return sum(self._memory(pid, "VmRSS") for pid in self._measured)

    @staticmethod
    def _memory(pid, which):
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith(which))
