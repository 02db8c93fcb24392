#!/usr/bin/env python3
"""Was what an answer acknowledges durable before the first byte of the answer was sent?

Reads what strace wrote (-f -y, one file) and follows SQLite's write-ahead log by its published form
(sqlite.org/fileformat2.html#the_write_ahead_log): a frame is 24 bytes of header, whose second word is not 0 where a
transaction ends, and a page. A message is in the commit whose page first holds its key; a call of the hotline in the
one that first holds its order's number. Durable is what an fdatasync of the log covers that began after the commit's
last frame was written; an answer is given when the call that sends its first byte begins.
"""

import argparse
import codecs
import collections
import json
import re
import struct
import sys

CALL = re.compile(r"^(\d+) +(\w+)\(\d+<([^>]*)>(.*)$", re.DOTALL)
RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$", re.DOTALL)
MARK = re.compile(r"k-[0-9a-f]{20}-\d+(?=\\\")|\d{8}-[0-9A-Z]{6}")
ANSWER = re.compile(r'\\"conversation\\":\\"([0-9a-f-]{36})\\",\\"seq\\":(\d+)')
BROUGHT = re.compile(r'\\"no\\":\\"(\d{8}-[0-9A-Z]{6})\\",\\"state\\"')
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')


class Proof:
    def __init__(self, marks):
        self.marks = marks  # of (conversation, seq)
        self.commits_next = False
        self.known, self.durable, self.written, self.open = set(), set(), [], []
        self.syncs, self.under_way = 0, {}
        self.counts, self.faults, self.answered = collections.Counter(), [], set()

    def begins(self, pid, call, name, rest):
        """A call is seen to begin."""
        if call in ("fdatasync", "fsync"):
            if name.endswith("-wal"):
                # It covers what had been written by now.
                self.under_way[pid] = (call, len(self.written))
            return
        if name.endswith("-wal"):
            self.under_way[pid] = (call, rest)
        elif name.startswith(("socket", "TCP")):
            self.sends(rest)

    def ends(self, pid, call, result):
        """A call is seen to end."""
        started = self.under_way.pop(pid, None)
        if started is None or started[0] != call:
            return
        if call in ("fdatasync", "fsync"):
            if result.strip() == "= 0":
                self.syncs += 1
                self.durable.update(self.written[: started[1]])
        else:
            self.frame(started[1])

    def frame(self, rest):
        text = "".join(TEXT.findall(rest))
        size = int(re.search(r", (\d+), \d+", rest[rest.rfind('"') :]).group(1))
        if size == 24:
            header = codecs.escape_decode(text.encode("latin-1"))[0]
            self.commits_next = struct.unpack(">I", header[4:8])[0] != 0
        elif size > 32:
            for mark in MARK.findall(text):
                if mark not in self.known:
                    self.known.add(mark)
                    self.open.append(mark)
            if self.commits_next:
                self.written.extend(self.open)
                self.open.clear()

    def sends(self, rest):
        if ANSWER.search(rest) and "HTTP/1.1 2" not in rest:
            self.faults.append("an answer was sent in parts: its first byte is not known")
        for conversation, seq in ANSWER.findall(rest):
            self.answers(self.marks.get((conversation, int(seq))))
        for no in BROUGHT.findall(rest):
            self.answers(no)

    def answers(self, mark):
        # A repetition is answered from what was kept before.
        if mark is None or mark in self.answered:
            return
        self.answered.add(mark)
        if mark in self.durable:
            self.counts["proved"] += 1
            return
        kind = "answered_before_sync" if mark in self.known else "not_in_the_log"
        self.counts[kind] += 1
        if len(self.faults) < 20:
            self.faults.append(f"{kind}: {mark}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger", required=True)
    parser.add_argument("--trace", required=True)
    asked = parser.parse_args()
    keys, marks, expected = {}, {}, set()
    with open(asked.ledger, encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            if entry["e"] == "sent":
                keys[entry["n"]] = entry
            elif entry["e"] == "heard" and entry["status"] in (200, 201):
                sent, body = keys[entry["n"]], entry["body"]
                if sent["kind"] == "said":
                    marks[(body["conversation"], body["seq"])] = sent["key"]
                    expected.add(sent["key"])
                elif sent["kind"] == "call":
                    expected.add(body["no"])
    proof = Proof(marks)
    with open(asked.trace, encoding="latin-1") as lines:
        for line in lines:
            resumed = RESUMED.match(line)
            if resumed:
                pid, call, rest = resumed.groups()
                proof.ends(pid, call, rest[rest.rfind(")") + 1 :])
                continue
            seen = CALL.match(line)
            if not seen:
                continue
            pid, call, name, rest = seen.groups()
            proof.begins(pid, call, name, rest)
            if not rest.rstrip().endswith("<unfinished ...>"):
                proof.ends(pid, call, rest[rest.rfind(")") + 1 :])
    unseen = expected - proof.answered
    if unseen:
        proof.faults.append(f"{len(unseen)} answers were heard and not seen: {sorted(unseen)[:3]}")
    counts = dict(proof.counts)
    seen = {"traced": len(expected), "syncs": proof.syncs}
    json.dump({"counts": counts, "seen": seen, "faults": proof.faults}, sys.stdout)


if __name__ == "__main__":
    main()
