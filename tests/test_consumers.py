"""Each export is opened by the program that it is for. Without the program a test is skipped and says so.

CI sets PLANPARSE_ALL_CONSUMERS=1: there nothing may be skipped.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from plans import HOSTILE

from planparse.export import export
from planparse.export.codebook import tables
from planparse.export.delimited import inert
from planparse.plan import Plan, from_json

pytestmark = pytest.mark.filterwarnings("ignore")  # other people's libraries warn as they like
SCHEMAS = Path(__file__).parent / "data" / "schemas"
ALL = os.environ.get("PLANPARSE_ALL_CONSUMERS") == "1"
OND = "ond åäö"


def consumer(module: str) -> Any:
    """The library; the test is skipped without it, except in CI."""
    return import_module(module) if ALL else pytest.importorskip(module, reason=f"{module} is not installed")


def program(name: str) -> str:
    """The program's path; the test is skipped without it, except in CI."""
    found = shutil.which(name) or shutil.which(name, path=str(Path(sys.executable).parent))
    if found is None and not ALL:
        pytest.skip(f"{name} is not installed")
    assert found, f"{name} is not installed"
    return found


def parsed(plans: Path) -> dict[str, Plan]:
    return {
        p.relative_to(plans).as_posix()[:-5]: from_json(p.read_text("utf-8")) for p in sorted(plans.rglob("*.json"))
    }


def item_count(plans: Path) -> int:
    return sum(len(s.items) for plan in parsed(plans).values() for part in plan.parts for s in part.sections)


def test_pandas_reads_csv_and_parquet_alike(plans: Path, tmp_path: Path) -> None:
    pd = consumer("pandas")
    consumer("pyarrow")
    export(plans, "csv", tmp_path / "csv")
    export(plans, "parquet", tmp_path / "parquet")
    for table in tables():
        a = pd.read_csv(tmp_path / "csv" / f"{table.name}.csv", dtype=str, keep_default_na=False)
        b = pd.read_parquet(tmp_path / "parquet" / f"{table.name}.parquet")
        assert list(a.columns) == list(b.columns) == [c.name for c in table.columns]
        assert len(a) == len(b)
        for column in table.columns:
            if column.type == "string":
                assert list(a[column.name]) == [inert(x) if isinstance(x, str) else "" for x in b[column.name]]
            elif column.type in ("number", "integer"):
                assert [float(x) for x in a[column.name] if x] == [float(x) for x in b[column.name].dropna()]
            else:
                assert [x for x in a[column.name] if x] == [str(x) for x in b[column.name].dropna()]
    items = pd.read_parquet(tmp_path / "parquet" / "items.parquet")
    targets = pd.read_parquet(tmp_path / "parquet" / "targets.parquet")
    assert len(targets.merge(items, on="item_id", validate="many_to_one")) == len(targets)


def test_pyarrow_finds_types_units_and_keys(plans: Path, tmp_path: Path) -> None:
    pq = consumer("pyarrow.parquet")
    export(plans, "parquet", tmp_path / "parquet")
    items = pq.read_table(tmp_path / "parquet" / "items.parquet")
    assert items.num_rows == item_count(plans)
    assert str(items.schema.field("x0").type) == "double"
    assert items.schema.field("x0").metadata[b"unit"].startswith(b"PDF points")
    assert not items.schema.field("item_id").nullable
    assert items.schema.metadata[b"key"] == b"item_id"
    assert str(pq.read_schema(tmp_path / "parquet" / "times.parquet").field("start_date").type) == "date32[day]"


def test_duckdb_asks_parquet_csv_and_sqlite_the_same(plans: Path, tmp_path: Path) -> None:
    duckdb = consumer("duckdb")
    consumer("pyarrow")
    export(plans, "parquet", tmp_path / "parquet")
    export(plans, "csv", tmp_path / "csv")
    query = (
        "SELECT i.kind, count(*) n, sum(t.value) "
        "FROM {items} i LEFT JOIN {targets} t USING (item_id) GROUP BY 1 ORDER BY 1"
    )
    answers = []
    for form in ("parquet", "csv"):
        files = {name: f"'{tmp_path / form / name}.{form}'" for name in ("items", "targets")}
        answers.append(duckdb.sql(query.format(**files)).fetchall())
    assert answers[0] == answers[1]
    assert sum(row[1] for row in answers[0]) >= item_count(plans)


