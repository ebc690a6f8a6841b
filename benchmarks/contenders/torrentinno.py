"""Agent to agent, driven through its REST API, with our tracker."""
import json
import os
import urllib.error
import urllib.request

from contenders.process import Failure, free_port

LONGEST_BUILD = 900  # seconds


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
    """A tracker, an agent that seeds the file and an agent that has nothing to do yet."""

    def __init__(self, clients, work, root, java_options):
        self.clients = clients
        self._work = work
        self._launcher = os.path.join(root, "torrentinno")
        self._environment = os.environ | {"JAVA_OPTS": java_options}
        tracker = free_port()
        self._launch("tracker", "tracker", {"server.port": tracker}, measured=False)
        ready = f"http://127.0.0.1:{tracker}/actuator/health/readiness"
        clients.wait("the tracker is built and answers", lambda: answers(ready), LONGEST_BUILD)
        self._environment["TORRENTINNO_BUILD"] = "never"
        self._seeder, _ = self._start("seeder", tracker)
        self._fetcher, folder = self._start("fetcher", tracker)
        self.target = os.path.join(folder, os.path.basename(work.source))
        self._share()

    def _start(self, name, tracker):
        port = free_port()
        data = self._work.folder(name)
        settings = {
            "torrentinno.agent.data-dir": data, "torrentinno.agent.share-dirs": os.path.dirname(self._work.source),
            "torrentinno.agent.listen-address": "127.0.0.1", "torrentinno.agent.listen-port": free_port(),
            "torrentinno.agent.public-address": "127.0.0.1", "torrentinno.agent.tracker": f"127.0.0.1:{tracker}",
        }
        self._launch("agent", name, settings | {"server.port": port})
        resources = f"http://127.0.0.1:{port}/api/v1/resources"
        self.clients.wait(f"{name} answers", lambda: answers(resources))
        return resources, data

    def _launch(self, command, name, settings, measured=True):
        settings |= {"server.address": "127.0.0.1"}
        line = [self._launcher, command, *(f"--{key}={value}" for key, value in settings.items())]
        self.clients.start(line, os.path.join(self._work.directory, f"{name}.log"), measured, self._environment)

    def _share(self):
        body = json.dumps({"path": self._work.source}).encode()
        shared = call("POST", f"{self._seeder}/share", body)
        self._info_hash = shared["infoHash"]
        self.clients.wait("the seeder seeds", lambda: call("GET", f"{self._seeder}/{self._info_hash}")["state"] == "seeding")
        with urllib.request.urlopen(f"{self._seeder}/{self._info_hash}/manifest", timeout=60) as manifest:
            self._manifest = manifest.read()

    def begin(self):
        """Tells the fetcher to fetch."""
        call("POST", self._fetcher, self._manifest)

    def progress(self):
        """Bytes that it has verified, and whether that is all of them."""
        resource = call("GET", f"{self._fetcher}/{self._info_hash}")
        if resource["state"] == "error":
            raise Failure(f"the agent failed: {resource['error']}")
        return resource["completedBytes"], resource["state"] == "seeding"

    def forget(self):
        """Takes the file from the fetcher, so that it can be fetched again."""
        call("DELETE", f"{self._fetcher}/{self._info_hash}?deleteData=true")
