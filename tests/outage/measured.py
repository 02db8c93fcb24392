#!/usr/bin/env python3
"""What was measured? Merges the figures into the tables of deploy/records/THROUGHPUT.md.

call: measured.py --keep FIGURES FILE   adds to the figures on which machine, from which commit and when, and keeps both
      measured.py FOLDER DOCUMENT       a section `<!-- measure: NAME -->` … `<!-- end -->` gets its table between the two;
                                        what was not measured here stays as it stands
"""

import json
import os
import pathlib
import re
import subprocess
import sys

PLACE = re.compile(r"(<!-- measure: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
# What can be read in a table, in this order, and with how many places after the point.
COLUMNS = [
    ("server", "", None), ("orders", "orders", 0), ("pace", "asked/s", 0), ("clients", "clients", 0), ("kills", "kills", 0),
    ("messages", "messages", 0), ("per_second", "messages/s", 0), ("to_bare", "of bare", 3), ("to_single", "of single", 2),
    ("p50_ms", "p50 ms", 2), ("p99_ms", "p99 ms", 1), ("cpu_ms", "CPU ms/message", 3), ("syncs_a_message", "syncs/message", 3),
    ("rss_mib", "RSS MiB", 0), ("refused", "refused", 0), ("kept", "kept", 0), ("lost", "lost", 0), ("sent", "sent", 0),
    ("doubled", "sent beyond one a message", 0), ("share", "% of the time", 1), ("cpu_us", "µs/message", 1),
    ("allocator", "of it memory %", 0), ("kernel", "of it kernel %", 0),
]


def main():
    if sys.argv[1] == "--keep":
        figures = json.loads(pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
        pathlib.Path(sys.argv[3]).write_text(json.dumps({"machine": machine(), "figures": figures}, indent=1), encoding="utf-8")
        return
    folder, document = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    measures = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))}
    text = document.read_text(encoding="utf-8")
    places = {name for _, name, _ in PLACE.findall(text)}
    for name in sorted(set(measures) - places):
        sys.exit(f"{document} has no place for {name}")
    anew = lambda place: place[1] + written(measures[place[2]]) + place[3] if place[2] in measures else place[0]
    text = PLACE.sub(anew, text)
    document.write_text(text, encoding="utf-8")
    print(f"{len(measures)} measures are in {document}")


def machine():
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    disk = said("stat", "-f", "-c", "%T", ".")
    return (
        f"{said('date', '-u', '+%Y-%m-%d %H:%M')} UTC, commit {said('git', 'rev-parse', '--short', 'HEAD')}, release profile; "
        f"{os.cpu_count()} cores, {int(memory[1]) >> 20} GiB, {disk}, {said('uname', '-sr')}."
    )


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def written(measure):
    rows = merged(measure["figures"])
    compare(rows)
    columns = [column for column in COLUMNS if any(row.get(column[0]) is not None for row in rows)]
    lines = [
        "| " + " | ".join(title for _, title, _ in columns) + " |",
        "|---|" + "---:|" * (len(columns) - 1),
    ]
    lines += ["| " + " | ".join(cell(row.get(name), places) for name, _, places in columns) + " |" for row in rows]
    return "\n".join(lines) + f"\n\n{measure['machine']}\n"


def merged(figures):
    """Runs of the same are one row: the middle one by messages a second."""
    same = {}
    for row in figures:
        same.setdefault(tuple(row.get(name) for name in ("server", "orders", "pace", "clients", "kills")), []).append(row)
    return [sorted(rows, key=lambda row: row.get("per_second", 0))[len(rows) // 2] for rows in same.values()]


def compare(rows):
    """Ratios to the references with as many clients."""
    for reference in ("bare", "single"):
        rates = {row.get("clients"): row["per_second"] for row in rows if row["server"] == reference}
        for row in rows:
            if row["server"] == "jiesu" and row.get("clients") in rates:
                row[f"to_{reference}"] = row["per_second"] / rates[row["clients"]]


def cell(value, places):
    if value is None:
        return "–"
    return value if places is None else f"{value:,.{places}f}".replace(",", " ")


if __name__ == "__main__":
    main()
