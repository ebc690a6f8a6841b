"""Agent to agents, driven through their REST API, with our tracker."""
import http.client
import json
import os
import re
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from contenders.process import Failure, free_port

LONGEST_BUILD = 900  # seconds
BATCH = 500  # manifests in a call
CALLERS = 16
OPEN = threading.local()


def fetch(method, url, body=None):
    """The body of a good answer. Each thread keeps its connections open, as clients of an API do."""
    parts = urllib.parse.urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connections = vars(OPEN)
    if parts.netloc in connections:
        try:
            return exchange(connections[parts.netloc], method, target, body)
        except ConnectionError:  # the server closes what was idle for long
            connections.pop(parts.netloc).close()
    connections[parts.netloc] = http.client.HTTPConnection(parts.netloc, timeout=600)
    return exchange(connections[parts.netloc], method, target, body)


def exchange(connection, method, target, body):
    try:
        connection.request(method, target, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read()
    except BaseException:
        connection.close()
        raise
    if answer.status // 100 != 2:
        raise Failure(f"{method} {target}: {answer.status} {text.decode()}")
    return text


def call(method, url, body=None):
    """The answer's JSON; None when it has no body."""
    text = fetch(method, url, body)
    return json.loads(text) if text else None


def answers(url):
    try:
        fetch("GET", url)
        return True
    except (OSError, http.client.HTTPException, Failure):
        return False


class TorrentInno:
    name = "torrentinno"
    encryption = {}  # settings of the agents
    prefix = ""  # of the names by which files are shared

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
        self._wanted = 0
        self._waits = ThreadPoolExecutor(max(1, work.fetchers))

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
        self._launch("agent", name, settings | self.encryption | {"server.port": port})
        return f"http://127.0.0.1:{port}/api/v1/resources"

    def _launch(self, command, name, settings, measured=True):
        settings |= {"server.address": "127.0.0.1"}
        line = [self._work.launcher, command, *(f"--{key}={value}" for key, value in settings.items())]
        self.clients.start(line, os.path.join(self._work.directory, f"torrentinno-{name}.log"), measured, self._environment)

    def _share(self):
        with ThreadPoolExecutor(CALLERS) as callers:
            self._resources = dict(callers.map(self._shared, self._work.named(self.prefix)))

    def _shared(self, path):
        """The resource that a file has become, and its manifest."""
        info_hash = self._share_path(path)["infoHash"]
        self.clients.wait("the seeder seeds", lambda: self._state(self._seeder, info_hash) == "seeding", 600)
        return info_hash, fetch("GET", f"{self._seeder}/{info_hash}/manifest")

    def _share_path(self, path):
        """The resource; a share that takes longer than a second is asked for until it ends."""
        share = call("POST", f"{self._seeder}/share", json.dumps({"path": path}).encode())
        while "infoHash" not in share:
            share = call("GET", f"{self._seeder.removesuffix('/resources')}/shares/{share['id']}?wait=60")
            if share["state"] == "failed":
                raise Failure(f"the share failed: {share}")
            share = share["resource"] or share
        return share

    @staticmethod
    def _state(agent, info_hash):
        resource = call("GET", f"{agent}/{info_hash}")
        if resource["state"] == "error":
            raise Failure(f"the agent failed: {resource['error']}")
        return resource["state"]

    def begin(self):
        """Many in a call, as an agent answers only when what it was told is on the disk to stay."""
        manifests = list(self._resources.values())
        self._wanted += len(manifests)
        for begin in range(0, len(manifests), BATCH):
            self._add(manifests[begin : begin + BATCH])
        self.tells = len(manifests) == 1
        if self.tells:
            self._awaited = [self._waits.submit(self._await, fetcher, *self._resources) for fetcher in self._fetchers]

    def _add(self, manifests):
        for fetcher in self._fetchers:
            if len(manifests) == 1:
                call("POST", fetcher, manifests[0])
                continue
            for added in call("POST", f"{fetcher}/batch", b"[" + b",".join(manifests) + b"]"):
                if added["problem"]:
                    raise Failure(f"the agent refuses a manifest: {added['problem']}")

    def _await(self, fetcher, info_hash):
        """Asks once: the answer comes when all is there."""
        state = self._state(fetcher, f"{info_hash}?wait=600")
        if state != "seeding":
            raise Failure(f"after ten minutes the agent is {state}")

    def completed_bytes(self):
        """What the first fetcher has of its resources."""
        return sum(call("GET", f"{self._fetchers[0]}/{info_hash}")["completedBytes"] for info_hash in self._resources)

    def complete(self):
        if not self.tells:
            return all(self._has_all(fetcher) for fetcher in self._fetchers)
        done = all(waiting.done() for waiting in self._awaited)
        for waiting in self._awaited if done else ():
            waiting.result()  # raises what it failed with
        return done

    def _has_all(self, fetcher):
        """Of many it asks for how many are in which state."""
        metrics = fetch("GET", urllib.parse.urljoin(fetcher, "/actuator/prometheus?includedNames=torrentinno_agent_resources")).decode()
        states = dict(re.findall(r'torrentinno_agent_resources\{[^}]*state="([^"]+)"[^}]*\} ([0-9.]+)', metrics))
        if float(states["error"]):
            raise Failure("the agent failed")
        return float(states["seeding"]) == self._wanted

    def begin_anew(self):
        """Makes another transfer possible: of one, the same again; of many, the same files by other names, and the first stay.

        For a minute or more ext4 looks at each inode of a file that was deleted before it makes a new one.
        """
        if len(self._resources) == 1:
            for info_hash in self._resources:
                for fetcher in self._fetchers:
                    call("DELETE", f"{fetcher}/{info_hash}?deleteData=true")
        else:
            self.prefix += "again-"
            self._share()


class Encrypted(TorrentInno):
    """Agents that encrypt, with certificates of their own."""

    name = "torrentinno-tls"
    encryption = {"torrentinno.agent.encryption": "required"}


class EncryptedByJdk(Encrypted):
    name = "torrentinno-tls-jdk"
    encryption = Encrypted.encryption | {"torrentinno.agent.encryption-engine": "jdk"}
