"""Was everybody told, once, in order, and not sooner than they asked?"""

import collections

AMBIGUOUS = {"hangs-after", "cut-after", "garbage-after"}
# What was on its way when another letter to the same chat was refused could not know.
ON_ITS_WAY = 200


def flag(cell):
    """A truth of either engine."""
    return cell in (1, "1", "t", "true")


def check(found, db, ledger, streams, until):
    notices = {}
    for id, stream, seq, listener, channel, settled, delivered, why in db.rows(
        "SELECT hex(id), stream, seq, listener, channel, settled_at, delivered, why FROM outbox",
        "SELECT id::text, stream, seq, listener, channel, settled_at, delivered, why FROM outbox",
    ):
        notices[id.replace("-", "").lower()] = (stream, int(seq), listener, channel, settled, delivered, why)
    found.seen["notices"] += len(notices)
    found.seen["told_by_hook"] += sum(
        channel == "webhook" and flag(delivered) for _, _, _, channel, _, delivered, _ in notices.values()
    )
    check_written(found, ledger, streams, notices)
    check_settled(found, db, ledger, notices, until)
    check_told(found, ledger, notices)
    check_order(found, ledger)
    check_letters(found, db, ledger)


def check_written(found, ledger, streams, notices):
    """The commit of a dispatch holds the notice for the unit's system."""
    connected = {entry["unit"] for entry in ledger.events if entry["e"] == "connected"}
    written = {(stream, seq, listener) for stream, seq, listener, *_ in notices.values()}
    for stream, events in streams.items():
        for seq, _, kind, document in events:
            if not stream.startswith("order:") or document["fact"]["what"] != "dispatched":
                continue
            lead = document["fact"]["dispatch"]["lead"]
            if lead in connected and (stream, seq, f"unit:{lead}") not in written:
                found.fault("untold", f"{stream} {seq}: nothing is written for {lead}")


def check_settled(found, db, ledger, notices, until):
    """What is settled as told was heard; what was given up has a reason, and for a unit a person."""
    heard = {entry["id"].replace("-", "") for entry in ledger.told if entry["taken"]}
    tasks = {
        (unit, no)
        for unit, no in db.rows("SELECT unit, order_no FROM task WHERE kind = 'phone_unit'")
    }
    newest = collections.defaultdict(int)
    for stream, seq, listener, *_ in notices.values():
        newest[(stream, listener)] = max(newest[(stream, listener)], seq)
    for id, (stream, seq, listener, channel, settled, delivered, why) in notices.items():
        if settled is None:
            found.seen["waiting"] += 1
            if until is None:
                found.fault("untold", f"{stream} {seq} still waits for {listener}: {why}")
            continue
        if flag(delivered):
            found.seen["delivered"] += 1
            if channel == "webhook" and id not in heard:
                found.fault("untold", f"{stream} {seq} is settled as told to {listener}, who never heard of it")
            continue
        if delivered in (2, "2"):
            # Outdated before it was told: then something newer of the same was written for the same listener.
            found.seen["outdated"] += 1
            if seq >= newest[(stream, listener)]:
                found.fault("untold", f"{stream} {seq} to {listener} is outdated, and nothing is newer")
            continue
        found.seen["given_up"] += 1
        if not why:
            found.fault("untold", f"{stream} {seq} was given up for no reason")
        if listener.startswith("unit:") and (listener[5:], stream.removeprefix("order:")) not in tasks:
            found.fault("untold", f"{stream} {seq} was given up and no person tells {listener}")


def check_told(found, ledger, notices):
    """Told once; again only after a failure of which nobody knows how it ended. Never before the time asked for."""
    breaks, silences = sorted(ledger.breaks()), ledger.silences()
    by_id = collections.defaultdict(list)
    for entry in ledger.told:
        by_id[(entry["listener"], entry["id"])].append(entry)
    for (listener, id), calls in by_id.items():
        calls.sort(key=lambda call: call["arrived"])
        found.seen["calls_made"] += len(calls)
        if not all(call["signed"] for call in calls):
            found.fault("untold", f"{id} to {listener} was not signed")
        repeats = 0
        last = None
        for call in calls:
            if last and last["end"] == "busy" and call["arrived"] < last["arrived"] + 1000 * last["wait"]:
                if not any(last["arrived"] <= at <= call["arrived"] for at in breaks):
                    found.fault("too_early", f"{id} to {listener}: {call['arrived'] - last['arrived']} ms after 429")
            last = call
        for one, next in zip(taken := [call for call in calls if call["taken"]], taken[1:]):
            repeats += 1
            unknown = one["end"] in AMBIGUOUS
            cut = any(one["arrived"] <= until and at <= next["arrived"] for at, until in silences)
            if not unknown and not cut:
                found.fault("told_twice", f"{id} to {listener} again {next['arrived'] - one['arrived']} ms later")
        found.seen["repeats"] += repeats
        found.seen["ambiguous"] += sum(call["end"] in AMBIGUOUS for call in calls)
        found.seen["failures"] += sum(call["end"] != "well" for call in calls)
        found.seen["most_repeats"] = max(found.seen["most_repeats"], repeats)


def check_order(found, ledger):
    """To one listener, of one order, never an older thing after a newer one."""
    newest = {}
    for call in sorted(ledger.told, key=lambda call: call["arrived"]):
        line = (call["listener"], call["no"])
        if call["seq"] < newest.get(line, 0):
            found.fault("inversions", f"{call['no']} {call['seq']} to {call['listener']} after {newest[line]}")
        newest[line] = max(newest.get(line, 0), call["seq"])


def check_letters(found, db, ledger):
    """On Telegram: what each letter is about was asked for once, in that order, by the one who gets it."""
    found.seen["letters_sent"] += sum(bool(letter["about"]) for letter in ledger.letters)
    by_chat = collections.defaultdict(list)
    for letter in sorted(ledger.letters, key=lambda letter: letter["arrived"]):
        by_chat[letter["chat"]].append(letter)
    for chat, letters in by_chat.items():
        refused = quiet = 0
        last = {}
        order = []
        for letter in letters:
            if refused + ON_ITS_WAY < letter["arrived"] < quiet:
                found.fault("too_early", f"to chat {chat}, {quiet - letter['arrived']} ms before it may be")
            if letter["end"] == "busy":
                refused, quiet = letter["arrived"], letter["arrived"] + 1000 * letter["wait"]
            about = letter["about"]
            if letter["end"] in AMBIGUOUS:
                found.seen["ambiguous"] += 1
            if letter["end"] != "well":
                found.seen["failures"] += 1
            if not about or not about.startswith("2020") or not letter["taken"]:
                continue
            before = last.get(about)
            if before is None:
                found.seen["letters_arrived"] += 1
                order.append(about)
            else:
                found.seen["repeats"] += 1
                if before["end"] not in AMBIGUOUS:
                    found.fault("letters_twice", f"{about} to chat {chat} again after it arrived well")
                if order[-1] != about:
                    found.fault("inversions", f"{about} to chat {chat} again after {order[-1]}")
            last[about] = letter
        asked = sorted(order, key=lambda no: (number(no[12]), number(no[11])))
        if order != asked:
            found.fault("inversions", f"chat {chat} got its letters out of order")
    called = {no for (no,) in db.rows("SELECT order_no FROM task WHERE kind = 'phone_citizen'")}
    for entry in ledger.events:
        if entry["e"] == "blocked" and entry["no"] not in called:
            found.fault("no_person", f"chat {entry['chat']} is closed and nobody calls about {entry['no']}")


def number(sign):
    return "23456789ABCDEFGHJKLMNPQRSTVWXYZ".index(sign)
