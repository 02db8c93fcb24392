"""Which steps of an order are legal, by ARCHITECTURE.md (一张工单的一生) and by whom?

Written from the document's picture and table, not from the program.
"""

OPEN = {"triage", "dispatched", "signed", "handling", "suspended", "return_requested"}
ENDS = {"closed", "answered_direct", "rejected", "withdrawn"}
ANY = OPEN | {"replied", "done", "called_back"} | ENDS
CENTRE = {"operator", "supervisor"}
CITIZEN = {"citizen", "operator"}

# what happened: from where, by whom, to where (None: it stays; "back": where it was before)
STEPS = {
    "triaged": ({"accepted"}, {"bot", "operator"}, "triage"),
    "dispatched": ({"accepted", "triage", "dispatched", "signed", "handling"}, CENTRE | {"bot"}, "dispatched"),
    "answered_direct": ({"triage"}, {"operator", "bot"}, "answered_direct"),
    "rejected": ({"triage"}, {"operator"}, "rejected"),
    "corrected": (OPEN, {"operator"}, None),
    "signed": ({"dispatched"}, {"unit"}, "signed"),
    "return_requested": ({"dispatched", "signed"}, {"unit"}, "return_requested"),
    "return_granted": ({"return_requested"}, CENTRE, "triage"),
    "return_refused": ({"return_requested"}, CENTRE, "back"),
    "progressed": ({"signed", "handling", "suspended"}, {"unit"}, "handling"),
    "asked": ({"signed", "handling"}, {"unit"}, "suspended"),
    "supplemented": (OPEN | {"replied", "done", "called_back"}, CITIZEN, "back"),
    "urged": (OPEN, CITIZEN, None),
    "replied": ({"signed", "handling", "suspended"}, {"unit"}, "replied"),
    "finished": ({"replied"}, {"unit", "operator", "bot", "clock"}, "done"),
    "reminded": ({"done", "called_back"}, {"clock", "bot", "operator"}, None),
    "called_back": ({"done", "called_back"}, {"operator"}, "called_back"),
    "rated": ({"done", "called_back", "closed", "answered_direct"}, CITIZEN, "rated"),
    "redone": ({"rated"}, CITIZEN, "handling"),
    "withdrawn": (OPEN | {"replied"}, CITIZEN, "withdrawn"),
    "closed": ({"rated", "done", "called_back"}, CITIZEN | {"clock"}, "closed"),
    "joined": (ANY, {"citizen"}, None),
    "revealed": (ANY, CENTRE | {"unit"}, None),
}


class Life:
    """Where an order stands after what has happened to it."""

    def __init__(self):
        self.state, self.before, self.lead = None, None, None

    def takes(self, fact, actor):
        """One more event; says what is illegal about it, if anything is."""
        what, role = fact["what"], actor["role"]
        if what == "accepted":
            if self.state is not None:
                return "it is born twice"
            self.state = "accepted"
            return None
        if what not in STEPS:
            return f"{what} is not known"
        came_from, by, goes = STEPS[what]
        if self.state not in came_from:
            return f"{what} in {self.state}"
        if role not in by:
            return f"{what} by {role}"
        return self.goes(fact, actor, goes)

    def goes(self, fact, actor, goes):
        what = fact["what"]
        if what == "dispatched":
            self.lead = fact["dispatch"]["lead"]
        elif what in ("signed", "replied", "asked", "return_requested") and actor.get("unit") != self.lead:
            return f"{what} by {actor.get('unit')}, but {self.lead} leads"
        elif what == "progressed" and (self.state != "signed" or actor.get("unit") != self.lead):
            # Only the first note of the one who leads begins the handling.
            return None
        elif what == "supplemented" and self.state != "suspended":
            return None
        elif what == "rated" and self.state in ENDS:
            # Heard and counted, but an order that has ended stays so.
            return None
        if goes in ("suspended", "return_requested"):
            self.before = self.state
        if goes == "back":
            self.state = self.before
        elif goes is not None:
            self.state = goes
        return None
