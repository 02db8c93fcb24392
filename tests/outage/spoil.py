#!/usr/bin/env python3
"""Does the checker notice what is wrong?

Takes a ledger and a database that agree, spoils one thing at a time in copies of them, and asks the checker again:
each must be noticed, as what it is.   call: spoil.py --ledger FILE --database FILE
"""

import argparse
import json
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def lose_message(db):
    """The last message of some chat is not there, nor what followed it."""
    stream, seq = db.execute(
        "SELECT stream, max(seq) FROM event WHERE document LIKE '{\"entry\":\"said\"%' GROUP BY stream ORDER BY max(seq) DESC"
    ).fetchone()
    db.execute("DELETE FROM event WHERE stream = ? AND seq >= ?", (stream, seq))


def keep_twice(db):
    db.execute(
        "INSERT INTO event SELECT jurisdiction, stream, (SELECT 1 + max(seq) FROM event o WHERE o.stream = e.stream), at, kind, document "
        "FROM event e WHERE document LIKE '{\"entry\":\"said\"%' ORDER BY stream LIMIT 1"
    )


def leave_gap(db):
    db.execute("UPDATE event SET seq = seq + 1 WHERE rowid = (SELECT rowid FROM event WHERE stream LIKE 'order:%' AND seq > 2 ORDER BY seq DESC LIMIT 1)")


def run_backwards(db):
    db.execute("UPDATE event SET at = 1 WHERE rowid = (SELECT rowid FROM event WHERE stream LIKE 'order:%' AND seq = 2 LIMIT 1)")


def take_forbidden_step(db):
    db.execute(
        "UPDATE event SET document = replace(document, '\"what\":\"signed\"', '\"what\":\"finished\"') "
        "WHERE rowid = (SELECT rowid FROM event WHERE kind = 'signed' LIMIT 1)"
    )


def act_for_another(db):
    db.execute(
        "UPDATE event SET document = replace(document, '\"role\":\"unit\"', '\"role\":\"citizen\"') "
        "WHERE rowid = (SELECT rowid FROM event WHERE kind = 'signed' LIMIT 1)"
    )


def stand_elsewhere(db):
    db.execute("UPDATE work_order SET state = 'closed' WHERE no = (SELECT no FROM work_order WHERE state = 'done' LIMIT 1)")


def lose_paper(db):
    db.execute("DELETE FROM paper WHERE rowid = (SELECT rowid FROM paper WHERE kind = 'text' AND conversation IS NOT NULL LIMIT 1)")
    (words,) = db.execute(
        "SELECT json_extract(document, '$.words') FROM event WHERE json_extract(document, '$.words') IS NOT NULL LIMIT 1"
    ).fetchone()
    db.execute("DELETE FROM paper WHERE hex(id) = upper(replace(?, '-', ''))", (words,))


def lose_order(db):
    db.execute("DELETE FROM work_order WHERE no = (SELECT no FROM work_order LIMIT 1)")


def open_twice(db):
    db.execute(
        "INSERT INTO event SELECT jurisdiction, stream, (SELECT 1 + max(seq) FROM event o WHERE o.stream = e.stream), at, kind, document "
        "FROM event e WHERE document LIKE '%\"say\":\"accepted\"%' LIMIT 1"
    )


def write_nothing(db):
    db.execute("DELETE FROM outbox WHERE id = (SELECT id FROM outbox WHERE document LIKE '%order.dispatched%' LIMIT 1)")


def tell_nobody(db):
    db.execute("UPDATE outbox SET id = randomblob(16) WHERE id = (SELECT id FROM outbox WHERE delivered = 1 LIMIT 1)")


def give_up_silently(db):
    db.execute("UPDATE outbox SET delivered = 0, why = 'x' WHERE id = (SELECT id FROM outbox WHERE delivered = 1 LIMIT 1)")


def wait_for_ever(db):
    db.execute("UPDATE outbox SET settled_at = NULL, delivered = NULL WHERE id = (SELECT id FROM outbox WHERE delivered = 1 LIMIT 1)")


def tell_again(entries):
    told = next(entry for entry in entries if entry["e"] == "told" and entry["taken"])
    entries.append({**told, "arrived": told["arrived"] + 5000, "at": told["at"] + 5000})


def tell_too_early(entries):
    at = next(number for number, entry in enumerate(entries) if entry["e"] == "told")
    told = entries[at]
    entries.insert(at, {**told, "end": "busy", "wait": 30, "taken": False, "arrived": told["arrived"] - 1000})


def tell_out_of_order(entries):
    told = next(entry for entry in entries if entry["e"] == "told")
    entries.append({**told, "id": "0" * 32, "seq": told["seq"] + 1, "arrived": told["arrived"] - 1, "taken": False})


def hear_other_words(entries):
    said = {}
    for entry in entries:
        if entry["e"] == "sent" and entry["kind"] == "said" and entry["text"]:
            said[entry["n"]] = entry
    read = {entry["chat"] for entry in entries if entry["e"] == "read"}
    heard = {entry["n"] for entry in entries if entry["e"] == "heard" and entry["status"] == 200}
    next(sent for n, sent in said.items() if sent["chat"] in read and n in heard)["text"] += "!"


def answer_what_is_not_there(entries):
    heard = next(entry for entry in entries if entry["e"] == "heard" and entry["status"] == 201)
    heard["body"]["no"] = "20200101-222222"


IN_DATABASE = [
    (lose_message, "lost"),
    (keep_twice, "twice"),
    (leave_gap, "gaps"),
    (run_backwards, "gaps"),
    (take_forbidden_step, "illegal_paths"),
    (act_for_another, "illegal_paths"),
    (stand_elsewhere, "illegal_paths"),
    (lose_paper, "half_done"),
    (lose_order, "half_done"),
    (open_twice, "orders_twice"),
    (write_nothing, "untold"),
    (tell_nobody, "untold"),
    (give_up_silently, "untold"),
    (wait_for_ever, "untold"),
]
IN_LEDGER = [
    (tell_again, "told_twice"),
    (tell_too_early, "too_early"),
    (tell_out_of_order, "inversions"),
    (hear_other_words, "lost"),
    (answer_what_is_not_there, "lost"),
]


def asked(ledger, database):
    command = [sys.executable, HERE / "check.py", "--ledger", ledger, "--database", database]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--ledger", required=True)
    parser.add_argument("--database", required=True)
    given = parser.parse_args()
    faults = [f"nothing is spoilt, but {fault}" for fault in asked(given.ledger, given.database)["faults"]]
    noticed = 0
    for spoil, kind in IN_DATABASE + IN_LEDGER:
        with tempfile.TemporaryDirectory() as folder:
            ledger = shutil.copy(given.ledger, folder)
            database = shutil.copy(given.database, pathlib.Path(folder, "jiesu.db"))
            if (spoil, kind) in IN_DATABASE:
                with sqlite3.connect(database) as db:
                    triggers = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
                    for name in triggers:
                        db.execute(f"DROP TRIGGER {name}")
                    spoil(db)
            else:
                with open(ledger, encoding="utf-8") as lines:
                    entries = [json.loads(line) for line in lines]
                spoil(entries)
                pathlib.Path(ledger).write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
            if asked(ledger, database)["counts"].get(kind):
                noticed += 1
            else:
                faults.append(f"{spoil.__name__}: not noticed as {kind}")
    json.dump({"counts": {}, "seen": {"spoilt": len(IN_DATABASE + IN_LEDGER), "noticed": noticed}, "faults": faults}, sys.stdout)


if __name__ == "__main__":
    main()
