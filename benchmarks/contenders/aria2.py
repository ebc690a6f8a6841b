"""aria2c to aria2c over BitTorrent, driven through its RPC, with a tracker of our own."""
import base64
import json
import os
import urllib.error
import urllib.request

from contenders.process import Failure, free_port
from contenders.torrents import Tracker, torrent


class Aria2:
    name = "aria2c"

    def __init__(self, clients, work):
        self.clients = clients
        self._work = work
        tracker = Tracker()
        self._torrents = [base64.b64encode(torrent(path, tracker.url)).decode() for path in work.sources]
        seeder = self._start("seeder")
        for metainfo in self._torrents:
            self._add(seeder, metainfo, work.source_folder)
        clients.wait("aria2c's seeder announces itself", lambda: len(tracker.swarms) == len(work.sources))

    def start_fetchers(self):
        names = [f"fetcher-{number}" for number in range(self._work.fetchers)]
        self.folders = [self._work.folder(f"aria2c-{name}") for name in names]
        self._fetchers = [self._start(name) for name in names]

    def _start(self, name):
        port = free_port()
        options = {
            "enable-rpc": "true", "rpc-listen-port": port, "listen-port": free_port(), "interface": "127.0.0.1",
            "enable-dht": "false", "enable-dht6": "false", "enable-peer-exchange": "false", "bt-enable-lpd": "false",
            "disable-ipv6": "true", "no-conf": "true", "seed-ratio": "0.0", "bt-seed-unverified": "true", "bt-max-peers": 0,
            "file-allocation": "falloc", "bt-tracker-interval": 1, "quiet": "true", "stop-with-process": os.getpid(),
            "max-concurrent-downloads": len(self._work.sources),
        }
        command = ["aria2c", *(f"--{key}={value}" for key, value in options.items())]
        self.clients.start(command, os.path.join(self._work.directory, f"aria2c-{name}.log"))
        self.clients.wait("aria2c answers", lambda: self._answers(port))
        return port

    def _answers(self, port):
        try:
            return self._call(port, "aria2.getVersion")
        except (urllib.error.URLError, ConnectionError):
            return None

    @staticmethod
    def _call(port, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jsonrpc", body, timeout=60) as answer:
            return json.load(answer)["result"]

    def _add(self, port, metainfo, folder):
        return self._call(port, "aria2.addTorrent", metainfo, [], {"dir": folder})

    def begin(self):
        self._awaited = []
        for metainfo in self._torrents:
            for port, folder in zip(self._fetchers, self.folders):
                self._awaited.append((port, self._add(port, metainfo, folder)))

    def complete(self):
        while self._awaited:
            port, gid = self._awaited[-1]
            status = self._call(port, "aria2.tellStatus", gid, ["completedLength", "totalLength", "status"])
            if status["status"] == "error":
                raise Failure(f"aria2c failed: {status}")
            if not 0 < int(status["totalLength"]) == int(status["completedLength"]):
                return False
            self._awaited.pop()
        return True
