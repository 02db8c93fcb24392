#!/usr/bin/env python3
"""Do the ledger of what was sent and the database of what was kept agree?

Shares no code with the program: the file is read with Python's own sqlite3, PostgreSQL through psql. Prints one JSON
document: `counts` of what must not be, `seen` of what there was, the first `faults` in words.

call: check.py --ledger FILE --database FILE-OR-ADDRESS [--until MS]
With --until the database is as it was at that time: answers that came later prove nothing about it.
"""

import argparse
import collections
import csv
import io
import json
import sqlite3
import subprocess
import sys

from life import Life

NULL = "\x01"
# A kill, a pause: whoever was telling then cannot know whether it was heard.
BREAKS = {"killed", "paused", "database stopped"}


class Found:
    def __init__(self):
        self.counts, self.seen, self.faults = collections.Counter(), collections.Counter(), []

    def fault(self, kind, words):
        self.counts[kind] += 1
        if len(self.faults) < 20:
            self.faults.append(f"{kind}: {words}")


class Database:
    """The same questions to both engines; ids as text, times as milliseconds."""

    def __init__(self, address):
        self.address, self.file = address, None
        if not address.startswith("postgres"):
            self.file = sqlite3.connect(f"file:{address}?mode=rw", uri=True)

    def rows(self, sqlite, postgres=None):
        if self.file:
            return self.file.execute(sqlite).fetchall()
        command = ["psql", self.address, "--csv", "--tuples-only", "--no-psqlrc", f"--pset=null={NULL}", "-c", postgres or sqlite]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        csv.field_size_limit(1 << 30)
        read = csv.reader(io.StringIO(said))
        return [tuple(None if cell == NULL else cell for cell in row) for row in read]

    def is_sound(self, found):
        if not self.file:
            return
        for (said,) in self.file.execute("PRAGMA integrity_check"):
            if said != "ok":
                found.fault("not_sound", said)


def flag(cell):
    """A truth of either engine."""
    return cell in (1, "1", "t", "true", True)


def ident(cell):
    """An id without dashes, in lower case."""
    return cell.replace("-", "").lower() if cell else None


class Ledger:
    def __init__(self, paths, until):
        self.sent, self.heard, self.broke = {}, collections.defaultdict(list), collections.defaultdict(int)
        self.told, self.letters, self.events, self.reads = [], [], [], []
        for number, path in enumerate(paths):
            with open(path, encoding="utf-8") as lines:
                for line in lines:
                    self.take(json.loads(line), number, until)

    def take(self, entry, file, until):
        kind = entry["e"]
        key = (file, entry.get("n"))
        if kind == "sent":
            self.sent[key] = entry
        elif kind == "heard":
            # What was answered after the moment that is looked at is not known to have been kept before.
            if until is None or entry["at"] <= until:
                self.heard[key].append(entry)
            else:
                self.broke[key] += 1
        elif kind == "told":
            self.told.append(entry)
        elif kind == "letter":
            self.letters.append(entry)
        elif kind == "read":
            if until is None:
                self.reads.append(entry)
        else:
            self.events.append(entry)

    def breaks(self):
        return [entry["at"] for entry in self.events if entry["e"] in BREAKS]

    def silences(self):
        """From each break until it is ready again. What arrives in between was on its way when the break came."""
        ready = [entry["at"] for entry in self.events if entry["e"] == "ready"]
        return [(at, min((then for then in ready if then >= at), default=at)) for at in self.breaks()]

    def accepted(self, key):
        """The answer that said it is kept, if one did."""
        return next((answer for answer in self.heard[key] if answer["status"] in (200, 201)), None)

    def refused(self, key):
        """It was refused for what it said, and never taken."""
        answers = self.heard[key]
        return answers and not self.broke[key] and all(400 <= answer["status"] < 429 for answer in answers)


