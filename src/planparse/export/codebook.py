"""data/codebook.toml → what the tables hold: every variable with type, unit, levels and rule, in two languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Type = Literal["string", "integer", "number", "date", "boolean"]


@dataclass(frozen=True, slots=True)
class Level:
    """A word that a variable can take, with what it means; `colour` (#rrggbb) only for kinds of section."""

    word: str
    sv: str
    en: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A variable of a table. `ref` names the table whose key it holds."""

    name: str
    type: Type
    sv: str
    en: str
    rule_sv: str
    rule_en: str
    type_sv: str
    required: bool = False
    unit: str = ""
    unit_sv: str = ""
    ref: str = ""
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row for each `sv`/`en`, identified by the column `key`."""

    name: str
    key: str
    sv: str
    en: str
    columns: tuple[Column, ...] = field(default=())


@cache
def tables() -> tuple[Table, ...]:
    """The tables, each after those that it points into."""
    content = tomllib.loads(files("planparse").joinpath("data", "codebook.toml").read_text("utf-8"))
    levels = {
        name: tuple(Level(word, **told) for word, told in found.items()) for name, found in content["levels"].items()
    }

    def column(told: dict[str, Any]) -> Column:
        swedish = {
            "type_sv": content["types"][told["type"]],
            "unit_sv": content["units"][told["unit"]] if "unit" in told else "",
        }
        return Column(**{**told, **swedish, "levels": levels[told["levels"]] if "levels" in told else ()})

    return tuple(
        Table(**{**table, "columns": tuple(column(told) for told in table["columns"])}) for table in content["table"]
    )


def kinds() -> tuple[Level, ...]:
    """The kinds of section, with colours."""
    (found,) = (c.levels for t in tables() if t.name == "sections" for c in t.columns if c.name == "kind")
    return found


HEADER = ("table", "variable", "level", "type", "unit", "description", "rule", "typ", "enhet", "beskrivning", "regel")
HEADER_SV = ("tabell", "variabel", "nivå", "typ", "enhet", "beskrivning", "regel")


def codebook_rows() -> Iterator[tuple[str, ...]]:
    """The codebook as a table under HEADER: a row a table, a variable and a level, in English and Swedish."""
    for table in tables():
        yield (table.name, "", "", "", "", table.en, "", "", "", table.sv, "")
        for c in table.columns:
            rule_sv, rule_en = c.rule_sv, c.rule_en
            if c.ref:
                rule_sv, rule_en = f"{rule_sv} (främmande nyckel)", f"{rule_en} (foreign key)"
            yield (table.name, c.name, "", c.type, c.unit, c.en, rule_en, c.type_sv, c.unit_sv, c.sv, rule_sv)
            for level in c.levels:
                yield (table.name, c.name, level.word, "", "", level.en, "", "", "", level.sv, "")


def codebook_page(language: Literal["sv", "en"]) -> str:
    """The codebook as a Markdown page in one language."""
    swedish = language == "sv"
    lines = ["# Kodbok" if swedish else "# Codebook", ""]
    lines += [_NOTE_SV if swedish else _NOTE_EN, ""]
    head = "| variabel | typ | enhet | vad | regel |" if swedish else "| variable | type | unit | what | rule |"
    for table in tables():
        lines += [f"## {table.name}", "", table.sv if swedish else table.en, "", head, "|---|---|---|---|---|"]
        for c in table.columns:
            told = (c.type_sv, c.unit_sv, c.sv, c.rule_sv) if swedish else (c.type, c.unit, c.en, c.rule_en)
            name = f"**{c.name}**" if c.name == table.key else c.name
            lines.append("| " + " | ".join(_cell(x) for x in (name, *told)) + " |")
        for c in table.columns:
            if c.levels:
                lines += ["", f"`{table.name}.{c.name}`: " + " · ".join(_level(x, swedish) for x in c.levels)]
        lines.append("")
    return "\n".join(lines)


def _level(level: Level, swedish: bool) -> str:
    return f"**{level.word}** {level.sv if swedish else level.en}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_NOTE_SV = (
    "Tabellerna hänger ihop genom sina nycklar (fet stil är tabellens egen nyckel). Ett tomt fält betyder att "
    "dokumentet inte säger något. I CSV har text som börjar med = + - @ fått en apostrof framför sig, så att inget "
    "kalkylprogram räknar ut den; i Parquet och SQLite står texten som den är."
)
_NOTE_EN = (
    "The tables hang together by their keys (bold is the table's own key). An empty field means that the document "
    "says nothing. In CSV, text that begins with = + - @ has an apostrophe before it, so that no spreadsheet "
    "computes it; in Parquet and SQLite the text stands as it is."
)
