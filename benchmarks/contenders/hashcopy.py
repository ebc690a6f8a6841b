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
        """Copies the file to each fetcher, all at once; seconds of the slowest, CPU seconds of all, the largest peak, as they count them themselves."""
        folder = self._work.folder("hashcopy-target")
        targets = [os.path.join(folder, f"copy-{number}") for number in range(self._work.fetchers)]
        copies = [self._start(target) for target in targets]
        figures = [self._figures(copy) for copy in copies]
        for target in targets:
            os.unlink(target)
        cpu = sum(one["cpu_send"] + one["cpu_recv"] for one in figures)
        return max(one["t"] for one in figures), cpu, max(one["rss_kib"] for one in figures) / 1024

    def _start(self, target):
        command = [self._program, self._work.sources[0], target, "sha256", "thread"]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def _figures(copy):
        out, errors = copy.communicate(timeout=600)
        if copy.returncode:
            raise Failure(f"hashcopy failed: {errors}")
        return json.loads(out)
