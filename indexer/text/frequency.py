"""Measures how much of a text is frequent characters, which sets it apart from misread bytes."""

from __future__ import annotations

import re

from indexer.text.fold import fold

_FREQUENT = frozenset(
    "业建全新发展化的和大实进设市工产加力推区一动城国中政生人成民高增务作强等体制改项保持会重开提地资行创农施个合经以年目企能家入快理水公平治上社点长面省基好为村造服深现完济坚心机升度用有在万三级文主革不质"
    "育规元品代程要量管定安出技优府态系支通投亿环标法效学善范科金到性落域续乡事是商场总共园融各路方集划位活源型五稳防医对步境色更我群达打办教放分部构领镇整批本电引向转统立县示特决收十策积营小结口四做精抓费"
    "综居与台流战监运物利计交准率线外争下风健极网同期信二自就护导关游联协道第数旅障山促众任明解消多专取党扩绿培试院时调内突海老险值们式控着委得术题局应际权养贫州户及先格模接南严础确表广速供均了问兴干河次件"
    "清势江房前两污过康果东意断督求车员贸美预西配指略义团林节住处带把气研功形固空条智破聚难困所排比低筹扶才土疗类头来核子减易港之职校百央验责组复食单议链名卫攻审铁北间招双药习神于财获依备列案置补层天湖额贯"
    "里思围六查近益超字盖助扎启届覆正首最变认别显常惠可让降牌评记染切价情努彻千继息亩真军紧需执举措龙移想装传阳奋站零套种至拓振互承后识布约日牢算励景段八福报普挥税族门参并连维使身脱然占感界素起受灾其材志织"
)
"""The 500 most frequent characters of 533 work reports, 2008–2026: 87 % of their 7.8 million characters."""

_OTHER = re.compile(r"[^\u3400-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U0003ffff]+")
_SAMPLE = 4000


def extract_han(text: str) -> str:
    """Chinese characters of a text, private-use ones included (misread bytes often land there)."""
    return _OTHER.sub("", text)


def measure_familiarity(text: str) -> float:
    """Share of frequent characters among the Chinese characters of a text, 0 to 1.

    Traditional characters count as their simplified forms. Chinese prose has 0.4 and more, public
    texts 0.8; bytes read in the wrong encoding have less than 0.1. A text without Chinese has 0.
    """
    found = _sample(extract_han(text))
    return sum(char in _FREQUENT for char in fold(found)) / len(found) if found else 0.0


def _sample(text: str) -> str:
    """At most `_SAMPLE` characters, from the beginning, the middle and the end."""
    if len(text) <= _SAMPLE:
        return text
    part, middle = _SAMPLE // 3, len(text) // 2
    return text[:part] + text[middle : middle + part] + text[-part:]
