#!/usr/bin/env python3
"""Proposes search expansions from WordNet and writes the table of common English words.

usage: scripts/thesaurus.py propose   print expansions that data/synonyms.toml lacks, for review
       scripts/thesaurus.py check     fail if WordNet does not propose an expansion of the file
       scripts/thesaurus.py english   write data/english.txt

Needs WordNet 3.0 (Debian: wordnet-base) in /usr/share/wordnet. WordNet is distributed under the
WordNet license, which permits use and redistribution with its notice: data/LICENSE-WordNet.

An expansion leads from a word that no catalog uses to one that a name or message contains. Both
are in one synset, or the second is the direct hypernym of the first or similar to it, each in one
of its most frequent senses.
"""
import collections
import pathlib
import re
import sys
import tomllib

WORDNET = pathlib.Path("/usr/share/wordnet")
DATA = pathlib.Path(__file__).parent.parent / "data"
PARTS_OF_SPEECH = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
# The senses of a word that count, the most frequent being first.
MAX_SENSES = 3
# Words that SemCor, the corpus of WordNet, has at least so often are common.
MIN_COUNT = 3
# Endings of inflected forms, and their replacements.
INFLECTIONS = [
    ("ies", "y"), ("es", ""), ("s", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", ""),
]


def counts():
    """How often SemCor has each word, in any sense."""
    counts = collections.Counter()
    for line in (WORDNET / "cntlist.rev").open():
        key, _sense, count = line.split()
        counts[key.split("%")[0]] += int(count)
    return counts


def data_lines(name):
    """The lines of a file of WordNet without the license at its beginning."""
    return (line for line in (WORDNET / name).open() if not line.startswith(" "))


class WordNet:
    def __init__(self):
        self.senses = collections.defaultdict(list)
        self.synsets = {}
        for name, part in PARTS_OF_SPEECH.items():
            for line in data_lines(f"index.{name}"):
                word, _part, count, *rest = line.split()
                for rank, offset in enumerate(rest[-int(count):]):
                    self.senses[word].append((part, offset, rank))
            for line in data_lines(f"data.{name}"):
                offset, _file, _kind, count, *rest = line.split(" | ")[0].split()
                count = int(count, 16)
                words = [word.lower().split("(")[0] for word in rest[:2 * count:2]]
                pointers = zip(*[iter(rest[2 * count + 1:])] * 4)
                self.synsets[part, offset] = words, [
                    (part if target_part == "s" else target_part, target)
                    for symbol, target, target_part, _ in pointers if symbol in "@&"
                ]

    def related(self, word):
        """The words with a common synset, and the direct hypernyms of the first sense."""
        for part, offset, rank in self.senses[word]:
            if rank >= MAX_SENSES:
                continue
            words, pointers = self.synsets[part, offset]
            yield from self.frequent(words, part, offset, MAX_SENSES)
            for target_part, target in pointers if rank == 0 else []:
                words, _ = self.synsets[target_part, target]
                yield from self.frequent(words, target_part, target, 2)

    def frequent(self, words, part, offset, max_senses):
        """The words that are used in this sense frequently."""
        return (word for word in words if any(
            sense[:2] == (part, offset) and sense[2] < max_senses for sense in self.senses[word]))


def bases(word):
    """What a word may be an inflection of, itself included."""
    return {word} | {word.removesuffix(end) + new for end, new in INFLECTIONS if word.endswith(end)}


def words(text):
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", text)}


def vocabulary():
    """The words of the catalogs: those of names and messages, and all."""
    titles, prose = set(), set()
    for path in DATA.glob("*.toml"):
        for entry in tomllib.loads(path.read_text()).get("entry", []):
            for text in [entry["code"], *entry.get("names", []), *entry.get("messages", [])]:
                titles |= words(text)
            for field in ["category", "description", "action"]:
                prose |= words(entry.get(field, ""))
    return titles, titles | prose


def proposals():
    wordnet, (titles, everything) = WordNet(), vocabulary()
    targets = {base for word in titles for base in bases(word)}
    known = {base for word in everything for base in bases(word)}
    found = collections.defaultdict(set)
    for word in list(wordnet.senses):
        if re.fullmatch("[a-z]{3,}", word) and word not in known:
            found[word].update(it for it in wordnet.related(word) if it in targets and len(it) > 2)
    return {word: sorted(it) for word, it in sorted(found.items()) if it}


def listed():
    rows = tomllib.loads((DATA / "synonyms.toml").read_text())["expansions"]
    return {word: targets for word, *targets in rows}


def propose():
    accepted, frequency = listed(), counts()
    for word, targets in proposals().items():
        targets = [target for target in targets if target not in accepted.get(word, [])]
        if targets:
            print(f"{frequency[word]:5} {word} = {targets}")


def check():
    # The words of the catalogs need no expansion; they may have got it since.
    wordnet = WordNet()
    unknown = [(word, target) for word, targets in listed().items() for target in targets
               if target not in wordnet.related(word)]
    if unknown:
        sys.exit("\n".join(f"{word}: WordNet does not relate it to {target}" for word, target in unknown))


def english():
    frequency = counts()
    common = {word: count for word, count in frequency.items()
              if count >= MIN_COUNT and re.fullmatch("[a-z]+", word)}
    for name in PARTS_OF_SPEECH:
        for line in (WORDNET / f"{name}.exc").open():
            form, *base = line.split()
            count = max((common.get(word, 0) for word in base), default=0)
            if count and re.fullmatch("[a-z]+", form):
                common[form] = max(common.get(form, 0), count)
    lines = [
        "# Common English words, each with how often SemCor has it. From WordNet 3.0 by",
        "# scripts/thesaurus.py; see LICENSE-WordNet.",
        *(f"{word} {count}" for word, count in sorted(common.items())),
    ]
    (DATA / "english.txt").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    commands = {"propose": propose, "check": check, "english": english}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]]()