def check_streams(found, db):
    """No gap, no number twice, no time that runs backwards; the events by stream."""
    streams = collections.defaultdict(list)
    for stream, seq, at, kind, document in db.rows(
        "SELECT stream, seq, at, kind, document FROM event ORDER BY stream, seq"
    ):
        streams[stream].append((int(seq), int(at), kind, json.loads(document)))
    for stream, events in streams.items():
        found.seen["events"] += len(events)
        for number, (seq, at, _, _) in enumerate(events, 1):
            if seq != number:
                found.fault("gaps", f"{stream}: {seq} where {number} is expected")
                break
            if number > 1 and at < events[number - 2][1] and stream.startswith("order:"):
                found.fault("gaps", f"{stream}: {seq} is earlier than the one before")
    return streams


def check_orders(found, db, streams):
    """Every order has walked a legal path, and its row says where it ended."""
    rows = db.rows("SELECT no, version, state FROM work_order")
    for no, version, state in rows:
        found.seen["orders"] += 1
        events = streams.get(f"order:{no}", [])
        if len(events) != int(version):
            found.fault("half_done", f"order {no} has version {version} and {len(events)} events")
        life = Life()
        for _, _, kind, document in events:
            why = life.takes(document["fact"], document["actor"])
            if why:
                found.fault("illegal_paths", f"order {no}: {why}")
                break
        else:
            if life.state != state:
                found.fault("illegal_paths", f"order {no} is {state}, its events lead to {life.state}")
    known = {no for no, _, _ in rows}
    for stream in streams:
        if stream.startswith("order:") and stream[6:] not in known:
            found.fault("half_done", f"{stream} has events and no order")


def check_births(found, streams):
    """One message opens at most one order, and each is told once to whoever opened it."""
    told = collections.Counter()
    for stream, events in streams.items():
        if not stream.startswith("chat:"):
            continue
        opened = 0
        for _, _, _, document in events:
            if document["entry"] == "said":
                opened = 0
            elif document["notice"].get("say") == "accepted":
                opened += 1
                told[document["notice"]["no"]] += 1
                if opened > 1:
                    found.fault("orders_twice", f"{stream}: one message has opened {opened} orders")
    for no, times in told.items():
        if times > 1:
            found.fault("orders_twice", f"order {no} was opened {times} times")
        if f"order:{no}" not in streams:
            found.fault("half_done", f"order {no} was told of and is not there")
    for stream, events in streams.items():
        if stream.startswith("order:"):
            born = events[0][3]["fact"]
            if born.get("conversation") and not told[stream[6:]]:
                found.fault("half_done", f"{stream} was born in a conversation that was not told")


def check_papers(found, db, streams):
    """What an event names is there."""
    there = {ident(id) for (id,) in db.rows("SELECT hex(id) FROM paper", "SELECT id::text FROM paper")}
    for stream, events in streams.items():
        for seq, _, _, document in events:
            named = []
            if stream.startswith("chat:") and document["entry"] == "said":
                named = [document["words"], *(file["id"] for file in document["files"])]
            elif stream.startswith("order:") and document["fact"]["what"] == "accepted":
                papers = document["fact"]["papers"]
                named = [papers["story"], papers["query_code"], papers["contact"], papers["place"], *papers["files"]]
            for id in filter(None, named):
                if ident(id) not in there:
                    found.fault("half_done", f"{stream} {seq} names paper {id}, which is not there")


def check_messages(found, ledger, streams):
    """What was acknowledged is there exactly once; what was not, at most once."""
    kept = collections.defaultdict(list)
    for stream, events in streams.items():
        if stream.startswith("chat:"):
            for seq, _, _, document in events:
                if document["entry"] == "said":
                    kept[document["key"]].append((stream[5:], seq))
    for key, sent in ledger.sent.items():
        if sent["kind"] != "said":
            continue
        found.seen["messages"] += 1
        places = kept.get(sent["key"], [])
        if len(places) > 1:
            found.fault("twice", f"message {sent['key']} stands at {places}")
        answer = ledger.accepted(key)
        if answer:
            body = answer["body"]
            if (body["conversation"], body["seq"]) not in places:
                found.fault("lost", f"message {sent['key']} was answered {body} and is at {places}")
            if len(streams.get(f"chat:{body['conversation']}", [])) < body["last"]:
                found.fault("lost", f"what was answered to {sent['key']} is not there")
        elif ledger.refused(key):
            if places:
                found.fault("twice", f"message {sent['key']} was refused and is at {places}")
        else:
            found.seen["unknown"] += 1
            found.seen["unknown_kept"] += len(places)


