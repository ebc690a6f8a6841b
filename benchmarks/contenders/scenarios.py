"""What can be measured."""
from dataclasses import dataclass, replace

KIB = 1 << 10
MIB = 1 << 20
EVERYBODY = ("torrentinno", "hashcopy", "libtorrent", "aria2c", "transmission")
FAST = EVERYBODY[:4]
ENCRYPTED = ("torrentinno-tls", "torrentinno-tls-jdk")
SWARMS = ("torrentinno", "libtorrent", "aria2c")
OURS = ("torrentinno",)


@dataclass(frozen=True)
class Scenario:
    """A number of files of a size, from one client to a number of others.

    ``pause`` is how many seconds lie between two looks at it; ``warm`` how often ours does it again in the same processes.
    """

    title: str
    size: int
    systems: tuple
    count: int = 1
    fetchers: int = 1
    pause: float = 0.05
    warm: int = 1
    runs: int = 5

    def of(self, size=None, count=None):
        return replace(self, size=size or self.size, count=count or self.count)


SCENARIOS = {
    "one": Scenario("One to one", 1024 * MIB, EVERYBODY),
    "large": Scenario("One to one, large", 4096 * MIB, FAST),
    "four": Scenario("One to four", 512 * MIB, SWARMS, fetchers=4),
    "four-small": Scenario("One to four, to compare with sixteen", 64 * MIB, OURS, fetchers=4),
    "sixteen": Scenario("One to sixteen", 64 * MIB, OURS, fetchers=16),
    "small": Scenario("One small file", MIB, ("torrentinno", "libtorrent", "aria2c", "transmission"), pause=0.005, warm=9),
    "many": Scenario("Many small files", 100 * KIB, ("torrentinno", "libtorrent"), count=1000),
}
