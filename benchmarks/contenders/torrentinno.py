"""Agent to agents, driven through their REST API, with our tracker."""
import json
import os
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from contenders.process import Failure, free_port

LONGEST_BUILD = 900  # seconds
CALLERS = 8


def call(method, url, body=None):
    """The answer's JSON; None when it has no body."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
    except urllib.error.HTTPError as failure:
        raise Failure(f"{method} {url}: {failure.code} {failure.read().decode()}") from None
    return json.loads(text) if text else None


def answers(url):
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False


class TorrentInno:
    name = "torrentinno"

    def __init__(self, clients, work):
        self.clients = clients
        self._work = work
        self._environment = os.environ | {"JAVA_OPTS": work.java_options}
        self._tracker = free_port()
        self._launch("tracker", "tracker", {"server.port": self._tracker}, measured=False)
        ready = f"http://127.0.0.1:{self._tracker}/actuator/health/readiness"
        clients.wait("the tracker is built and answers", lambda: answers(ready), LONGEST_BUILD)
        self._environment["TORRENTINNO_BUILD"] = "never"
        self._seeder = self._start("seeder", work.folder("torrentinno-seeder"))
        clients.wait("the seeder answers", lambda: answers(self._seeder))
        self._share()

    def start_fetchers(self):
        names = [f"fetcher-{number}" for number in range(self._work.fetchers)]
        self.folders = [self._work.folder(f"torrentinno-{name}") for name in names]
        self._fetchers = [self._start(name, folder) for name, folder in zip(names, self.folders)]
        for fetcher in self._fetchers:
            self.clients.wait("a fetcher answers", lambda url=fetcher: answers(url))

    def _start(self, name, data):
        port = free_port()
        settings = {
            "torrentinno.agent.data-dir": data, "torrentinno.agent.share-dirs": self._work.source_folder,
            "torrentinno.agent.listen-address": "127.0.0.1", "torrentinno.agent.listen-port": free_port(),
            "torrentinno.agent.public-address": "127.0.0.1", "torrentinno.agent.tracker": f"127.0.0.1:{self._tracker}",
        }
        self._launch("agent", name, settings | {"server.port": port})
        return f"http://127.0.0.1:{port}/api/v1/resources"

    def _launch(self, command, name, settings, measured=True):
        settings |= {"server.address": "127.0.0.1"}
        line = [self._work.launcher, command, *(f"--{key}={value}" for key, value in settings.items())]
        self.clients.start(line, os.path.join(self._work.directory, f"torrentinno-{name}.log"), measured, self._environment)

    def _share(self):
        self._resources = {}
        for path in self._work.sources:
            shared = call("POST", f"{self._seeder}/share", json.dumps({"path": path}).encode())
            self._resources[shared["infoHash"]] = None
        for info_hash in self._resources:
            self.clients.wait("the seeder seeds", lambda it=info_hash: self._state(self._seeder, it) == "seeding", 600)
            with urllib.request.urlopen(f"{self._seeder}/{info_hash}/manifest", timeout=60) as manifest:
                self._resources[info_hash] = manifest.read()

    @staticmethod
    def _state(agent, info_hash):
        resource = call("GET", f"{agent}/{info_hash}")
        if resource["state"] == "error":
            raise Failure(f"the agent failed: {resource['error']}")
        return resource["state"]

    def begin(self):
        """Several callers, for the agent answers only when what it was told is on the disk to stay."""
        self._awaited = [(fetcher, info_hash) for info_hash in self._resources for fetcher in self._fetchers]
        with ThreadPoolExecutor(CALLERS) as callers:
            list(callers.map(lambda wanted: call("POST", wanted[0], self._resources[wanted[1]]), self._awaited))

    def complete(self):
        while self._awaited:
            if self._state(*self._awaited[-1]) != "seeding":
                return False
            self._awaited.pop()
        return True

    def forget(self):
        for info_hash in self._resources:
            for fetcher in self._fetchers:
                call("DELETE", f"{fetcher}/{info_hash}?deleteData=true")
