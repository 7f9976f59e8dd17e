"""A report as a Word document: real heading styles, table heads that repeat, language and title set.

How it looks is in its styles alone, so that a municipality can give it their own: any document that we have
written, restyled in Word, serves as a template. Its styles, page and header are kept, and its text is not.
"""

from __future__ import annotations

import io
import re
from datetime import datetime, time
from typing import Required, TypedDict

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.styles import BabelFish
from docx.styles.style import ParagraphStyle
from docx.styles.styles import Styles
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from lmtools.errors import UsageError
from lmtools.reports.description import Block, Bullets, Heading, Paragraph, Report, Table, plain

_FONT = "Calibri"  # on every machine with Word; LibreOffice has one with the same widths
_INK = RGBColor(0x1E, 0x26, 0x24)
_SECOND_INK = RGBColor(0x5A, 0x61, 0x5E)
_ACCENT = RGBColor(0x0F, 0x5B, 0x57)
_LINE = "D5D3CC"
_MARGIN = Cm(2.2)
_TEXT_WIDTH = Cm(21) - 2 * _MARGIN
# Characters in a cell. A row with more may go on over the page, or it would leave half of one empty.
_LONG = 400
_PAGE_NUMBER = re.compile(r" · (Side|Page) \d*$")  # what a footer that we have written ends with
_LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}


def as_docx(report: Report, template: bytes | None = None) -> bytes:
    """Write `report` as docx, on A4, or with the styles and the page of `template`.

    No author is named in the file's properties.

    Raises:
        UsageError: if the template is no Word document, or one that cannot be used.
    """
    if template is None:
        document = docx.Document()
        _set_page(document)
        return _written(document, report, is_own=True)
    try:
        return _written(open_template(template), report, is_own=False)
    except (KeyError, ValueError, AttributeError, IndexError):  # what a template that lacks a part provokes
        raise UsageError(
            "Malen kan ikke brukes. Velg helst et dokument som lmtools har skrevet, og endre stilene i det."
        ) from None


def _written(document: Document, report: Report, *, is_own: bool) -> bytes:
    _set_styles(document, _LANGUAGES.get(report.language, "nb-NO"), is_own=is_own)
    _set_properties(document, report)
    document.add_paragraph(plain(report.kicker), style="Subtitle")
    document.add_paragraph(plain(report.title), style="Title")
    if report.lead:
        document.add_paragraph(plain(report.lead), style="Lead")
    if report.is_sheet and is_own:
        _set_close(document)
    for block in report.blocks:
        _add(document, block)
    if not report.is_sheet and not _has_footer(document):
        _add_page_number(
            document.sections[0].footer.paragraphs[0], plain(f"{report.title} · {report.page_label} ")
        )
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def open_template(template: bytes) -> Document:
    """A document with the template's styles, page, header and footer, and none of its text.

    Raises:
        UsageError: if it is no Word document.
    """
    try:
        document = docx.Document(io.BytesIO(template))
    except Exception:  # python-docx raises whatever the file provokes
        raise UsageError("Malen er ikke et Word-dokument. Velg ei fil som slutter på .docx.") from None
    _name_as_word_does(document)
    for paragraph in document.sections[0].footer.paragraphs:
        if _PAGE_NUMBER.search(paragraph.text):  # ours, with another document's title
            paragraph.clear()
    body = document.element.body
    for element in list(body):
        if element.tag != qn("w:sectPr"):
            body.remove(element)
    return document


def _name_as_word_does(document: Document) -> None:
    """LibreOffice saves "Heading 1" where Word saves "heading 1", which is the one that is looked for."""
    styles = document.styles.element.style_lst
    taken = {style.name_val for style in styles}
    for style in styles:
        name = BabelFish.ui2internal(style.name_val or "")
        if name not in taken:
            style.name_val = name


def _has_footer(document: Document) -> bool:
    return any(paragraph.text.strip() for paragraph in document.sections[0].footer.paragraphs)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(plain(text), level=level)
        case Paragraph(text, quiet):
            document.add_paragraph(plain(text), style="Quiet" if quiet else None)
        case Bullets(items):
            for item in items:
                document.add_paragraph(plain(item), style="List Bullet")
        case Table():
            _add_table(document, block)


def _add_table(document: Document, table: Table) -> None:
    drawn = document.add_table(rows=1, cols=len(table.columns))
    drawn.alignment = WD_TABLE_ALIGNMENT.LEFT
    drawn.autofit = False
    _describe(drawn, table.caption)
    _repeat_head(drawn)
    for cell, name, is_number in zip(drawn.rows[0].cells, table.columns, table.numeric, strict=True):
        _fill(cell, name, style="Table Head", is_number=is_number, line=("12", "1E2624"))
    for row in table.rows:
        added = drawn.add_row()
        if max(len(str(value)) for value in row) < _LONG:
            _keep_together(added._tr)
        for column, (cell, value) in enumerate(zip(added.cells, row, strict=True)):
            style = "Table First" if column == 0 else "Table Text"
            _fill(cell, str(value), style=style, is_number=table.numeric[column], line=("4", _LINE))
    for column, share in zip(drawn.columns, table.widths, strict=True):
        column.width = int(_TEXT_WIDTH * share)  # the grid, which LibreOffice reads
        for cell in column.cells:
            cell.width = column.width  # and each cell, which Word reads
    document.add_paragraph(style="After Table")  # Word joins two tables that touch


