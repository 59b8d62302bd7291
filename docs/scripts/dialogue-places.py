#!/usr/bin/env python3
"""Scores extracted dialogue pairs by where they stand in novels whose speakers somebody annotated.

usage: dialogue-places.py NOVELS DIALOGUES.jsonl

NOVELS is a folder as the Project Dialogism Novel Corpus (a public repository) lays it out, NOVEL/quotation_info.csv;
DIALOGUES.jsonl comes from DialogueTable, a program of dialogue-fiction's tests. A pair is right when the quotations
under it are one person's and then one other's, and one of the two where they meet is addressed to the other.

Comparing by text instead, as by searching the annotators' quotations for the turn's words, takes "I don't know." for
an earlier one, and misses a turn of which the annotators left a word out.
"""
import ast
import bisect
import collections
import csv
import json
import re
import sys

csv.field_size_limit(10**9)
MIN_WORDS = 3
LONGEST = 60  # quotations that may begin before a place and still reach it


def parsed(text):
    try:
        return ast.literal_eval(text) or []
    except (ValueError, SyntaxError):
        return []


def quotations(path):
    with open(path, encoding="utf-8") as rows:
        found = [
            (parsed(r["quoteByteSpans"]), r["speaker"], parsed(r["addressees"]), len(r["quoteText"].split()))
            for r in csv.DictReader(rows)
        ]
    return sorted((q for q in found if q[0]), key=lambda q: q[0][0][0])


def meet(one, other):
    """Whether one person answers another: either is addressed to the other, or the first to everybody."""
    return one[1] != other[1] and (other[1] in one[2] or one[1] in other[2])


def under(spans, starts, begin, end):
    """The numbers of the quotations between two places."""
    last = bisect.bisect_left(starts, end)
    return sorted({number for start, stop, number in spans[max(0, last - LONGEST) : last] if stop > begin + 1})


def judge(said, spans, starts, begin, end):
    """What a pair is, and the number of the quotation that is answered."""
    numbers = under(spans, starts, begin, end)
    if not under(spans, starts, begin, begin + 2) or not under(spans, starts, end - 2, end):
        return "a turn is not annotated", None
    speakers = [said[n][1] for n in numbers]
    change = next((i for i, s in enumerate(speakers) if s != speakers[0]), None)
    if change is None:
        return "one person goes on", None
    if len(set(speakers[change:])) > 1:
        return "more than two speak", None
    last, first = said[numbers[change - 1]], said[numbers[change]]
    if numbers[change] - numbers[change - 1] > 1:
        return "something is said between", None
    if meet(last, first) or "_group" in str(last[2]):
        return "right", numbers[change - 1]
    return "addressed to somebody else", None


def main(folder, table):
    pairs = collections.defaultdict(list)
    with open(table, encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            place = re.match(r"characters (\d+)-(\d+)", row["origin"]["place"])
            pairs[row["origin"]["document"]].append((int(place[1]), int(place[2])))
    total = collections.Counter()
    for novel in sorted(pairs):
        said = quotations(f"{folder}/{novel}/quotation_info.csv")
        spans = sorted((start, stop, n) for n, q in enumerate(said) for start, stop in q[0])
        starts = [span[0] for span in spans]
        exchanges = {
            n
            for n, (one, other) in enumerate(zip(said, said[1:]))
            if meet(one, other) and one[3] >= MIN_WORDS and other[3] >= MIN_WORDS
        }
        found = [judge(said, spans, starts, *pair) for pair in pairs[novel]]
        counts = collections.Counter(what for what, _ in found)
        counts.update(pairs=len(found), exchanges=len(exchanges), found=len({n for _, n in found} & exchanges))
        total += counts
        print(line(novel, counts))
    print(line("all", total), {k: v for k, v in total.items() if " " in k})


def line(name, counts):
    precision = counts["right"] / counts["pairs"]
    recall = counts["found"] / counts["exchanges"]
    return f"{name:32s} pairs {counts['pairs']:6d} precision {precision:.3f} recall {recall:.3f} of {counts['exchanges']}"


if __name__ == "__main__":
    main(*sys.argv[1:])