# ---- LibreOffice


def convert(source: Path, to: str, out: Path, reading: str | None = None) -> Path:
    """Opens a file in LibreOffice without a window and saves it in another format."""
    office = program("soffice")
    out.mkdir(exist_ok=True)
    how = [f"--infilter={reading}"] if reading else []
    home = f"-env:UserInstallation=file://{out}/home"
    command = [office, home, "--headless", "--norestore", *how, "--convert-to", to, "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    found = out / (source.stem + "." + to.split(":")[0])
    assert found.exists(), done.stdout + done.stderr
    return found


UTF8_CSV = "Text - txt - csv (StarCalc):44,34,76,1"
UTF8_CSV_OUT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false"


def cells(path: Path, sheet: str | None = None) -> list[list[Any]]:
    openpyxl = consumer("openpyxl")
    book = openpyxl.load_workbook(path)
    found = book[sheet] if sheet else book.worksheets[0]
    for row in found.iter_rows():
        for cell in row:
            assert cell.data_type != "f", f"a formula in {cell.coordinate}: {cell.value}"
    return [[cell.value for cell in row] for row in found.iter_rows()]


def test_libreoffice_opens_csv_and_saves_the_same_text(plans: Path, tmp_path: Path) -> None:
    export(plans, "csv", tmp_path / "csv")
    source = tmp_path / "csv" / "items.csv"
    book = convert(source, "xlsx", tmp_path / "office", UTF8_CSV)
    with source.open(encoding="utf-8-sig", newline="") as file:
        ours = list(csv.reader(file))
    theirs = cells(book)
    at = ours[0].index("text")
    # LibreOffice drops what no cell can hold (control characters); all else is as we wrote it
    clean = [row[at].replace("\u0001", "") for row in ours]
    assert [str(row[at]).replace("\u0001", "").replace("_x0001_", "") for row in theirs] == clean
    assert [row[0] for row in theirs] == [row[0] for row in ours]
    again = convert(book, UTF8_CSV_OUT, tmp_path / "again")
    with again.open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.reader(file))
    assert [row[0] for row in saved] == [row[0] for row in ours]
    assert [row[at].replace("\u0001", "") for row in saved] == clean


def test_libreoffice_opens_xlsx_and_saves_the_same_text(plans: Path, tmp_path: Path) -> None:
    consumer("xlsxwriter")
    export(plans, "xlsx", tmp_path / "plans.xlsx")
    ours = cells(tmp_path / "plans.xlsx", "items")
    texts = {row[ours[0].index("text")] for row in ours}
    for words in HOSTILE:
        assert words in {str(t).replace("_x0001_", "\u0001") for t in texts}
    saved = convert(tmp_path / "plans.xlsx", "xlsx", tmp_path / "office")
    for table in tables():
        before, after = cells(tmp_path / "plans.xlsx", table.name), cells(saved, table.name)
        assert len(before) == len(after)
        for a, b in zip(before, after, strict=True):
            assert [_plain(x) for x in a] == [_plain(x) for x in b]
    assert [row[0] for row in cells(saved, "kodbok")] == [row[0] for row in cells(tmp_path / "plans.xlsx", "kodbok")]


def _plain(value: Any) -> Any:
    return value.replace("\u0001", "").replace("_x0001_", "") if isinstance(value, str) else value


# ---- data package, Datasette


