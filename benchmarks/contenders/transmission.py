"""transmission-daemon to transmission-daemon, driven through its RPC, with a tracker of our own."""
import json
import os
import socket
import urllib.error
import urllib.request

from contenders.process import Failure, free_port
from contenders.rpc import RpcClient
from contenders.torrents import Tracker


def own_address():
    """An address of this machine that is not 127.0.0.1, which Transmission takes for no peer's. Nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return probe.getsockname()[0]


class Transmission(RpcClient):
    name = "transmission"

    def __init__(self, clients, work):
        self._sessions = {}
        super().__init__(clients, work, Tracker(own_address()))
        clients.wait("transmission has checked its files", lambda: self._left(self._seeder, []) == 0)

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
        self._wait_for(port, "session-get")
        return port

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

    def _is_done(self, port, number):
        return self._left(port, [number]) == 0
