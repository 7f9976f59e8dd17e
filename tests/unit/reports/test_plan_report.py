"""The plan as a document and as sheets: at a glance, the chain both ways, and what the figures say."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from lmtools.domain.chain import Link, LinkKind
from lmtools.domain.following import ActionReview, GoalReview, GoalVerdict, Outcome
from lmtools.domain.history import Change, Hand, PlanVersion, changes_between
from lmtools.domain.plan import Plan
from lmtools.domain.record import PlanRecord
from lmtools.errors import UsageError
from lmtools.reports import as_docx, as_html, as_xlsx, figures_of, plan_report, plan_sheets, read_plan_sheets
from lmtools.reports.description import Bullets
from lmtools.reports.plan_figures import survey_before
from lmtools.settings import Settings
from lmtools.survey import open_released
from lmtools.text import Text
from tests.figures import put_samples

NB = Text("nb")
POINT = "Reglene er like på papiret, ikke i timene"


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    put_samples(settings.data_dir)
    return open_released(settings)


@pytest.fixture
def record(day, goals):
    goal, actions = goals[0].goal, goals[0].actions
    began = date(2026, 9, 16)
    return PlanRecord(
        mark="m1",
        title="Ståsted",
        school_key="999901004",
        school_name="Solbakken ungdomsskole",
        language="nb",
        began=began,
        plan=Plan("s1", participation="Elevrådet i januar", evaluate_on=date(2027, 3, 17)),
        goals=(goal,),
        actions=(replace(actions[0], balancing_sign="Mer mas i friminuttene"), actions[1]),
        goal_reviews=(GoalReview("s1", "g1", GoalVerdict.CHANGE, "Begynn før", "Var det reglene?", 1),),
        action_reviews=(ActionReview("s1", "a1", Outcome.PARTLY, "Vi manglet tid", 1),),
        versions=(
            PlanVersion(
                *("s1", 1, date(2027, 1, 23), Hand.LEADER, "Vi fikk teamtid"),
                (Change("action", "a1", "Tre regler", "status", "not_started", "under_way"),),
            ),
        ),
        grade="10",
        chains={"g1": (Link(LinkKind.NOTE, POINT, "Ståsted", began, "p1"),)},
    )


def text_of(record, today=date(2027, 2, 1), **options):
    return as_html(plan_report(record, NB, today=today, **options))


def test_the_document_says_how_the_plan_stands(record):
    said = text_of(record)
    assert "Tiltak i planen: 2. Av dem: 1 er forsinket, 1 er ikke startet." in said
    assert "17. mars 2027: vi evaluerer planen".replace(" ", "\u00a0", 1) in said
    assert "halvveissjekk" in said
    assert "Forsinket" not in text_of(record, today=date(2026, 12, 1))


def test_the_chain_is_walked_both_ways_in_the_document(record):
    tables = plan_report(record, NB, today=record.began).tables
    onwards = next(table for table in tables if table.caption == "Fra funn til mål 1")
    assert onwards.rows[0][:2] == ("Det vi så", POINT)
    backwards = next(table for table in tables if table.caption == "Fra funn til mål")
    assert backwards.rows == ((POINT, "Mål 1"),)


def test_what_pupils_and_parents_said_stands_in_the_document_as_theirs(record):
    voice = Link(LinkKind.VOICE, "Hils på oss", "Elevrådet", date(2026, 9, 30), "p2")
    heard = replace(record, chains={"g1": (*record.chains["g1"], voice)})
    tables = plan_report(heard, NB, today=record.began).tables
    onwards = next(table for table in tables if table.caption == "Fra funn til mål 1")
    told = ("Det elever og foreldre sa", "Hils på oss", f"Elevrådet, {NB.date(voice.day)}")
    assert onwards.rows[1] == told
    backwards = next(table for table in tables if table.caption == "Fra funn til mål")
    assert backwards.rows == ((POINT, "Mål 1"),)  # what the staff found


def test_a_goal_that_was_carried_on_does_not_repeat_its_own_words(record):
    goal, day = record.goals[0], date(2026, 2, 1)
    links = (
        Link(LinkKind.GOAL, goal.text, "Ståsted", day),
        Link(LinkKind.GOAL, "Et annet mål", "Ståsted", day),
    )
    tables = plan_report(replace(record, chains={"g1": links}), NB, today=record.began).tables
    onwards = next(table for table in tables if table.caption == "Fra funn til mål 1")
    assert [row[1] for row in onwards.rows] == ["Et annet mål"]
    alone = plan_report(replace(record, chains={"g1": links[:1]}), NB, today=record.began).tables
    assert not any(table.caption == "Fra funn til mål 1" for table in alone)


def test_what_was_learned_and_what_was_changed_is_in_the_document(record):
    said = text_of(record)
    for words in (
        "Veien videre: Endre",
        "Gjorde vi det riktige? Var det reglene?",
        "Delvis gjort. Vi manglet tid",
    ):
        assert words in said
    assert "Skolens ledelse" in said
    assert "status: fra «Ikke startet» til «I gang»" in said


def test_the_dates_come_in_their_order(record):
    bullets = next(
        one for one in plan_report(record, NB, today=record.began).blocks if isinstance(one, Bullets)
    )
    assert [line.split(": ")[1] for line in bullets.items] == [
        "halvveissjekk",
        record.actions[0].text,
        "vi evaluerer planen",
    ]


def test_the_history_has_a_line_for_each_change_and_dates_and_names_that_people_read(record):
    before = record.plan
    after = replace(before, evaluate_on=date(2027, 4, 1), support_ppt="Veiledning")
    goal = record.goals[0]
    changes = changes_between([before, goal], [after, replace(goal, indicator="EUIndeks_1387")])
    changed = replace(record, versions=(replace(record.versions[0], changes=changes),))
    assert plan_report(changed, NB, today=record.began).tables[-1].rows[0][2] == (
        "Planen, støtte fra PPT: «Veiledning»\n"
        "Planen, dato for å se på planen: fra «17.\u00a0mars 2027» til «1.\u00a0april 2027»\n"
        "Målet «Elevene møter de samme reglene i alle timer»: tallet målet skal flytte er byttet"
    )


def test_an_action_without_signs_is_not_in_the_table_of_signs(record):
    tables = plan_report(record, NB, today=record.began).tables
    signs = next(table for table in tables if table.caption == "Tegn vi ser etter for mål 1")
    assert [row[0] for row in signs.rows] == [record.actions[0].text]


def test_a_row_of_a_sheet_is_as_high_as_its_longest_text(record):
    long = replace(record, goals=(replace(record.goals[0], text="Like regler " * 20),))
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(plan_sheets(long, NB), title="Plan", on=record.began)))
    assert book["Mål"].row_dimensions[2].height >= 7 * 15  # 240 characters in a column of 40


def test_an_empty_plan_is_a_document_too(record):
    empty = replace(
        record,
        goals=(),
        actions=(),
        goal_reviews=(),
        action_reviews=(),
        versions=(),
        plan=Plan("s1"),
        chains={},
    )
    assert "Det er ingen tiltak i planen ennå." in text_of(empty)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(plan_sheets(empty, NB), title="Plan", on=record.began)))
    assert book.sheetnames == ["Plan", "Mål", "Tiltak"]


def test_the_verdict_comes_when_next_years_survey_has_been_read_in(record, released):
    code = released.indicator("Felles regler").code
    goal = replace(record.goals[0], indicator=code)
    asked_2024 = replace(record, goals=(goal,), began=date(2024, 11, 20))
    found = figures_of(asked_2024, released, NB)["g1"]
    assert (found.kind, found.name) == ("clear", "Felles regler")
    assert found.text.endswith("tydelig endring")
    assert found.text in text_of(asked_2024, figures={"g1": found})
    waiting = figures_of(replace(asked_2024, began=date(2025, 11, 20)), released, NB)["g1"]
    assert (waiting.kind, waiting.text) == ("", "Når tallene for høsten 2026 er lest inn, står dommen her.")


def test_a_goal_that_was_carried_on_is_held_against_the_year_it_was_written(record, released):
    goal = replace(record.goals[0], indicator=released.indicator("Felles regler").code)
    first = Link(LinkKind.GOAL, goal.text, "Ståsted", date(2024, 11, 20))
    carried = replace(record, goals=(goal,), began=date(2025, 11, 20), chains={"g1": (first,)})
    assert figures_of(carried, released, NB)["g1"].kind == "clear"


def test_a_figure_that_is_not_released_says_nothing(record, released):
    goal = replace(record.goals[0], indicator="finnes-ikke")
    assert figures_of(replace(record, goals=(goal,)), released, NB) == {}
    known = replace(record, goals=(replace(goal, indicator="Felles regler"),), school_key="000000000")
    assert figures_of(known, released, NB) == {}


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 20), 2025), (date(2026, 11, 24), 2026), (date(2027, 2, 1), 2026)]
)
def test_a_plan_builds_on_the_last_autumns_survey(day, year):
    assert survey_before(day) == year


# --- a municipality's own look ----------------------------------------------------------------------


def template(change):
    """A document that we have written, restyled, with a line of its own in the header."""
    document = docx.Document()
    document.add_paragraph("Dette skal ikke med")
    document.add_table(1, 1)
    change(document)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_a_municipality_restyles_the_document_with_styles_only(record):
    def restyle(document):
        document.styles["Heading 1"].font.name = "Georgia"
        document.sections[0].header.paragraphs[0].text = "Solbakken kommune"

    report = plan_report(record, NB, today=record.began)
    document = docx.Document(io.BytesIO(as_docx(report, template(restyle))))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert document.sections[0].header.paragraphs[0].text == "Solbakken kommune"
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "Planen vår" in texts
    assert "Dette skal ikke med" not in texts
    assert len(document.tables) == len(report.tables)


def test_a_template_saved_by_libreoffice_keeps_its_headings(record):
    def save_as_libreoffice(document):
        document.styles["Heading 1"].font.name = "Georgia"
        document.styles["Heading 1"].element.name_val = "Heading 1"  # Word writes "heading 1"

    report = plan_report(record, NB, today=record.began)
    document = docx.Document(io.BytesIO(as_docx(report, template(save_as_libreoffice))))
    assert document.styles["Heading 1"].font.name == "Georgia"


def test_our_own_document_is_a_template_for_the_next(record):
    report = plan_report(record, NB, today=record.began)
    once = as_docx(report)
    again = docx.Document(io.BytesIO(as_docx(report, once)))
    first = docx.Document(io.BytesIO(once))
    assert [p.text for p in again.paragraphs] == [p.text for p in first.paragraphs]
    assert [p.style.name for p in again.paragraphs] == [p.style.name for p in first.paragraphs]
    assert len(again.sections[0].footer.paragraphs) == len(first.sections[0].footer.paragraphs)


def test_the_footer_has_the_title_of_the_document_and_not_of_its_template(record):
    report = plan_report(record, NB, today=record.began)
    once = as_docx(report)

    def footer(other):
        written = docx.Document(io.BytesIO(as_docx(other, once)))
        return [paragraph.text for paragraph in written.sections[0].footer.paragraphs]

    assert footer(replace(report, title="Referat")) == ["Referat · Side "]
    assert footer(replace(report, title="Ark", is_sheet=True)) == [""]


def test_a_template_that_is_no_document_is_refused_in_a_sentence(record):
    with pytest.raises(UsageError, match="ikke et Word-dokument"):
        as_docx(plan_report(record, NB, today=record.began), b"tull")


def test_a_template_without_its_parts_is_refused_in_a_sentence(record):
    def spoil(document):
        document.styles.element.remove(document.styles.element.find(qn("w:docDefaults")))

    with pytest.raises(UsageError, match="Malen kan ikke brukes"):
        as_docx(plan_report(record, NB, today=record.began), template(spoil))


# --- filled in by hand ------------------------------------------------------------------------------


def edited(record, change):
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(plan_sheets(record, NB), title="Plan", on=record.began)))
    change(book)
    written = io.BytesIO()
    book.save(written)
    return read_plan_sheets(written.getvalue())


def test_what_is_filled_in_by_hand_is_read(record):
    def fill(book):
        page = book["Tiltak"]
        head = [cell.value for cell in page[1]]
        page.cell(2, head.index("Status") + 1).value = "gjort"
        page.append([1, "Et nytt tiltak", "Rektor"])

    now = edited(record, fill)
    assert [str(action.status) for action in now.actions] == ["done", "not_started", "not_started"]
    assert (now.actions[2].text, now.actions[2].goal) == ("Et nytt tiltak", "g1")
    assert now.actions[2].id not in ("", "a1", "a2")


def test_columns_can_be_moved_and_others_added(record):
    def move(book):
        book["Mål"].insert_cols(1)
        book["Mål"].cell(1, 1).value = "Vår egen kolonne"

    assert edited(record, move).goals[0].text == record.goals[0].text


def test_a_word_that_is_none_of_the_choices_is_refused(record):
    def spoil(book):
        head = [cell.value for cell in book["Tiltak"][1]]
        book["Tiltak"].cell(2, head.index("Status") + 1).value = "nesten"

    with pytest.raises(UsageError, match="ikke en hel plan"):
        edited(record, spoil)


def test_a_small_file_that_would_fill_the_memory_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", bytes(10_000_000))
    with pytest.raises(UsageError, match="ikke et regneark med en plan"):
        read_plan_sheets(packed.getvalue())
