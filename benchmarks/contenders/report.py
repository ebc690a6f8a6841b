"""Medians, and a table of them."""
import re
import statistics

KIB = 1 << 10
MIB = 1 << 20
YARDSTICKS = ("hashcopy", "libtorrent", "aria2c")


def summary(rows):
    """Medians by system, with their ratios to the others: speed by name, CPU seconds to libtorrent's."""
    systems = {}
    for name in dict.fromkeys(row["system"] for row in rows):
        runs = [row for row in rows if row["system"] == name]
        median = {key: statistics.median(run[key] for run in runs) for key in runs[0] if key not in ("system", "run")}
        median |= {"slowest": min(run["mb_per_s"] for run in runs), "fastest": max(run["mb_per_s"] for run in runs), "runs": len(runs)}
        systems[name] = median
    for row in systems.values():
        row["speed_ratios"] = {other: row["mb_per_s"] / systems[other]["mb_per_s"] for other in YARDSTICKS if other in systems}
        if "libtorrent" in systems:
            theirs = systems["libtorrent"]["cpu_s_per_gb"]
            if theirs > 0:  # it is counted in hundredths of a second
                row["cpu_ratio"] = row["cpu_s_per_gb"] / theirs
            if "with_start_s" in row:
                row["start_ratio"] = systems["libtorrent"]["with_start_s"] / row["with_start_s"]
    for name, row in systems.items():
        plain = systems.get(re.sub("-tls(-jdk)?,", ",", name), row)
        if plain is not row:
            row["plain_ratio"] = row["mb_per_s"] / plain["mb_per_s"]
    return systems


def table(scenario, systems):
    size = f"{scenario.size // KIB} KiB" if scenario.size < MIB else f"{scenario.size / MIB:g} MiB"
    files = size if scenario.count == 1 else f"{scenario.count} × {size}"
    encrypted = any("plain_ratio" in row for row in systems.values())
    yardsticks = [name for name in YARDSTICKS if name in systems]
    lines = [f"{scenario.title}: {files}, to {scenario.fetchers}", ""]
    heads = ["", "MB/s", "(slowest–fastest)", *(f"× {name}" for name in yardsticks), *(["× in the clear"] if encrypted else []), "CPU s/GB", "× libtorrent", "peak MiB", "s", "s with start"]
    lines += ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    for name, row in systems.items():
        cells = [name, f"{row['mb_per_s']:.0f}", f"({row['slowest']:.0f}–{row['fastest']:.0f})"]
        cells += [f"{row['speed_ratios'][other]:.2f}" for other in yardsticks]
        if encrypted:
            cells += [f"{row['plain_ratio']:.2f}" if "plain_ratio" in row else ""]
        cells += [f"{row['cpu_s_per_gb']:.2f}", f"{row['cpu_ratio']:.2f}" if "cpu_ratio" in row else ""]
        cells += [f"{row['peak_mib']:.0f}", f"{row['seconds']:.2f}"]
        cells += [f"{row['with_start_s']:.2f}" if "with_start_s" in row else ""]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
