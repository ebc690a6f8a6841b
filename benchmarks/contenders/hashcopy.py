"""The ceiling: a C program that sends a file, receives it, hashes it in a second thread and writes it, and nothing else."""
import json
import os
import subprocess

from contenders.process import Failure

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "hashcopy.c")


class HashCopy:
    name = "hashcopy"

    def __init__(self, work):
        self._work = work
        self._program = os.path.join(work.directory, "hashcopy")
        if not os.path.exists(self._program):
            subprocess.run(["gcc", "-O2", "-pthread", SOURCE, "-lcrypto", "-o", self._program], check=True)

    def run(self):
        """Copies the file once; seconds, CPU seconds and peak memory, as it counts them itself."""
        target = os.path.join(self._work.folder("hashcopy-target"), "copy")
        command = [self._program, self._work.sources[0], target, "sha256", "thread"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:
            raise Failure(f"hashcopy failed: {done.stderr}")
        os.unlink(target)
        figures = json.loads(done.stdout)
        return figures["t"], figures["cpu_send"] + figures["cpu_recv"], figures["rss_kib"] / 1024
