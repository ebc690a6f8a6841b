"""Trackers, and the load that they are put under."""
import json
import os
import statistics
import subprocess
import urllib.error
import urllib.request

from contenders.process import Clients, Failure, free_port

LOAD = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "load")
SOURCES = [os.path.join(LOAD, name) for name in ("load.c", "udp.c", "http.c")]
KINDS = {
    "udp": "UDP",
    "http": "GET /announce, connections kept",
    "http-close": "GET /announce, a connection each",
    "json": "POST /peers, connections kept",
}
LONGEST_BUILD = 900  # seconds
SWARMS = 1000


class Load:
    """The C program that announces."""

    def __init__(self, directory, options):
        self._program = os.path.join(directory, "load")
        self._options = options
        subprocess.run(["gcc", "-O2", "-pthread", *SOURCES, "-o", self._program], check=True)

    def warm_up(self, kind, port):
        return self._run(kind, port, self._options.warm_up)

    def measure(self, kind, port):
        return self._run(kind, port, self._options.seconds)

    def _run(self, kind, port, seconds):
        options = self._options
        command = [self._program, kind, "127.0.0.1", port, seconds, options.threads, options.outstanding, options.rate]
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=seconds + 60, check=False)
        if done.returncode:
            raise Failure(f"the load failed: {done.stderr}")
        return json.loads(done.stdout)


class OpenTracker:
    """One UDP worker, which is the quickest that it can be."""

    def __init__(self, directory, *_):
        self._directory = directory
        self.udp_port = self.http_port = free_port()

    @staticmethod
    def answers(kind):
        return kind != "json"

    @staticmethod
    def live_peers():
        return float("nan")  # it does not say

    def start(self, clients):
        """Debian's answers for the info-hashes of a list only."""
        allowed = os.path.join(self._directory, "opentracker.hashes")
        with open(allowed, "w", encoding="ascii") as file:
            file.writelines(f"{(b'%05d' % number * 4).hex()}\n" for number in range(SWARMS))
        settings = os.path.join(self._directory, "opentracker.conf")
        with open(settings, "w", encoding="ascii") as file:
            file.write(f"listen.udp.workers 1\nlisten.tcp_udp 127.0.0.1:{self.http_port}\naccess.whitelist {allowed}\n")
            if os.geteuid() == 0:
                file.write("tracker.user nobody\n")
        os.chmod(self._directory, 0o755)
        clients.start(["opentracker", "-f", settings], os.path.join(self._directory, "opentracker.log"))
        clients.wait("opentracker answers", lambda: answers(f"http://127.0.0.1:{self.http_port}/scrape"))


class TorrentInno:
    """As ``./torrentinno tracker`` runs it."""

    settings = {}

    def __init__(self, directory, root, java_options):
        self._directory = directory
        self._launcher = os.path.join(root, "torrentinno")
        self._environment = os.environ | {"JAVA_OPTS": java_options}
        self.http_port, self.udp_port = free_port(), free_port()

    @staticmethod
    def answers(_):
        return True

    def start(self, clients):
        """All the load comes from one address: limits and caps are counted as ever, and never reached."""
        limits = {"requests-per-second": 1_000_000, "max-swarms": 10**9, "max-peers-per-swarm": 10**9, "max-peers-per-address": 10**9}
        settings = {"server.address": "127.0.0.1", "server.port": self.http_port, "torrentinno.tracker.udp.port": self.udp_port}
        settings |= {f"torrentinno.tracker.limits.{name}": value for name, value in limits.items()} | self.store(clients)
        line = [self._launcher, "tracker", *(f"--{key}={value}" for key, value in settings.items())]
        clients.start(line, os.path.join(self._directory, "tracker.log"), environment=self._environment)
        ready = f"http://127.0.0.1:{self.http_port}/actuator/health/readiness"
        clients.wait("our tracker is built and answers", lambda: answers(ready), LONGEST_BUILD)

    def live_peers(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}/actuator/prometheus", timeout=60) as metrics:
            return next(float(line.split()[1]) for line in metrics.read().decode().splitlines() if line.startswith("torrentinno_tracker_peers "))

    def store(self, _):
        return {}


class TorrentInnoOnRedis(TorrentInno):
    """With Redis on the same machine, counted too."""

    def store(self, clients):
        port = free_port()
        line = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no"]
        clients.start(line, os.path.join(self._directory, "redis.log"))
        return {"spring.data.redis.host": "127.0.0.1", "spring.data.redis.port": port}


SYSTEMS = {"torrentinno": TorrentInno, "torrentinno, Redis": TorrentInnoOnRedis, "opentracker": OpenTracker}


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return "scrape" in url  # it answers, if only that it has nothing
    except (urllib.error.URLError, ConnectionError):
        return False


def turn(tracker, kind, load):
    """One row."""
    with Clients() as clients:
        tracker.start(clients)
        port = tracker.udp_port if kind == "udp" else tracker.http_port
        load.warm_up(kind, port)
        before, resident = clients.cpu_seconds(), clients.resident_mib()
        row = load.measure(kind, port)
        used = clients.cpu_seconds() - before
        row |= {"resident_mib": resident, "growth_mib": clients.resident_mib() - resident, "live": tracker.live_peers()}
        clients.check("after the load")
        if not row["answered"]:
            raise Failure(f"nothing was answered: {row}")
        return row | {"cpu_us": used / row["answered"] * 1e6}


def report(kind, rows):
    """A table of medians."""
    systems = {}
    for name in dict.fromkeys(row["system"] for row in rows):
        runs = [row for row in rows if row["system"] == name]
        median = {key: statistics.median(run[key] for run in runs) for key in runs[0] if key not in ("system", "run")}
        systems[name] = median | {"slowest": min(run["rate"] for run in runs), "fastest": max(run["rate"] for run in runs)}
    heads = ["", "announces/s", "(slowest–fastest)", "× opentracker", "p50 µs", "p99 µs", "CPU µs each", "resident MiB", "growth", "live peers", "peers each", "failed", "lost"]
    lines = [KINDS[kind], "", "| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name, row in systems.items():
        ratio = f"{row['rate'] / systems['opentracker']['rate']:.2f}" if "opentracker" in systems else ""
        cells = [name, f"{row['rate']:.0f}", f"({row['slowest']:.0f}–{row['fastest']:.0f})", ratio, f"{row['p50_us']:.0f}", f"{row['p99_us']:.0f}"]
        cells += [f"{row['cpu_us']:.1f}", f"{row['resident_mib']:.0f}", f"{row['growth_mib']:.0f}", f"{row['live']:,.0f}", f"{row['peers_each']:.0f}", f"{row['failed']:.0f}", f"{row['lost']:.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
