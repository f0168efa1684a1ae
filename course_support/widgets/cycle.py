"""The two rings of the cycle: choose an activity, in the picture or in the list, to read of it."""

from __future__ import annotations

import anywidget
import traitlets

from course_support.charts import cycle as picture
from course_support.sources.cycle import ELEMENTS, RINGS, activities

from . import assets

RING_NAMES = {"Outer": "Outer ring: commissioning", "Inner": "Inner ring: contracting"}


class CycleWidget(anywidget.AnyWidget):
    """The drawing, and its activities as a list that opens. Nothing is answered here."""

    _esm = assets.view("cycle")

    page = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        every = activities()
        numbered = list(enumerate(every, start=1))
        elements = [
            {
                "name": element,
                "rings": [
                    {
                        "name": RING_NAMES[ring],
                        "activities": [
                            {
                                "id": each.id,
                                "number": number,
                                "text": each.activity,
                                "about": each.explanation,
                            }
                            for number, each in numbered
                            if (each.element, each.ring) == (element, ring)
                        ],
                    }
                    for ring in RINGS
                ],
            }
            for element in ELEMENTS
        ]
        super().__init__(
            page={
                "svg": picture.rings(every),
                "alternative": picture.TEXT_ALTERNATIVE,
                "source": picture.SOURCE,
                "elements": elements,
            }
        )

    def __repr__(self) -> str:
        return "Cycle()"
