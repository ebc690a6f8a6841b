"""Agent to agent, driven through its REST API, with our tracker."""
import glob
import json
import os
import subprocess
import urllib.error
import urllib.request

from contenders.process import free_port, wait_until


def jar(root, module):
    found = [j for j in glob.glob(os.path.join(root, module, "target", f"{module}-*.jar")) if "tests" not in j]
    if len(found) != 1:
        raise SystemExit(f"{module}: build it first: ./mvnw -pl {module} -am package")
    return found[0]


def call(method, url, body=None):
    """The answer's JSON; None when it has no body."""
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
    except urllib.error.HTTPError as failure:
        raise SystemExit(f"{method} {url}: {failure.code} {failure.read().decode()}") from None
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
        home = subprocess.run([os.path.join(root, ".mvn", "find-jdk")], check=True, capture_output=True, text=True).stdout.strip()
        self._java = [os.path.join(home, "bin", "java")]
        tracker = free_port()
        options = ["--server.address=127.0.0.1", f"--server.port={tracker}"]
        log = os.path.join(work.directory, "tracker.log")
        clients.start([*self._java, "-jar", jar(root, "tracker-service"), *options], log, measured=False)
        self._java += java_options
        agent = jar(root, "peer-agent")
        self._seeder, _ = self._start(agent, "seeder", tracker)
        self._fetcher, folder = self._start(agent, "fetcher", tracker)
        self.target = os.path.join(folder, os.path.basename(work.source))
        wait_until("the tracker answers", lambda: answers(f"http://127.0.0.1:{tracker}/actuator/health/readiness"))
        self._share()

    def _start(self, agent, name, tracker):
        port = free_port()
        data = self._work.folder(name)
        options = {
            "server.address": "127.0.0.1", "server.port": port,
            "torrentinno.agent.data-dir": data, "torrentinno.agent.share-dirs": os.path.dirname(self._work.source),
            "torrentinno.agent.listen-address": "127.0.0.1", "torrentinno.agent.listen-port": free_port(),
            "torrentinno.agent.public-address": "127.0.0.1", "torrentinno.agent.tracker": f"127.0.0.1:{tracker}",
        }
        command = [*self._java, "-jar", agent, *(f"--{key}={value}" for key, value in options.items())]
        self.clients.start(command, os.path.join(self._work.directory, f"{name}.log"))
        resources = f"http://127.0.0.1:{port}/api/v1/resources"
        wait_until(f"{name} answers", lambda: answers(resources))
        return resources, data

    def _share(self):
        body = json.dumps({"path": self._work.source}).encode()
        shared = call("POST", f"{self._seeder}/share", body)
        self._info_hash = shared["infoHash"]
        wait_until("the seeder seeds", lambda: call("GET", f"{self._seeder}/{self._info_hash}")["state"] == "seeding")
        with urllib.request.urlopen(f"{self._seeder}/{self._info_hash}/manifest", timeout=60) as manifest:
            self._manifest = manifest.read()

    def begin(self):
        """Tells the fetcher to fetch."""
        call("POST", self._fetcher, self._manifest)

    def progress(self):
        """Bytes that it has verified, and whether that is all of them."""
        resource = call("GET", f"{self._fetcher}/{self._info_hash}")
        if resource["state"] == "error":
            raise SystemExit(f"the agent failed: {resource['error']}")
        return resource["completedBytes"], resource["state"] == "seeding"

    def forget(self):
        """Takes the file from the fetcher, so that it can be fetched again."""
        call("DELETE", f"{self._fetcher}/{self._info_hash}?deleteData=true")
