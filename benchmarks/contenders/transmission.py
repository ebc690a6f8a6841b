"""transmission-daemon to transmission-daemon, driven through its RPC, with a tracker of our own."""
import base64
import json
import os
import socket
import urllib.error
import urllib.request

from contenders.process import Failure, free_port
from contenders.torrents import Tracker, torrent


def own_address():
    """An address of this machine that is not 127.0.0.1, which Transmission takes for no peer's. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]


class Transmission:
    name = "transmission"

    def __init__(self, clients, work):
        self.clients = clients
        self._work = work
        self._sessions = {}
        tracker = Tracker(own_address())
        self._torrents = [base64.b64encode(torrent(path, tracker.url)).decode() for path in work.sources]
        seeder = self._start("seeder")
        for metainfo in self._torrents:
            self._add(seeder, metainfo, work.source_folder)
        clients.wait("transmission has checked its files", lambda: self._left(seeder, []) == 0)
        clients.wait("transmission announces itself", lambda: len(tracker.swarms) == len(work.sources))

    def start_fetchers(self):
        names = [f"fetcher-{number}" for number in range(self._work.fetchers)]
        self.folders = [self._work.folder(f"transmission-{name}") for name in names]
        self._fetchers = [self._start(name) for name in names]

    def _start(self, name):
        port = free_port()
        home = self._work.folder(f"transmission-{name}-home")
        settings = {
            "rpc-port": port, "rpc-bind-address": "127.0.0.1", "peer-port": free_port(), "port-forwarding-enabled": False,
            "dht-enabled": False, "pex-enabled": False, "lpd-enabled": False, "utp-enabled": False, "encryption": 0,
            "download-queue-enabled": False, "peer-limit-global": 20000, "upload-slots-per-torrent": 32, "cache-size-mb": 32,
        }
        with open(os.path.join(home, "settings.json"), "w", encoding="utf-8") as file:
            json.dump(settings, file)
        command = ["transmission-daemon", "--foreground", "--config-dir", home]
        self.clients.start(command, os.path.join(self._work.directory, f"transmission-{name}.log"))
        self.clients.wait("transmission answers", lambda: self._answers(port))
        return port

    def _answers(self, port):
        try:
            return self._call(port, "session-get")
        except (urllib.error.URLError, ConnectionError):
            return None

    def _call(self, port, method, **arguments):
        body = json.dumps({"method": method, "arguments": arguments}).encode()
        headers = {"X-Transmission-Session-Id": self._sessions.get(port, "")}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/transmission/rpc", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                result = json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code != 409:
                raise
            self._sessions[port] = refusal.headers["X-Transmission-Session-Id"]
            return self._call(port, method, **arguments)
        if result["result"] != "success":
            raise Failure(f"transmission: {method}: {result['result']}")
        return result["arguments"]

    def _add(self, port, metainfo, folder):
        added = self._call(port, "torrent-add", metainfo=metainfo, **{"download-dir": folder})
        return next(iter(added.values()))["id"]

    def _left(self, port, ids):
        """How many bytes are missing; at least 1 while files are checked."""
        chosen = {"ids": ids} if ids else {}
        torrents = self._call(port, "torrent-get", fields=["leftUntilDone", "status", "errorString"], **chosen)["torrents"]
        for state in torrents:
            if state["errorString"]:
                raise Failure(f"transmission: {state['errorString']}")
        return sum(state["leftUntilDone"] or state["status"] in (1, 2) for state in torrents)

    def begin(self):
        self._awaited = []
        for metainfo in self._torrents:
            for port, folder in zip(self._fetchers, self.folders):
                self._awaited.append((port, self._add(port, metainfo, folder)))

    def complete(self):
        while self._awaited:
            port, number = self._awaited[-1]
            if self._left(port, [number]):
                return False
            self._awaited.pop()
        return True
