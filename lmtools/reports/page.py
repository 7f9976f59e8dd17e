"""A report as one HTML page that needs nothing beside it, for reading, printing and archiving."""

from __future__ import annotations

from html import escape

from lmtools.reports.description import Block, Bullets, Heading, Paragraph, Report, Table

_NUMBER = ' class="number"'
# The file is opened from a folder, where no server says what it may do. It needs nothing but its style.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color:#1e2624;background:#fff;font:16px/1.5 "Inter Variable",Inter,system-ui,sans-serif}
body{max-width:52rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:2rem;line-height:1.2;margin:.25rem 0 .5rem}h2{font-size:1.375rem;margin:2.5rem 0 .75rem}
h3{font-size:1.0625rem;margin:1.5rem 0 .5rem}p{max-width:38rem;margin:.5rem 0}.quiet,.kicker{color:#5a615e}
.lead{font-size:1.125rem}.table{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
th,td{text-align:left;vertical-align:top;padding:.5rem .75rem .5rem 0;border-bottom:1px solid #d5d3cc;
overflow-wrap:break-word;white-space:pre-line}
thead th{border-bottom:2px solid #1e2624}
th.number,td.number{text-align:right;padding-right:1.5rem;font-variant-numeric:tabular-nums}
@page{size:A4;margin:20mm}@page sheet{size:A4;margin:15mm}
@media print{body{padding:0;max-width:none}tr,h2,h3{break-inside:avoid}
h2,h3{break-after:avoid}thead{display:table-header-group}
.sheet{page:sheet;font-size:10.5pt;line-height:1.3}.sheet h1{font-size:20pt}
.sheet h2{font-size:14pt;margin:1rem 0 .25rem}.sheet ul{margin:.25rem 0}
.sheet p{max-width:none;margin:.25rem 0}}
"""


def as_html(report: Report) -> str:
    """Write `report` as a whole HTML document. What people wrote is text, never markup."""
    body = "\n".join(_block(block) for block in report.blocks)
    kind = ' class="sheet"' if report.is_sheet else ""
    lead = f'<p class="lead">{escape(report.lead)}</p>\n' if report.lead else ""
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(report.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body{kind}>\n<main>\n"
        f'<p class="kicker">{escape(report.kicker)}</p>\n<h1>{escape(report.title)}</h1>\n'
        f"{lead}{body}\n</main>\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{escape(text)}</h{level + 1}>"
        case Paragraph(text, quiet):
            kind = ' class="quiet"' if quiet else ""
            return f"<p{kind}>{escape(text)}</p>"
        case Bullets(items):
            return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col"{_NUMBER if is_number else ""}>{escape(column)}</th>'
        for column, is_number in zip(table.columns, table.numeric, strict=True)
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>'
        + "".join(_cell(value) for value in row[1:])
        + "</tr>"
        for row in table.rows
    )
    columns = "".join(f'<col style="width:{share:.0%}">' for share in table.widths)
    return (
        f'<div class="table"><table><caption>{escape(table.caption)}</caption><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _cell(value: str | int) -> str:
    kind = _NUMBER if isinstance(value, int) else ""
    return f"<td{kind}>{escape(str(value))}</td>"