def check_reads(found, ledger):
    """Read back through the program, a chat holds the words that were sent."""
    said = collections.defaultdict(dict)
    for key, sent in ledger.sent.items():
        answer = ledger.accepted(key)
        if sent["kind"] == "said" and answer and sent["text"]:
            said[sent["chat"]][answer["body"]["seq"]] = sent
    for read in ledger.reads:
        lines = {line["seq"]: line for line in read["lines"]}
        found.seen["chats_read"] += 1
        for seq, sent in said.get(read["chat"], {}).items():
            line = lines.get(seq)
            if not line or line["who"] != "citizen" or line["text"] != sent["text"]:
                found.fault("lost", f"message {sent['key']} reads {line}")
            elif sent["files"] != (line["files"] or 0):
                found.fault("lost", f"message {sent['key']} had {sent['files']} files and has {line['files']}")


def check_calls(found, ledger, streams):
    """A call of the hotline is one order, however often it was brought."""
    by_call, unknown = collections.defaultdict(set), set()
    for key, sent in ledger.sent.items():
        if sent["kind"] != "call":
            continue
        found.seen["calls"] += 1
        answers = [answer for answer in ledger.heard[key] if answer["status"] in (200, 201)]
        for answer in answers:
            by_call[sent["call"]].add(answer["body"]["no"])
            if f"order:{answer['body']['no']}" not in streams:
                found.fault("lost", f"the order {answer['body']['no']} of call {sent['call']} is not there")
        if not answers and not ledger.refused(key):
            unknown.add(sent["call"])
    owners = collections.Counter(no for numbers in by_call.values() for no in numbers)
    for call, numbers in by_call.items():
        if len(numbers) > 1:
            found.fault("orders_twice", f"call {call} became {sorted(numbers)}")
    for no, times in owners.items():
        if times > 1:
            found.fault("orders_twice", f"{times} calls became order {no}")
    born = {
        stream[6:]
        for stream, events in streams.items()
        if stream.startswith("order:") and events[0][3]["fact"].get("source") == "transcript"
    }
    if len(born - set(owners)) > len(unknown):
        found.fault("orders_twice", f"{len(born - set(owners))} orders of calls, {len(unknown)} unanswered calls")


def check_acts(found, ledger, streams):
    """A step that a unit's system was told is taken stands in the order's stream."""
    facts = {"sign": "signed", "progress": "progressed", "ask": "asked", "reply": "replied", "return": "return_requested"}
    for key, sent in ledger.sent.items():
        if sent["kind"] != "act":
            continue
        found.seen["acts"] += 1
        answer = ledger.accepted(key)
        if not answer:
            continue
        events = streams.get(f"order:{sent['no']}", [])
        if len(events) < answer["body"]["version"]:
            found.fault("lost", f"{sent['step']} of {sent['no']} was answered {answer['body']}")
        elif not any(document["fact"]["what"] == facts[sent["step"]] for _, _, _, document in events):
            found.fault("lost", f"{sent['step']} of {sent['no']} is not among its events")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger", action="append", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--until", type=int)
    asked = parser.parse_args()
    # Telling is its own half of the comparison.
    import news

    found, db, ledger = Found(), Database(asked.database), Ledger(asked.ledger, asked.until)
    db.is_sound(found)
    streams = check_streams(found, db)
    check_orders(found, db, streams)
    check_births(found, streams)
    check_papers(found, db, streams)
    check_messages(found, ledger, streams)
    check_reads(found, ledger)
    check_calls(found, ledger, streams)
    check_acts(found, ledger, streams)
    news.check(found, db, ledger, streams, asked.until)
    json.dump({"counts": found.counts, "seen": found.seen, "faults": found.faults}, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
