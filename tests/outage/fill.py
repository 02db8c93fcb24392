#!/usr/bin/env python3
"""How does an outbox get a hundred thousand notices that nobody could send?

The program does not run. Copies notices that were written by the program, each with an id of its own; the urgent ones
are of orders of which nothing else waits; their ids are printed.

call: fill.py --database FILE-OR-ADDRESS --notices N --urgent N
"""

import argparse
import sqlite3
import subprocess

COLUMNS = "stream, seq, listener, channel, document, passing"
# Those that are copied: not the copies.
TOLD = "WHERE channel = 'webhook' AND stream LIKE 'order:%' AND settled_at IS NOT NULL"
SQLITE = """
    WITH RECURSIVE kept AS (
        SELECT jurisdiction, {columns}, row_number() OVER (ORDER BY stream, listener) AS place
        FROM outbox {told}
    ), n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {many})
    INSERT INTO outbox (jurisdiction, id, {columns}, urgent, written_at, next_at)
    SELECT jurisdiction, randomblob(16), {columns}, {urgent}, {now}, {now}
    FROM n JOIN kept ON kept.place = {first} + n.i % {span}
"""
POSTGRES = """
    WITH kept AS (
        SELECT jurisdiction, {columns}, row_number() OVER (ORDER BY stream, listener) AS place
        FROM outbox {told}
    )
    INSERT INTO outbox (jurisdiction, id, {columns}, urgent, written_at, next_at)
    SELECT jurisdiction, gen_random_uuid(), {columns}, {flag}, {now}, {now}
    FROM generate_series(1, {many}) AS n(i) JOIN kept ON kept.place = {first} + n.i % {span}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", required=True)
    parser.add_argument("--notices", type=int, required=True)
    parser.add_argument("--urgent", type=int, required=True)
    asked = parser.parse_args()
    kept = int(run(asked.database, f"SELECT count(*) FROM outbox {TOLD}"))
    assert kept > asked.urgent, f"{kept} notices to copy, {asked.urgent} of them for the urgent ones"
    parts = [(asked.notices - asked.urgent, 0, 1, kept - asked.urgent), (asked.urgent, 1, kept - asked.urgent + 1, asked.urgent)]
    for many, urgent, first, span in parts:
        now = "strftime('%s', 'now') * 1000" if not asked.database.startswith("postgres") else "(extract(epoch FROM now()) * 1000)::bigint"
        sql = POSTGRES if asked.database.startswith("postgres") else SQLITE
        flag = "true" if urgent else "false"
        run(asked.database, sql.format(columns=COLUMNS, told=TOLD, many=many, urgent=urgent, flag=flag, first=first, span=span, now=now))
    if asked.database.startswith("postgres"):
        ids = "SELECT string_agg(replace(id::text, '-', ''), E'\\n') FROM outbox WHERE settled_at IS NULL AND urgent"
    else:
        ids = "SELECT group_concat(lower(hex(id)), char(10)) FROM outbox WHERE settled_at IS NULL AND urgent = 1"
    print(run(asked.database, ids))


def run(database, sql):
    if database.startswith("postgres"):
        command = ["psql", database, "--tuples-only", "--no-align", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-c", sql]
        return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip() or "0"
    with sqlite3.connect(database) as db:
        row = db.execute(sql).fetchone()
        return row[0] if row else 0


if __name__ == "__main__":
    main()
