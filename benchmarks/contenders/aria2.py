"""aria2c to aria2c over BitTorrent, driven through its RPC, with a tracker of our own."""
import json
import os
import urllib.request

from contenders.process import Failure, free_port
from contenders.rpc import RpcClient
from contenders.torrents import Tracker


class Aria2(RpcClient):
    name = "aria2c"

    def __init__(self, clients, work):
        super().__init__(clients, work, Tracker())

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
        self._wait_for(port, "aria2.getVersion")
        return port

    @staticmethod
    def _call(port, method, *params):
        body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/jsonrpc", body, timeout=60) as answer:
            return json.load(answer)["result"]

    def _add(self, port, metainfo, folder):
        return self._call(port, "aria2.addTorrent", metainfo, [], {"dir": folder})

    def _is_done(self, port, gid):
        status = self._call(port, "aria2.tellStatus", gid, ["completedLength", "totalLength", "status"])
        if status["status"] == "error":
            raise Failure(f"aria2c failed: {status}")
        return 0 < int(status["totalLength"]) == int(status["completedLength"])
