"""Which messages does fuzzing begin with, and of which words does it make new ones?"""

import csv
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BANNER = ROOT / "deploy/banner"


def cells(table, column):
    with open(BANNER / f"{table}.csv", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def write(folder, number, data):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{number:05}").write_bytes(data)


def main(work):
    examples = cells("catalogue", "example")
    places = cells("gazetteer", "name") + cells("areas", "name")
    questions = [line.split(",", 2)[2] for line in (ROOT / "tests/knowledge/questions.csv").read_text("utf-8").splitlines()[1:]]
    private = (ROOT / "intake/src/tests/private.txt").read_text("utf-8").splitlines()
    private = [re.sub(r"\{[a-z_]+\|([^}]*)\}", r"\1", line) for line in private if line and line[0] not in "#="]
    calls = [path for path in sorted((ROOT / "tests/transcripts").rglob("*")) if path.is_file() and path.suffix != ".csv"]
    seeds = {
        "understand": [text.encode() for text in examples + private],
        "place": [f"{text}\n{place}3号楼2单元501".encode() for text, place in zip(examples, places * 9)],
        "call": [bytes([0]) + path.read_bytes() for path in calls],
        "mask": [text.encode() for text in private],
        "ask": [text.encode() for text in questions],
        "model": [f"label,word,weight\n教育,学校,1.5\n交通,公交,2\n交通,,0.1\n\n{text}".encode() for text in examples[:40]],
        "cell": [text.encode() for text in ["停水*3", "水+断*1.5", "0102*", "类型:牧区", "@嘎查社区", "*", "SL01"]],
    }
    for target, texts in seeds.items():
        for number, text in enumerate(texts):
            write(work / "seeds" / target, number, text)

    words = {word.split("*")[0] for column in cells("catalogue", "words") + cells("emergencies", "words") for word in column.split()}
    words = {part for word in words for part in word.split("+")}
    words |= set(places) | {word for line in cells("emergencies", "unless") for word in line.split()}
    words |= {"我叫", "联系人", "电话", "身份证", "号楼", "单元", "坐席：", "市民：", "WEBVTT\n\n", "00:00:01.000 --> 00:00:02.000\n", "{\"text\":", "{\"segments\":[", "一三八", "１３８", "13800001234", "0470-8221234", "15010219900307123X", "6222000000000009", "蒙E12345", "@example.com", "微信号", "12345"}
    # At most so many: a longer dictionary is chosen from less well.
    chosen = sorted(words)[:: max(1, len(words) // 1500)]
    lines = ["".join(f"\\x{byte:02x}" for byte in word.encode()) for word in chosen if word]
    (work / "words.dict").write_text("".join(f'"{line}"\n' for line in lines))


main(pathlib.Path(sys.argv[1]))
