"""Invented reports whose figures are known: the numbers, how they are written, and what is wrong with them.

Shares nothing with what reads them: rows, columns and rules are written down here once more, after
国办公开办函〔2019〕60号 and 〔2021〕30号, and the rules are judged by plain arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

COLUMNS = ("natural", "business", "research", "welfare", "legal", "other", "total")
PARTS = COLUMNS[:6]
RESULTS = ("upheld", "corrected", "other", "pending", "total")
BLOCKS = ("review", "direct", "after_review")
_DECLINED = ("petition", "repeat", "publication", "excessive", "confirm")
_REFUSED = ["secret", "law", "safety", "third_party", "internal", "process", "enforcement", "inquiry"]
GROUPS = {
    "refused": [f"refused_{name}" for name in _REFUSED],
    "lacking": ["lacking_unheld", "lacking_unmade", "lacking_unclear"],
    "declined": [
        f"declined_{name}" for name in ["petition", "repeat", "publication", "excessive", "confirm"]
    ],
    "other_sum": ["other_uncorrected", "other_unpaid", "other_rest"],
}

Key = str
Fault = tuple[str, Key, int | None]
"""Rule, the cell that it speaks of first, and for the text the number it says."""


@dataclass
class Truth:
    """What a report says, cell by cell, and what of it is wrong.

    Attributes:
        year: the year reported on.
        form: 2019 or 2021.
        numbers: the number of each cell, as meant.
        texts: what is in it, by its style: a number, "" for a blank, a stroke.
        claims: the text's sentences: matter, number that is said, number of the table's cells.
        faults: what must be found, and nothing else.
        subtotals: whether rows (`rows`) or a column (`column`) of subtotals were added.
    """

    year: int
    form: int
    numbers: dict[Key, int | float] = field(default_factory=dict)
    texts: dict[Key, str] = field(default_factory=dict)
    claims: list[tuple[str, int]] = field(default_factory=list)
    faults: set[Fault] = field(default_factory=set)
    subtotals: frozenset[str] = frozenset()

    def vacant(self, key: Key) -> bool:
        """Whether a cell says no number."""
        return self.texts.get(key, "0").strip(" \xa0\u3000") in VACANT


VACANT = ("", "/", "—", "-", "／", "——")

_CLAIMED = {
    "received": ("3.new.total",),
    "done": ("3.done.total",),
    "carried_in": ("3.carried_in.total",),
    "carried_out": ("3.carried_out.total",),
    "review": ("4.review.total",),
    "lawsuits": ("4.direct.total", "4.after_review.total"),
}


def series(random: Random) -> list[Truth]:
    """Consecutive years of one body, their faults planted and listed."""
    first = random.choice((2019, 2019, 2020, 2021, 2022))
    years = [_year(random, year, None) for year in (first,)]
    for year in range(first + 1, first + random.choice((1, 2, 3, 4))):
        years.append(_year(random, year, years[-1]))
    for truth in years:
        if random.random() < 0.4:
            _plant(random, truth)
    before = None
    for truth in years:
        _dress(random, truth)
        _claim(random, truth)
        _judge(truth, before)
        before = truth
    return years


def outcomes(form: int) -> list[str]:
    """Rows of table 3 that add up to its 总计."""
    others = GROUPS["other_sum"] if form == 2021 else ["other"]
    return ["granted", "granted_part", *GROUPS["refused"], *GROUPS["lacking"], *GROUPS["declined"], *others]


def rows(form: int) -> list[str]:
    """Rows of table 3 in order, without subtotals."""
    return ["new", "carried_in", *outcomes(form), "done", "carried_out"]


def disclosed(form: int) -> list[tuple[str, list[str], list[str]]]:
    """Table 2: item of article 20, its columns, its rows."""
    if form == 2021:
        return [
            ("一", ["issued", "repealed", "in_force"], ["regulations", "normative"]),
            ("五", ["decisions"], ["licences"]),
            ("六", ["decisions"], ["penalties", "coercion"]),
            ("八", ["charged"], ["fees"]),
        ]
    items = ["previous", "change", "decisions"]
    return [
        ("一", ["made", "published", "in_public"], ["regulations", "normative"]),
        ("五", items, ["licences", "other_services"]),
        ("六", items, ["penalties", "coercion"]),
        ("八", items[:2], ["fees"]),
        ("九", ["projects", "amount"], ["procurement"]),
    ]


def _year(random: Random, year: int, before: Truth | None) -> Truth:
    truth = Truth(year, 2021 if year > 2020 else 2019)
    cells = truth.numbers
    big = random.choice((3, 12, 60, 900))
    for column in PARTS:
        for row in outcomes(truth.form):
            cells[f"3.{row}.{column}"] = random.choice((0, 0, 0, 1, random.randrange(big)))
        came = int(before.numbers[f"3.carried_out.{column}"]) if before else random.choice((0, 0, 2))
        left = random.choice((0, 0, 1, 4))
        cells[f"3.carried_in.{column}"], cells[f"3.carried_out.{column}"] = came, left
        cells[f"3.granted.{column}"] += max(0, came - left - _sum(truth, column))
        cells[f"3.done.{column}"] = _sum(truth, column)
        cells[f"3.new.{column}"] = cells[f"3.done.{column}"] + left - came
    for row in rows(truth.form):
        cells[f"3.{row}.total"] = sum(cells[f"3.{row}.{column}"] for column in PARTS)
    for block in BLOCKS:
        for result in RESULTS[:4]:
            cells[f"4.{block}.{result}"] = random.choice((0, 0, 1, 3, random.randrange(20)))
        cells[f"4.{block}.total"] = sum(cells[f"4.{block}.{result}"] for result in RESULTS[:4])
    same = before is not None and before.form == truth.form
    for _, columns, items in disclosed(truth.form):
        for item in items:
            for column in columns:
                cells[f"2.{item}.{column}"] = random.choice(
                    (0, random.randrange(40), random.randrange(90000))
                )
            if column in ("charged", "amount"):
                cells[f"2.{item}.{column}"] = round(random.random() * 10000, 2)
            old = before.numbers if before and same else {}
            if "in_force" in columns:
                cells[f"2.{item}.repealed"] = random.choice((0, 1))
                start = int(old.get(f"2.{item}.in_force", 5))
                cells[f"2.{item}.in_force"] = start + cells[f"2.{item}.issued"] - cells[f"2.{item}.repealed"]
            if "change" in columns:
                cells[f"2.{item}.change"] = random.randrange(-4, 9)
                start = int(old.get(f"2.{item}.previous", random.randrange(20, 300)))
                cells[f"2.{item}.previous"] = start + int(old.get(f"2.{item}.change", 0))
    wanted = {name for name in ("rows", "column") if random.random() < 0.15}
    truth.subtotals = frozenset(wanted)
    for group, parts in GROUPS.items():
        if "rows" in wanted and (truth.form == 2021 or group != "other_sum"):
            for column in COLUMNS:
                cells[f"3.{group}.{column}"] = sum(cells[f"3.{part}.{column}"] for part in parts)
    if "column" in wanted:
        for row in table_rows(truth):
            cells[f"3.{row}.organisations"] = sum(cells[f"3.{row}.{column}"] for column in PARTS[1:])
    return truth


def table_rows(truth: Truth) -> list[str]:
    """Rows of table 3 as laid out, subtotals after their group."""
    found = rows(truth.form)
    for group, parts in GROUPS.items():
        if f"3.{group}.total" in truth.numbers:
            found.insert(found.index(parts[-1]) + 1, group)
    return found


def _sum(truth: Truth, column: str) -> int:
    return sum(int(truth.numbers[f"3.{row}.{column}"]) for row in outcomes(truth.form))


def _plant(random: Random, truth: Truth) -> None:
    """Change one to three counts, as a slip of the pen does."""
    counts = [key for key in truth.numbers if key[0] in "34" or key.endswith((".in_force", ".previous"))]
    for key in random.sample(counts, random.choice((1, 1, 2, 3))):
        truth.numbers[key] += random.choice((1, 1, 2, 9, 10))


def _dress(random: Random, truth: Truth) -> None:
    """How zeros and numbers are written in this report."""
    zero = random.choice(("0", "0", "0", "0", "", "/", "—", "-", "mixed"))
    digits = random.choice(("plain", "plain", "plain", "commas", "wide", "unit", "spaced"))
    for key, number in truth.numbers.items():
        if number == 0:
            style = random.choice(("0", "0", "0", "", "/")) if zero == "mixed" else zero
            truth.texts[key] = style
            continue
        text = f"{number:,}" if digits == "commas" else str(number)
        if digits == "wide":
            text = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)
        if digits == "unit" and isinstance(number, int) and key[0] in "34":
            text += "件"
        truth.texts[key] = f"\u3000{text} " if digits == "spaced" else text


def _claim(random: Random, truth: Truth) -> None:
    for matter, keys in _CLAIMED.items():
        number = int(sum(truth.numbers[key] for key in keys))
        if random.random() < 0.5:
            wrong = random.random() < 0.06
            truth.claims.append((matter, number + random.choice((1, 2, 10)) if wrong else number))


def _judge(truth: Truth, before: Truth | None) -> None:
    """List what is wrong. An equation fails unless some counts in its vacant cells can save it."""
    numbers, form = truth.numbers, truth.form

    def test(rule: str, first: Key, left: list[Key], right: list[Key], said: int | None = None) -> None:
        gap = sum(_value(truth, key) for key in left) - sum(_value(truth, key) for key in right) - (said or 0)
        lighter = right if gap > 0 else left
        if gap and not any(truth.vacant(key) for key in lighter):
            truth.faults.add((rule, first, said))

    for column in COLUMNS:
        new, came, done, left = (f"3.{row}.{column}" for row in ("new", "carried_in", "done", "carried_out"))
        test("balance", new, [new, came], [done, left])
        test("outcomes", done, [f"3.{row}.{column}" for row in outcomes(form)], [done])
    for row in table_rows(truth):
        test("applicants", f"3.{row}.total", [f"3.{row}.{column}" for column in PARTS], [f"3.{row}.total"])
        if "column" in truth.subtotals:
            key = f"3.{row}.organisations"
            test("subtotals", key, [f"3.{row}.{column}" for column in PARTS[1:]], [key])
    for group, parts in GROUPS.items():
        for column in [*COLUMNS, "organisations"]:
            if (key := f"3.{group}.{column}") in numbers:
                test("subtotals", key, [f"3.{part}.{column}" for part in parts], [key])
    for block in BLOCKS:
        key = f"4.{block}.total"
        test("disputes", key, [f"4.{block}.{result}" for result in RESULTS[:4]], [key])
    for matter, number in truth.claims:
        keys = _CLAIMED[matter]
        test("text", keys[0], list(keys), [], number)
    if before:
        _judge_years(truth, before)


def _judge_years(truth: Truth, before: Truth) -> None:
    def test(rule: str, first: Key, left: list[tuple[Truth, Key]], right: list[tuple[Truth, Key]]) -> None:
        gap = sum(_value(*cell) for cell in left) - sum(_value(*cell) for cell in right)
        signed = any(key.endswith(".change") and of.vacant(key) for of, key in left + right)
        if gap and not signed and not any(of.vacant(key) for of, key in (right if gap > 0 else left)):
            truth.faults.add((rule, first, None))

    came = "3.carried_in.total"
    test("carried_over", came, [(before, "3.carried_out.total")], [(truth, came)])
    if truth.form != before.form:
        return
    for item in ("regulations", "normative"):
        if truth.form == 2021:
            valid, issued, repealed = (f"2.{item}.{column}" for column in ("in_force", "issued", "repealed"))
            left = [(before, valid), (truth, issued)]
            test("in_force", valid, left, [(truth, valid), (truth, repealed)])
    for item in ("licences", "other_services", "penalties", "coercion", "fees"):
        if truth.form == 2019:
            previous, change = f"2.{item}.previous", f"2.{item}.change"
            test("previous_items", previous, [(before, previous), (before, change)], [(truth, previous)])


def _value(truth: Truth, key: Key) -> int | float:
    return 0 if truth.vacant(key) else truth.numbers[key]