def test_frictionless_finds_the_package_valid(plans: Path, tmp_path: Path) -> None:
    frictionless = consumer("frictionless")
    export(plans, "datapackage", tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    assert report.stats["tasks"] == len(tables())
    for language in ("sv", "en"):
        assert "item_key" in (tmp_path / "package" / f"codebook.{language}.md").read_text("utf-8")
    path = tmp_path / "package" / "items.csv"
    path.write_text(path.read_text("utf-8").replace("activity", "aktivitet", 1), "utf-8")
    assert not frictionless.validate(str(tmp_path / "package" / "datapackage.json")).valid


def test_datasette_answers_a_query(plans: Path, tmp_path: Path) -> None:
    consumer("datasette")
    export(plans, "sqlite", tmp_path / "plans.db")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable,
        "-m",
        "datasette",
        str(tmp_path / "plans.db"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        found = _ask(f"http://127.0.0.1:{port}/plans/items.json?_shape=array&_search=%C3%A5tg%C3%A4rd&kind=activity")
        assert "Åtgärd för åäö" in {row["text"] for row in found}
        (table,) = (t for t in _ask(f"http://127.0.0.1:{port}/plans.json")["tables"] if t["name"] == "targets")
        assert {key["other_table"] for key in table["foreign_keys"]["outgoing"]} == {"documents", "items"}
    finally:
        server.terminate()
        server.wait(10)


def _ask(url: str) -> Any:
    for _ in range(60):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return json.load(answer)
        except (OSError, TimeoutError) as error:
            if hasattr(error, "code"):
                raise
            time.sleep(0.5)
    raise AssertionError(f"no answer from {url}")


# ---- XML


def test_tei_is_valid_against_tei_all(plans: Path, tmp_path: Path) -> None:
    etree = consumer("lxml.etree")
    export(plans, "tei", tmp_path / "tei")
    schema = etree.RelaxNG(etree.parse(str(SCHEMAS / "tei_all.rng")))
    for name, plan in parsed(plans).items():
        tree = etree.parse(str(tmp_path / "tei" / f"{name}.xml"))
        schema.assertValid(tree)
        space = {"t": "http://www.tei-c.org/ns/1.0"}
        items = tree.xpath("//t:body//t:p[@xml:id] | //t:body//t:item[@xml:id]", namespaces=space)
        texts = [i.text.replace("\u0001", "") for part in plan.parts for s in part.sections for i in s.items]
        assert [item.text for item in items] == texts
        ids = set(tree.xpath("//@xml:id"))
        pointers = [
            *tree.xpath("//@target"),
            *tree.xpath("//@active"),
            *tree.xpath("//@passive"),
            *tree.xpath("//@ana"),
        ]
        assert {p[1:] for p in pointers} <= ids


def test_qdpx_is_valid_and_its_selections_are_the_items(plans: Path, tmp_path: Path) -> None:
    etree = consumer("lxml.etree")
    export(plans, "qdpx", tmp_path / "plans.qdpx")
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "refi-qda-project.xsd")))
    found = parsed(plans)
    with zipfile.ZipFile(tmp_path / "plans.qdpx") as archive:
        assert archive.testzip() is None
        tree = etree.parse(archive.open("project.qde"))
        schema.assertValid(tree)
        q = {"q": "urn:QDA-XML:project:1.0"}
        codes = {c.get("guid"): c.get("name") for c in tree.iterfind(".//q:Code", q)}
        guids = tree.xpath("//@guid")
        assert len(set(guids)) == len(guids)
        for source in tree.iterfind(".//q:TextSource", q):
            plan = found[source.get("name")]
            text = archive.read("Sources/" + source.get("plainTextPath").removeprefix("internal://")).decode("utf-8")
            assert text == plan.text
            selected = [
                (
                    codes[s.find(".//q:CodeRef", q).get("targetGUID")],
                    text[int(s.get("startPosition")) : int(s.get("endPosition"))],
                )
                for s in source.iterfind("q:PlainTextSelection", q)
            ]
            assert selected == [(s.kind, i.text) for part in plan.parts for s in part.sections for i in s.items]


# ---- spaCy, UIMA, Label Studio


