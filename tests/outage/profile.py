#!/usr/bin/env python3
"""In which rooms of the program is the time of a message spent?   call: profile.py THROUGHPUT FIGURES

Puts the whole program under the load of 64 clients, looks where it is some hundred times a second of processor time,
and counts every look for the room of the innermost function of the program's own on the stack (`intake::emergency`,
`storage::sqlite`, …); what a library or the kernel does for a room is the room's. Needs `perf` and a program that keeps
the names of its functions. Looking slows the program down: only the shares count here.
"""

import collections
import json
import pathlib
import re
import subprocess
import sys
import tempfile

OWN = re.compile(r"\b(bot|intake|storage|prompts)::(\w+)")
ALLOCATOR = {
    "malloc", "_int_malloc", "malloc_consolidate", "calloc", "realloc", "_int_realloc",
    "cfree@GLIBC_2.2.5", "cfree", "_int_free", "unlink_chunk",
}
SHOWN = 0.01


def main():
    throughput, figures = sys.argv[1:]
    with tempfile.TemporaryDirectory() as room:
        room = pathlib.Path(room)
        message = load(throughput, room)
        stacks = subprocess.run(
            ["perf", "script", "-i", room / "perf", "--no-inline", "-F", "comm,ip,sym"], capture_output=True, text=True, check=True
        ).stdout
    looks = [look(stack.splitlines()) for stack in stacks.split("\n\n") if stack.strip()]
    pathlib.Path(figures).write_text(json.dumps(rows(looks, message["cpu_ms"])), encoding="utf-8")


def load(throughput, room):
    """Looks on while the program is spoken to; says what was measured meanwhile."""
    speaks = subprocess.Popen(
        [throughput, "--only", "jiesu", "--clients", "64", "--seconds", "20", "--hold", "--json", room / "figures"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    process = re.search(r"process (\d+)", speaks.stdout.readline())[1]
    looks = subprocess.Popen(
        ["perf", "record", "--quiet", "-e", "cpu-clock", "-F", "199", "--call-graph", "dwarf,32768", "-p", process, "-o", room / "perf"]
    )
    speaks.communicate("\n")
    looks.wait()
    [message] = json.loads((room / "figures").read_text(encoding="utf-8"))
    return message


def look(stack):
    """The room, and whether it was the allocator or the kernel that worked for it."""
    thread, frames = stack[0].strip(), [line.split(maxsplit=1) for line in stack[1:]]
    frames = [(int(frame[0], 16), frame[1] if len(frame) > 1 else "") for frame in frames]
    own = next(filter(None, (OWN.search(name) for _, name in frames)), None)
    return (
        f"{own[1]}::{own[2]}" if own else f"({thread})",
        any(name in ALLOCATOR for _, name in frames[:6]),
        bool(frames) and frames[0][0] >> 63 == 1,
    )


def rows(looks, cpu_ms):
    """A row a room that takes a hundredth of the time at least, the greatest first."""
    whole, allocates, in_kernel = collections.Counter(), collections.Counter(), collections.Counter()
    in_room = collections.Counter(room for room, _, _ in looks)
    for room, is_allocator, is_kernel in looks:
        room = room if in_room[room] >= SHOWN * len(looks) else "…"
        whole[room] += 1
        allocates[room] += is_allocator
        in_kernel[room] += is_kernel
    row = lambda name, of, kept, kernel: {
        "server": name, "share": of / len(looks) * 100, "cpu_us": of / len(looks) * cpu_ms * 1000,
        "allocator": kept / of * 100, "kernel": kernel / of * 100,
    }
    whole_row = row("all", len(looks), allocates.total(), in_kernel.total())
    return [row(name, of, allocates[name], in_kernel[name]) for name, of in whole.most_common()] + [whole_row]


if __name__ == "__main__":
    main()
