"""What a grade is called."""

from __future__ import annotations

from lmtools.text import Text


def grade_name(grade: str, text: Text) -> str:
    """ "10. trinn", "Vg1", "Alle trinn"."""
    if grade == "all":
        return text.t("Alle trinn")
    if grade.isdigit():
        return text.t("{grade}. trinn", grade=grade)
    return grade[:1].upper() + grade[1:]
