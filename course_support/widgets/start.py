"""Who you are, which population you chose, and what happens to your answers."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course_support.answers import transfer
from course_support.errors import WorkbookError
from course_support.sources import populations

from . import assets

if TYPE_CHECKING:
    from course_support.workbook import Workbook


class StartWidget(anywidget.AnyWidget):
    """The form of the start page. It saves as people type, like every exercise."""

    _esm = assets.view("start")

    page = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        choices = [
            {"id": each.id, "name": each.name, "paragraph": each.paragraph}
            for each in populations.load().values()
        ]
        super().__init__(page={"populations": choices})
        self._tell(said=workbook.notice)
        self.on_msg(self._heard)

    def __repr__(self) -> str:
        return f"Start({self._workbook.population.id!r})"

    def _heard(self, _: object, message: dict[str, Any], __: object) -> None:
        act = {
            "save": self._save,
            "copy": self._copy,
            "load": self._load,
            "delete": self._delete,
            "someone-else": self._someone_else,
            "switch": self._switch,
        }.get(message.get("type", ""))
        if act is None:
            return
        ack = {"window": message.get("window", ""), "seq": message.get("seq", 0)}
        try:
            said = act(message)
        except WorkbookError as error:
            problem = {"text": str(error), "final": False}
            self.state = {**self.state, "ack": ack, "problem": problem}
            return
        # Exercises on this page show whose turn it is now before the choice is said to be saved:
        # whoever waits for that word never types into what is about to change.
        self._workbook.changed("profile")
        self._tell({**ack, "redraw": message["type"] != "save"}, said)

    def _save(self, message: dict[str, Any]) -> str:
        wanted = message.get("value", {})
        fields = ("name", "group", "organisation", "population")
        self._workbook.choose(**{field: str(wanted.get(field, "")) for field in fields})
        return ""

    def _copy(self, _: dict[str, Any]) -> str:
        text = self._workbook.export()
        name = f"commissioning-{datetime.now(UTC):%Y-%m-%d}.workbook.json"
        self.send({"type": "copy", "name": name, "text": text})
        return f"A copy was made: {name}, in the folder where your browser puts downloads."

    def _load(self, message: dict[str, Any]) -> str:
        return self._workbook.take_in(transfer.read_bundle(str(message.get("text", ""))))

    def _delete(self, _: dict[str, Any]) -> str:
        return self._workbook.delete_mine()

    def _someone_else(self, _: dict[str, Any]) -> str:
        self._workbook.switch(None)
        return "A new workbook is open. The other person's answers are kept apart from yours."

    def _switch(self, message: dict[str, Any]) -> str:
        self._workbook.switch(str(message.get("person", "")))
        return "Your workbook is open again."

    def _tell(self, ack: dict[str, Any] | None = None, said: str = "") -> None:
        workbook = self._workbook
        profile = workbook.profile
        people = [
            {"id": key, "name": person.name or "Someone without a name"}
            for key, person in profile.people.items()
            if key != profile.current
        ]
        known = bool(workbook.person.population)
        self.state = {
            "key": sha256(f"start {workbook.owner}".encode()).hexdigest()[:16],
            "revision": self.state.get("revision", 0) + 1,
            "answer": {
                "name": workbook.person.name,
                "group": workbook.person.group,
                "organisation": workbook.person.organisation,
                "population": workbook.population.id if known else "",
            },
            "saved": datetime.now(UTC).isoformat() if ack else None,
            "place": workbook.store.describe(),
            "people": people,
            "said": said,
            "problem": None,
            "ack": ack,
        }
