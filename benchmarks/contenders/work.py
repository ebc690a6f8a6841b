"""What is transferred, and the folder where that happens."""
import hashlib
import os
import shutil

MIB = 1 << 20


class Work:
    """Files of random bytes to move, and a folder of its own to do it in."""

    def __init__(self, directory, root, java_options):
        self.directory = os.path.join(directory, f"transfer-{os.getpid()}")
        self.launcher = os.path.join(root, "torrentinno")
        self.java_options = java_options
        os.makedirs(self.directory)

    def supply(self, scenario):
        """Makes the files of a scenario the sources."""
        self.fetchers = scenario.fetchers
        self.length = scenario.size * scenario.count
        self.source_folder = os.path.join(self.directory, f"source-{scenario.count}-{scenario.size}")
        self.sources = [os.path.join(self.source_folder, f"{number}.bin") for number in range(scenario.count)]
        if os.path.isdir(self.source_folder):
            return
        for other in os.listdir(self.directory):
            if other.startswith("source-"):
                shutil.rmtree(os.path.join(self.directory, other))
        os.makedirs(self.source_folder)
        for path in self.sources:
            with open(path, "wb") as file:
                for left in range(scenario.size, 0, -MIB):
                    file.write(os.urandom(min(MIB, left)))

    def named(self, prefix):
        """The sources under other names, with a prefix."""
        paths = [os.path.join(self.source_folder, prefix + os.path.basename(path)) for path in self.sources]
        for path, source in zip(paths, self.sources):
            if not os.path.exists(path):
                os.link(source, path)
        return paths

    def folder(self, name):
        """A new empty one."""
        path = os.path.join(self.directory, name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def prepare(self):
        """Clean disk queues, memory that the host has really given, and the sources in the page cache."""
        os.sync()
        touched = os.path.join(self.directory, "touch")
        block = bytes(MIB)
        with open(touched, "wb") as file:
            for _ in range(0, self.length * self.fetchers, MIB):
                file.write(block)
        os.unlink(touched)
        for path in self.sources:
            with open(path, "rb") as file:
                while file.read(MIB):
                    pass

    def arrived(self, folder, prefix=""):
        """Whether every file is in a folder as it is in the source, its name behind a prefix."""
        return all(digest(path) == digest(os.path.join(folder, prefix + os.path.basename(path))) for path in self.sources)

    def remove(self):
        shutil.rmtree(self.directory, ignore_errors=True)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
