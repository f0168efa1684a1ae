"""Another window's save is noticed, and one that fails blinds nobody."""

import asyncio
import gc

import pytest

from course_support.widgets import watch


class Watched:
    def __init__(self, fails: bool = False) -> None:
        self.looks, self.fails = 0, fails

    def look_again(self) -> None:
        self.looks += 1
        if self.fails:
            raise RuntimeError("cannot be read")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "SECONDS", 0.005)
    monkeypatch.setattr(watch, "_task", None)
    watch._watched.clear()


def test_everything_is_looked_at_again_and_again_until_it_is_gone() -> None:
    async def page() -> tuple[int, int, int]:
        bad, good = Watched(fails=True), Watched()
        watch.begin(bad)  # type: ignore[arg-type]
        watch.begin(good)  # type: ignore[arg-type]
        while good.looks < 3:
            await asyncio.sleep(0.005)
        looks = bad.looks, good.looks
        del bad
        gc.collect()
        await asyncio.sleep(0.02)
        return *looks, len(watch._watched)

    bad, good, left = asyncio.run(asyncio.wait_for(page(), 20))
    assert good >= 3
    assert bad >= 2
    assert left == 1


def test_one_task_does_it_and_a_new_loop_gets_a_new_one() -> None:
    async def page() -> asyncio.Task[None] | None:
        widget = Watched()
        watch.begin(widget)  # type: ignore[arg-type]
        first = watch._task
        watch.begin(Watched())  # type: ignore[arg-type]
        assert watch._task is first
        while not widget.looks:
            await asyncio.sleep(0.005)
        return first

    assert asyncio.run(page()) is not asyncio.run(page())


def test_without_a_loop_nothing_is_watched() -> None:
    watch.begin(Watched())  # type: ignore[arg-type]
    assert watch._task is None
