#!/usr/bin/env python3
"""How often was the citizen of each order reminded?   call: reminders.py DATABASE-FILE"""

import json
import sqlite3
import sys

with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as db:
    rows = db.execute("SELECT stream, count(*) FROM event WHERE kind = 'reminded' GROUP BY stream")
    json.dump(dict(rows.fetchall()), sys.stdout)
