#!/usr/bin/env python3
"""What did the rows find? Merges the results into the tables of deploy/records/RELIABILITY.md.

call: report.py RESULTS-FOLDER DOCUMENT
A section of the document that holds `<!-- row: NAME -->` … `<!-- end -->` gets the tables of that row between the two.
"""

import collections
import json
import pathlib
import re
import sys

PLACE = re.compile(r"(<!-- row: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


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
    text = PLACE.sub(lambda place: place[1] + written(results.get(place[2], [])) + place[3], text)
    document.write_text(text, encoding="utf-8")
    print(f"{sum(map(len, results.values()))} results of {len(results)} rows are in {document}")


def written(results):
    if not results:
        return "还没有整个量过。Not yet played whole.\n"
    results.sort(key=lambda result: (result["on"] != "sqlite", result["seed"]))
    titles = [f"{result['on']}, seed {result['seed']}" for result in results]
    lines = [
        "| | promised | " + " | ".join(titles) + " |",
        "|---|---:|" + "---:|" * len(results),
        "| kept | | " + " | ".join("yes" if result["kept"] else "**no**" for result in results) + " |",
    ]
    names = list(dict.fromkeys(figure["what"] for result in results for figure in result["figures"]))
    for name in names:
        cells, promised = [], ""
        for result in results:
            figure = next((figure for figure in result["figures"] if figure["what"] == name), None)
            cells.append(cell(figure))
            promised = promise(figure) or promised
        lines.append(f"| {name.replace('_', ' ')} | {promised} | " + " | ".join(cells) + " |")
    lines.append("")
    for result, title in zip(results, titles):
        lines.append(
            f"- {title}: {result['date']} UTC, commit {result['commit']}, {result['profile']} profile, {result['seconds']} s; "
            f"{result['cores']} cores, {result['memory_gib']} GiB, {result['disk']}, {result['system']}."
        )
        lines += [f"  - {fault}" for fault in result["faults"][:5]]
    return "\n".join(lines) + "\n"


def cell(figure):
    if figure is None:
        return "–"
    value = f"{figure['value']:,.3f}".rstrip("0").rstrip(".").replace(",", " ")
    text = f"{value} {figure['unit']}".strip()
    return text if kept(figure) else f"**{text}**"


def kept(figure):
    return figure["value"] <= figure.get("most", figure["value"]) and figure["value"] >= figure.get("least", figure["value"])


def promise(figure):
    if figure is None:
        return ""
    bounds = [f"{sign} {figure[name]:g}" for name, sign in (("most", "≤"), ("least", "≥")) if name in figure]
    return " ".join([*bounds, figure["unit"]] if bounds else []).strip()


if __name__ == "__main__":
    main()
