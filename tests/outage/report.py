#!/usr/bin/env python3
"""What did the rows find? Merges the results into the tables of deploy/records/RELIABILITY.md.

call: report.py RESULTS-FOLDER DOCUMENT
A section of the document that holds `<!-- row: NAME -->` … `<!-- end -->` gets the tables of that row between the two. What
stands there of another engine or seed than the results are of, stays.
"""

import collections
import json
import pathlib
import re
import sys

PLACE = re.compile(r"(<!-- row: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
ABSENT = "–"


def main():
    folder, document = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    results = collections.defaultdict(list)
    for file in sorted(folder.glob("*.json")):
        result = json.loads(file.read_text(encoding="utf-8"))
        if not result["short"]:
            results[result["row"]].append(result)
    text = document.read_text(encoding="utf-8")
    places = {name for _, name, _ in PLACE.findall(text)}
    for name in sorted(set(results) - places):
        sys.exit(f"{document} has no place for the row {name}")
    anew = lambda place: place[1] + written(columns(place[0]) | dict(map(column, results[place[2]]))) + place[3]
    text = PLACE.sub(lambda place: anew(place) if place[2] in results else place[0], text)
    document.write_text(text, encoding="utf-8")
    print(f"{sum(map(len, results.values()))} results of {len(results)} rows are in {document}")


class Column:
    """What is written of one result: a cell and what is promised for every figure, and the lines below the table."""

    def __init__(self):
        self.cells, self.promised, self.notes = {}, {}, []


def column(result):
    """The title of a result's column, and the column."""
    title, one = f"{result['on']}, seed {result['seed']}", Column()
    one.cells["kept"] = "yes" if result["kept"] else "**no**"
    for figure in result["figures"]:
        name = figure["what"].replace("_", " ")
        one.cells[name], one.promised[name] = cell(figure), promise(figure)
    one.notes.append(
        f"- {title}: {result['date']} UTC, commit {result['commit']}, {result['profile']} profile, {result['seconds']} s; "
        f"{result['cores']} cores, {result['memory_gib']} GiB, {result['disk']}, {result['system']}."
    )
    one.notes += [f"  - {fault}" for fault in result["faults"][:5]]
    return title, one


def columns(section):
    """The columns of a table that was written before, by their titles."""
    lines = section.splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    if not rows:
        return {}
    (_, _, *titles), *rows = rows
    found = {title: Column() for title in titles}
    for name, promised, *cells in rows:
        for title, text in zip(titles, cells):
            if text != ABSENT:
                found[title].cells[name], found[title].promised[name] = text, promised
    title = None
    for line in lines:
        if line.startswith("- "):
            title = next((title for title in titles if line.startswith(f"- {title}: ")), None)
        if title and line.lstrip().startswith("- "):
            found[title].notes.append(line)
    return found


def written(known):
    """The table of columns by their titles."""
    titles = sorted(known, key=lambda title: (not title.startswith("sqlite"), title))
    names = list(dict.fromkeys(name for title in titles for name in known[title].cells))
    lines = ["| | promised | " + " | ".join(titles) + " |", "|---|---:|" + "---:|" * len(titles)]
    for name in names:
        promised = next((known[title].promised[name] for title in titles if known[title].promised.get(name)), "")
        cells = (known[title].cells.get(name, ABSENT) for title in titles)
        lines.append(f"| {name} | {promised} | " + " | ".join(cells) + " |")
    lines += ["", *(note for title in titles for note in known[title].notes)]
    return "\n".join(lines) + "\n"


def cell(figure):
    value = f"{figure['value']:,.3f}".rstrip("0").rstrip(".").replace(",", " ")
    text = f"{value} {figure['unit']}".strip()
    return text if kept(figure) else f"**{text}**"


def kept(figure):
    return figure["value"] <= figure.get("most", figure["value"]) and figure["value"] >= figure.get("least", figure["value"])


def promise(figure):
    bounds = [f"{sign} {figure[name]:g}" for name, sign in (("most", "≤"), ("least", "≥")) if name in figure]
    return " ".join([*bounds, figure["unit"]] if bounds else []).strip()


if __name__ == "__main__":
    main()
