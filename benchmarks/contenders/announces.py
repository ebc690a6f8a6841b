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
        self.replays = options.replay
        subprocess.run(["gcc", "-O2", "-pthread", *SOURCES, "-o", self._program], check=True)

    def run(self, kind, ports, when_warm):
        """Announces to all ports alike, calls a function when the warm-up is over, and returns what came of the announces after that."""
        options = self._options
        words = [self._program, kind, "127.0.0.1", ",".join(str(port) for port in ports), options.warm_up, options.seconds, options.threads]
        words += [max(1, options.outstanding // len(ports)), options.rate, options.renewals, seconds_of(options.interval)]
        with subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as load:
            if load.stdout.readline():
                when_warm()
            out, faults = load.communicate(timeout=options.seconds + 60)
        if load.returncode:
            raise Failure(f"the load failed: {faults}")
        return json.loads(out)


def seconds_of(duration):
    """Those of "90s" or "45m"."""
    return float(duration[:-1]) * {"s": 1, "m": 60}[duration[-1]]


class OpenTracker:
    """One UDP worker, which is the quickest that it can be."""

    def __init__(self, directory, *_):
        self._directory = directory
        self.http_port = free_port()

    @staticmethod
    def answers(kind):
        return kind != "json"

    def ports(self, _):
        return [self.http_port]

    @staticmethod
    def replay_seconds(_):
        return float("nan")  # it has no log

    @staticmethod
    def live_peers():
        return float("nan")  # it does not say

    def start(self, clients):
        """Debian's answers for the info-hashes of a list only."""
        allowed = os.path.join(self._directory, "opentracker.hashes")
        with open(allowed, "w", encoding="ascii") as file:
            file.writelines(f"{(b'%020d' % number).hex()}\n" for number in range(SWARMS))
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

    trackers = 1

    def __init__(self, directory, root, java_options, settings=()):
        self._directory = directory
        self._launcher = os.path.join(root, "torrentinno")
        self._environment = os.environ | {"JAVA_OPTS": java_options}
        self._settings = dict(settings)
        self._ports = []  # of HTTP and UDP, for each tracker

    @staticmethod
    def answers(_):
        return True

    @property
    def http_port(self):
        return self._ports[0][0]

    def ports(self, kind):
        return [udp if kind == "udp" else http for http, udp in self._ports]

    def start(self, clients):
        self._settings |= self.store(clients)
        for _ in range(self.trackers):
            self._ports.append(self._start_tracker(clients))

    def _start_tracker(self, clients):
        """All the load comes from one address: limits and caps are counted as ever, and never reached. Returns the ports when it is ready."""
        http, udp = free_port(), free_port()
        limits = {"requests-per-second": 1_000_000, "max-swarms": 10**9, "max-peers-per-swarm": 10**9, "max-peers-per-address": 10**9}
        settings = {"server.address": "127.0.0.1", "server.port": http, "torrentinno.tracker.udp.port": udp}
        settings |= {f"torrentinno.tracker.limits.{name}": value for name, value in limits.items()} | self._settings
        line = [self._launcher, "tracker", *(f"--{key}={value}" for key, value in settings.items())]
        clients.start(line, os.path.join(self._directory, f"tracker-{http}.log"), environment=self._environment)
        ready = f"http://127.0.0.1:{http}/actuator/health/readiness"
        clients.wait("our tracker is built and answers", lambda: answers(ready), LONGEST_BUILD)
        return http, udp

    @staticmethod
    def replay_seconds(_):
        return float("nan")  # there is nothing to read

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

    def replay_seconds(self, clients):
        """How long one more tracker takes to be level with the log, as it says itself."""
        http, _ = self._start_tracker(clients)
        with open(os.path.join(self._directory, f"tracker-{http}.log"), encoding="utf-8") as lines:
            return next(float(line.split()[-2]) / 1000 for line in lines if "Level with the log" in line)


class TwoTrackersOnRedis(TorrentInnoOnRedis):
    """Each with a half of the load."""

    trackers = 2


SYSTEMS = {
    "torrentinno": TorrentInno,
    "torrentinno, Redis": TorrentInnoOnRedis,
    "torrentinno, two on Redis": TwoTrackersOnRedis,
    "opentracker": OpenTracker,
}


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
        before = {}
        row = load.run(kind, tracker.ports(kind), lambda: before.update(cpu=clients.cpu_seconds(), resident=clients.resident_mib()))
        used, resident = clients.cpu_seconds() - before["cpu"], clients.resident_mib()
        row |= {"resident_mib": resident, "growth_mib": resident - before["resident"], "live": tracker.live_peers()}
        clients.check("after the load")
        if not row["answered"]:
            raise Failure(f"nothing was answered: {row}")
        return row | {"cpu_us": used / row["answered"] * 1e6, "replay_s": tracker.replay_seconds(clients) if load.replays else float("nan")}


def report(kind, rows):
    """A table of medians."""
    systems = {}
    for name in dict.fromkeys(row["system"] for row in rows):
        runs = [row for row in rows if row["system"] == name]
        median = {key: statistics.median(run[key] for run in runs) for key in runs[0] if key not in ("system", "run")}
        systems[name] = median | {"slowest": min(run["rate"] for run in runs), "fastest": max(run["rate"] for run in runs)}
    heads = ["", "announces/s", "(slowest–fastest)", f"× {next(iter(systems))}", "renewals", "p50 µs", "p99 µs", "CPU µs each", "resident MiB", "growth"]
    heads += ["live peers", "peers each", "replay s", "failed", "lost"]
    first = next(iter(systems.values()))
    lines = [KINDS[kind], "", "| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name, row in systems.items():
        cells = [name, f"{row['rate']:.0f}", f"({row['slowest']:.0f}–{row['fastest']:.0f})", f"{row['rate'] / first['rate']:.2f}", f"{row['renewals']:.2f}"]
        cells += [f"{row['p50_us']:.0f}", f"{row['p99_us']:.0f}", f"{row['cpu_us']:.1f}", f"{row['resident_mib']:.0f}", f"{row['growth_mib']:.0f}"]
        cells += [f"{row['live']:,.0f}", f"{row['peers_each']:.0f}", f"{row['replay_s']:.1f}", f"{row['failed']:.0f}", f"{row['lost']:.0f}"]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
