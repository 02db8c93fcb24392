#!/usr/bin/env python3
"""How many letters arrived in any second, in any minute, together and by chat?   call: windows.py LEDGER

How much of what all may have together is used can be seen for as long as letters to people wait; what is left for the
groups then may go no faster than a group may have it.
"""

import collections
import json
import sys


def densest(times, window):
    """The most that lies in any stretch of this length, its end not counted."""
    most, begin = 0, 0
    for end, time in enumerate(times):
        while time - times[begin] >= window:
            begin += 1
        most = max(most, end - begin + 1)
    return most


def main():
    letters, begun = [], None
    with open(sys.argv[1], encoding="utf-8") as lines:
        for entry in map(json.loads, lines):
            if entry["e"] == "windows begin":
                begun = entry["at"]
            elif entry["e"] == "letter":
                letters.append((entry["arrived"], int(entry["chat"])))
    letters.sort()
    by_chat = collections.defaultdict(list)
    for arrived, chat in letters:
        by_chat[chat].append(arrived)
    second = densest([arrived for arrived, _ in letters], 1000)
    chats = {chat: densest(times, 1000) for chat, times in by_chat.items() if chat > 0}
    groups = {chat: densest(times, 60000) for chat, times in by_chat.items() if chat < 0}
    faults = []
    if second > 30:
        faults.append(f"{second} letters in one second")
    faults += [f"{most} letters to chat {chat} in one second" for chat, most in chats.items() if most > 1]
    faults += [f"{most} letters to group {chat} in one minute" for chat, most in groups.items() if most > 20]
    people = max((arrived for arrived, chat in letters if chat > 0), default=0)
    counted = [arrived for arrived, _ in letters if (begun is None or arrived >= begun) and arrived <= people]
    after = sum(arrived > people for arrived, _ in letters)
    seen = {
        "letters_counted": len(counted),
        "letters_to_groups": sum(len(times) for chat, times in by_chat.items() if chat < 0),
        "most_in_a_second": second,
        "most_to_a_chat": max(chats.values(), default=0),
        "most_to_a_group": max(groups.values(), default=0),
        "letters_after": after,
        "letter_seconds": (counted[-1] - counted[0]) / 1000 if counted else 0,
    }
    json.dump({"counts": {"window_violations": len(faults)}, "seen": seen, "faults": faults[:20]}, sys.stdout)


if __name__ == "__main__":
    main()