def test_spacy_reads_the_docbin(plans: Path, tmp_path: Path) -> None:
    spacy = consumer("spacy")
    export(plans, "docbin", tmp_path / "docs")
    nlp = spacy.blank("sv")
    docs = [
        doc
        for path in sorted((tmp_path / "docs").glob("*.spacy"))
        for doc in spacy.tokens.DocBin().from_disk(path).get_docs(nlp.vocab)
    ]
    found = parsed(plans)
    assert {doc.user_data["planparse"]["doc_id"] for doc in docs} == set(found)
    for doc in docs:
        plan = found[doc.user_data["planparse"]["doc_id"]]
        assert doc.text == plan.text
        spans = [(span.label_, span.id_) for span in doc.spans["planparse_roles"]]
        assert spans == [(s.kind, i.id) for part in plan.parts for s in part.sections for i in s.items]
    corpus = spacy.training.Corpus(tmp_path / "docs")
    assert len(list(corpus(nlp))) == len(docs)


def test_spacy_finds_the_component_through_its_entry_point() -> None:
    spacy = consumer("spacy")
    assert "planparse_roles" in {e.name for e in entry_points(group="spacy_factories")}
    code = (
        "import spacy; nlp = spacy.blank('sv'); nlp.add_pipe('planparse_roles')\n"
        "doc = nlp('Handlingsplan 2024\\n\\nMål\\nTryggheten ska öka.\\n\\nAktiviteter\\n"
        "Polisen ska besöka alla skolor under hösten.\\n')\n"
        "for span in doc.spans['planparse_roles']: print(span.label_, '|', span.text)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "goal | Tryggheten ska öka." in done.stdout
    assert "activity | Polisen ska besöka alla skolor under hösten." in done.stdout
    nlp = spacy.blank("sv")
    nlp.add_pipe("planparse_roles", config={"spans_key": "sc"})
    assert [len(doc.spans["sc"]) for doc in nlp.pipe(["", "  "])] == [0, 0]


def test_cassis_reads_the_cas_back(plans: Path, tmp_path: Path) -> None:
    cassis = consumer("cassis")
    export(plans, "inception", tmp_path / "cas")
    with (tmp_path / "cas" / "TypeSystem.xml").open("rb") as file:
        system = cassis.load_typesystem(file)
    for name, plan in parsed(plans).items():
        with (tmp_path / "cas" / f"{name}.xmi").open("rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=system)
        roles = cas.select("webanno.custom.PlanRole")
        expected = [
            (s.kind, i.text.replace("\u0001", " ")) for part in plan.parts for s in part.sections for i in s.items
        ]
        assert [(role.kind, role.get_covered_text()) for role in roles] == expected
        (told,) = cas.select("de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData")
        assert (told.documentId, told.documentUri) == (name, f"sha256:{plan.source.sha256}")
    layer = json.loads((tmp_path / "cas" / "layer.json").read_text("utf-8"))
    assert layer["name"] == "webanno.custom.PlanRole"


def test_label_studios_converter_reads_the_tasks(plans: Path, tmp_path: Path) -> None:
    converter = consumer("label_studio_sdk.converter").Converter
    export(plans, "labelstudio", tmp_path / "ls")
    tasks = json.loads((tmp_path / "ls" / "tasks.json").read_text("utf-8"))
    for number, task in enumerate(tasks, 1):  # what Label Studio does when a person takes the predictions over
        annotation = {"id": number, "completed_by": {"email": "a@b.se"}, **task["predictions"][0]}
        task |= {"id": number, "annotations": [annotation]}
    (tmp_path / "done.json").write_text(json.dumps(tasks), "utf-8")
    config = str(tmp_path / "ls" / "label_config.xml")
    converter(config, project_dir=None).convert_to_json_min(str(tmp_path / "done.json"), str(tmp_path / "min"), False)
    found = {task["doc_id"]: task for task in json.loads((tmp_path / "min" / "result.json").read_text("utf-8"))}
    for name, plan in parsed(plans).items():
        labels = [(value["labels"][0], value["text"]) for value in found[name]["kind"]]
        assert labels == [(s.kind, i.text) for part in plan.parts for s in part.sections for i in s.items]
    converter(config, project_dir=None).convert_to_conll2003(
        str(tmp_path / "done.json"), str(tmp_path / "conll"), False
    )
    assert "B-activity" in (tmp_path / "conll" / "result.conll").read_text("utf-8")