def _fill(cell: _Cell, text: str, *, style: str, is_number: bool, line: tuple[str, str]) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(plain(text))
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Cm(0.3)
    borders = OxmlElement("w:tcBorders")
    borders.append(_element("w:bottom", val="single", sz=line[0], space="0", color=line[1]))
    cell._tc.get_or_add_tcPr().append(borders)


def _describe(table: WordTable, caption: str) -> None:
    """Give the table the title that a screen reader says, and tell that its first row is a head."""
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        properties.remove(look)
    margins = OxmlElement("w:tblCellMar")  # no margin to the left: the table begins where the text does
    margins.append(_element("w:left", w="0", type="dxa"))
    margins.append(_element("w:right", w="160", type="dxa"))
    properties.append(margins)
    properties.append(
        _element("w:tblLook", firstRow="1", lastRow="0", firstColumn="1", noHBand="1", noVBand="1")
    )
    properties.append(_element("w:tblCaption", val=plain(caption)))


def _repeat_head(table: WordTable) -> None:
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(_element("w:cantSplit"))
    row.append(_element("w:tblHeader"))


def _keep_together(row: BaseOxmlElement) -> None:
    row.get_or_add_trPr().append(_element("w:cantSplit"))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)


def _set_styles(document: Document, language: str, *, is_own: bool) -> None:
    """Define every style, or in another's template only those that it lacks."""
    styles = document.styles
    if is_own:
        _set_words_own(styles)
    for name in ("Title", "Subtitle", "Heading 1", "Heading 2", "List Bullet"):
        if name not in styles:
            styles.add_style(name, 1).base_style = styles["Normal"]
    for name, look in _OUR_STYLES.items():
        if name not in styles:
            added = styles.add_style(name, 1)
            added.base_style = styles["Normal"]
            _style(added, **look)
    _set_language(document, language)


def _set_words_own(styles: Styles) -> None:
    """The styles that every document of Word's has."""
    _style(styles["Normal"], size=11, after=6)
    _style(styles["Title"], size=28, bold=True, after=6)
    _remove_border(styles["Title"])
    _style(styles["Subtitle"], size=11, color=_SECOND_INK, after=2)
    _style(styles["Heading 1"], size=18, bold=True, before=24, after=6)
    _style(styles["Heading 2"], size=13, bold=True, color=_ACCENT, before=14, after=4)
    _style(styles["List Bullet"], size=11, before=2, after=4)


def _set_close(document: Document) -> None:
    """Less air, so that a page that is full of words is one page."""
    document.sections[0].top_margin = document.sections[0].bottom_margin = Cm(1.5)
    styles = document.styles
    _style(styles["Title"], size=22, bold=True, after=2)
    _style(styles["Heading 1"], size=15, bold=True, before=10, after=2)
    _style(styles["List Bullet"], size=10.5, before=0, after=1)


class _Look(TypedDict, total=False):
    """Sizes and spaces are in points."""

    size: Required[float]
    bold: bool
    color: RGBColor
    before: float
    after: float


_OUR_STYLES: dict[str, _Look] = {
    "Lead": {"size": 13, "after": 6},
    "Quiet": {"size": 9.5, "color": _SECOND_INK, "before": 4, "after": 6},
    "Table Head": {"size": 9.5, "bold": True, "color": _SECOND_INK, "before": 4, "after": 4},
    "Table First": {"size": 10.5, "bold": True, "before": 4, "after": 4},
    "Table Text": {"size": 10.5, "before": 4, "after": 4},
    "After Table": {"size": 2},
}


def _style(
    style: ParagraphStyle,
    *,
    size: float,
    bold: bool = False,
    color: RGBColor = _INK,
    before: float = 0,
    after: float = 0,
) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic, font.color.rgb = _FONT, Pt(size), bold, False, color
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for kind in ("hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{kind}"), _FONT)
    spacing = style.element.get_or_add_rPr().find(qn("w:spacing"))
    if spacing is not None:  # the template spaces its title's letters out
        style.element.rPr.remove(spacing)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _remove_border(style: ParagraphStyle) -> None:
    border = style.element.pPr.find(qn("w:pBdr"))
    if border is not None:
        style.element.pPr.remove(border)


def _set_language(document: Document, language: str) -> None:
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    tag = defaults.find(qn("w:lang"))
    if tag is None:
        tag = OxmlElement("w:lang")
        defaults.append(tag)
    tag.set(qn("w:val"), language)


def _set_properties(document: Document, report: Report) -> None:
    properties = document.core_properties
    properties.title = plain(report.title)
    properties.subject = plain(report.kicker)
    properties.language = _LANGUAGES.get(report.language, "nb-NO")
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.created = properties.modified = datetime.combine(report.on, time())


def _add_page_number(paragraph: WordParagraph, label: str) -> None:
    paragraph.style = "Quiet"
    paragraph.add_run(label)
    run = paragraph.add_run()
    number = OxmlElement("w:instrText")
    number.text = "PAGE"
    for part in (
        _element("w:fldChar", fldCharType="begin"),
        number,
        _element("w:fldChar", fldCharType="end"),
    ):
        run._r.append(part)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
