"""What a commitment says is to be done, and to what. What it does not say stays empty."""

from __future__ import annotations

import re
from functools import cache

from indexer.commitments.quantity import TIME
from indexer.commitments.vocabulary import compile_pattern, list_topics

_CLAUSE = re.compile(r"(?:“[^“”]*”|《[^《》]*》|\([^()]*\)|[^,;。:!?])+")
_BODY = re.compile(
    r"(?:我[局镇区市县省委办州旗]|本机关|(?:市|区|县|省|镇|乡)?(?:人民)?政府(?:办公室|办)?|各(?:单位|部门)|[^,;。将把对在]{2,10}(?:区|市|县|局)(?=将))"
)
_FRONT = re.compile(r"(?P<sign>把|将|对|在|向|为|围绕|按照?|依托|针对|与|从|以|用|凡|根据|通过|结合|于)")
_LAST = re.compile(r"(?:按[月季期年]|逐[季月]|每[季月年]度?|同步|全面|如期|统一|重新|依法|由.{0,8})$")


@cache
def _verb() -> re.Pattern[str]:
    return compile_pattern("verb")


@cache
def _hedge() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{compile_pattern('hedge').pattern}|,|\s|\d{{4}}年|年内|同时|此外|每[年月周季]度?|首批)+"
    )


def find_action(folded: str) -> tuple[str, str]:
    """The action and its object, from the first clause that has an action; ("", "") where none has."""
    for clause in _CLAUSE.finditer(folded):
        words = _bare(clause[0])
        if (found := _verb().match(words)) and not words.startswith("性", found.end()):
            return found[0], _object(words[found.end() :])
        front = _FRONT.match(words)
        if front and (found := _acting(words, front.end())):
            taken = words[front.end() : found.start()] if front["sign"] in ("把", "将") else ""
            return found[0], _object(_hedged(taken) if taken else words[found.end() :])
        # 指标按月公开: the object comes first, and the clause ends with the action.
        for found in _verb().finditer(words):
            if found.end() == len(words) and found.start() > 2:
                thing = words[: found.start()]
                return found[0], _object(_LAST.sub("", TIME.sub("", thing)))
    return "", ""


def _acting(words: str, start: int) -> re.Match[str] | None:
    """The first verb that is no part of a noun (公开栏, 改造项目)."""
    return next(
        (f for f in _verb().finditer(words, start) if not compile_pattern("noun").match(words, f.end())), None
    )


def find_subject(folded: str) -> tuple[int, ...]:
    """Numbers of the topics (see `vocabulary.list_topics`) that a commitment touches, the strongest first."""
    counts = [
        (len(compile_pattern("topic", name).findall(folded)), number)
        for number, name in enumerate(list_topics())
    ]
    return tuple(number for count, number in sorted(counts, key=lambda c: (-c[0], c[1])) if count)[:3]


def _bare(clause: str) -> str:
    words = clause.strip()
    while True:
        shorter = words
        for words_before in (_hedge(), TIME, _BODY):
            if (found := words_before.match(shorter)) and found[0]:
                # 力争 may be followed by 将, 将 by the thing itself: 将监测数据改为…
                if (
                    found[0].endswith("将")
                    and not _verb().match(shorter, found.end())
                    and _thing(shorter, found.end())
                ):
                    return shorter[found.end() - 1 :]
                shorter = shorter[found.end() :]
        if shorter == words:
            return words
        words = shorter


def _thing(words: str, at: int) -> bool:
    """Whether after 将 a thing follows to which a later verb does something."""
    return (
        _FRONT.match(words, at) is None
        and _hedge().match(words, at) is None
        and TIME.match(words, at) is None
        and _verb().search(words, at) is not None
    )


def _hedged(words: str) -> str:
    return re.sub(r"(?:统一|全部|逐[步个项件]|同步|及时|都)+$", "", words)


def _object(words: str) -> str:
    return words.strip(" 、和及的了")[:60]
