"""One turn of one system: its processes, its first transfer, and for ours a second."""
import time

from contenders.aria2 import Aria2
from contenders.hashcopy import HashCopy
from contenders.libtorrent import Libtorrent
from contenders.process import Clients, Failure
from contenders.torrentinno import Encrypted, EncryptedByJdk, TorrentInno
from contenders.transmission import Transmission

LOOK = 0.005  # seconds between two looks at what those say that tell by themselves
LONGEST = 600  # seconds that a transfer may take
OURS = (TorrentInno.name, Encrypted.name, EncryptedByJdk.name)
SYSTEMS = {system.name: system for system in (TorrentInno, Encrypted, EncryptedByJdk, HashCopy, Libtorrent, Aria2, Transmission)}


def transfer(contender, pause):
    """Seconds until all is there."""
    began = time.monotonic()
    contender.begin()
    pause = LOOK if getattr(contender, "tells", False) else pause
    while not contender.complete():
        if time.monotonic() - began > LONGEST:
            raise Failure(f"{contender.name}: a transfer took more than {LONGEST} s")
        time.sleep(pause)
    return time.monotonic() - began


def measured(contender, work, label, pause):
    """A transfer by running clients, as a row."""
    contender.clients.reset_peaks()
    before = contender.clients.cpu_seconds()
    seconds = transfer(contender, pause)
    used = contender.clients.cpu_seconds() - before
    row = figures(label, work, seconds, used, contender.clients.peak_mib())
    prefix = getattr(contender, "prefix", "")
    if not all(work.arrived(folder, prefix) for folder in contender.folders):
        raise Failure(f"{contender.name}: a file arrived damaged")
    return row


def figures(label, work, seconds, cpu_seconds, peak_mib):
    moved = work.length * work.fetchers
    per_gb = cpu_seconds / (moved / 1e9)
    return {"system": label, "seconds": seconds, "mb_per_s": moved / seconds / 1e6, "cpu_s_per_gb": per_gb, "peak_mib": peak_mib}


def take(name, work, scenario):
    """The rows of one turn."""
    if name == HashCopy.name:
        copier = HashCopy(work)
        work.prepare()
        return [figures(name, work, *copier.run())]
    with Clients() as clients:
        contender = SYSTEMS[name](clients, work)
        work.prepare()
        began = time.monotonic()
        contender.start_fetchers()
        start = time.monotonic() - began
        ours = name in OURS
        rows = [measured(contender, work, f"{name}, first" if ours else name, scenario.pause)]
        rows[0]["with_start_s"] = start + rows[0]["seconds"]
        for _ in range(scenario.warm if ours else 0):
            contender.begin_anew()
            work.prepare()
            rows.append(measured(contender, work, f"{name}, warm", scenario.pause))
        return rows
