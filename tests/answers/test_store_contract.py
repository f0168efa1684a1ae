"""What every store keeps to, wherever it puts the answers. Runs against each store there is."""

import copy
import threading
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course_support.answers.profile import Person
from course_support.answers.record import Key, Record, new_version
from course_support.answers.store import Store
from course_support.answers.transfer import Bundle, export, read_bundle

OpenStore = Callable[[], Store]


def text(number: int | str) -> dict[str, Any]:
    return {"texts": {"a": str(number)}}


def now(store: Store, key: Key) -> str | None:
    version = store.load(key).record.version()
    return version.value["texts"]["a"] if version else None


def test_what_was_saved_is_loaded_by_the_next_who_opens(open_store: OpenStore, key: Key) -> None:
    saved = open_store().save(
        key, "write", text("né 👩‍🔧 “quoted”\n"), window="w", present=("Ann",)
    )
    record = open_store().load(key).record
    assert record == saved.record
    assert (record.key, record.kind, record.revision) == (key, "write", 1)
    version = record.version()
    assert version is not None
    assert (version.value, version.present) == (text("né 👩‍🔧 “quoted”\n"), ("Ann",))
    assert (saved.overtook, saved.notices) == (None, ())


def test_nothing_kept_is_an_empty_record(store: Store, key: Key) -> None:
    found = store.load(key, "write")
    assert (found.record.current, found.record.kind, found.notices) == (None, "write", ())
    assert store.keys() == []
    assert store.history(key) == []
    assert store.stamp(key) is None


def test_history_undo_and_redo(store: Store, key: Key) -> None:
    for number in range(3):
        store.save(key, "write", text(number))
    assert [v.value for v in store.history(key)] == [text(0), text(1), text(2)]
    store.undo(key)
    assert now(store, key) == "1"
    store.undo(key)
    assert store.undo(key).current == store.load(key).record.current, "nothing further to undo"
    assert now(store, key) == "0"
    store.redo(key)
    assert now(store, key) == "1"
    store.save(key, "write", text("reset"), how="reset")
    assert store.redo(key).redo == []
    store.undo(key)
    assert now(store, key) == "1"
    assert len(store.history(key)) == 4


def test_undo_of_nothing_writes_nothing(store: Store, key: Key) -> None:
    store.undo(key)
    store.redo(key)
    assert store.keys() == []


def test_the_stamp_changes_whenever_the_record_does(store: Store, key: Key) -> None:
    stamps = [store.stamp(key)]
    for change in (
        lambda: store.save(key, "write", text(1)),
        lambda: store.save(key, "write", text(2)),
        lambda: store.undo(key),
        lambda: store.redo(key),
    ):
        change()
        stamps.append(store.stamp(key))
        assert store.stamp(key) == stamps[-1]
    assert len(set(map(repr, stamps))) == len(stamps)


def test_answers_stay_apart_by_owner_population_exercise_and_group(store: Store) -> None:
    keys = [
        Key("ann", "one", "older_people"),
        Key("ann", "one", "homelessness"),
        Key("ann", "one"),
        Key("ann", "two", "older_people"),
        Key("bob", "one", "older_people"),
        Key("ann", "one", "older_people", group=True),
    ]
    for number, key in enumerate(keys):
        store.save(key, "write", text(number))
    assert [now(store, key) for key in keys] == [str(number) for number in range(len(keys))]
    assert sorted(store.keys()) == sorted(keys)
    assert sorted(store.keys("ann")) == sorted(key for key in keys if key.owner == "ann")
    assert store.keys("nobody") == []
    assert sorted(r.key for r in store.records("bob")) == [keys[4]]


def test_hostile_names_are_kept_apart(store: Store, hostile_names: list[str]) -> None:
    for number, name in enumerate(hostile_names):
        store.save(Key(name, "one", "older_people"), "write", text(number))
        store.save(Key(name, "one", group=True), "write", text(f"group {number}"))
    for number, name in enumerate(hostile_names):
        assert now(store, Key(name, "one", "older_people")) == str(number), name
        assert now(store, Key(name, "one", group=True)) == f"group {number}", name
        assert len(store.keys(name)) == 2
    assert len(store.keys()) == 2 * len(hostile_names)


# --- two windows ---------------------------------------------------------------------------------


def test_the_later_window_wins_and_the_earlier_is_in_the_history(
    open_store: OpenStore, key: Key
) -> None:
    one, two = open_store(), open_store()
    seen = one.save(key, "write", text("start"), window="one").record.revision
    two.save(key, "write", text("two"), base=seen, window="two")
    later = one.save(key, "write", text("one"), base=seen, window="one")
    assert later.overtook is not None
    assert later.overtook.value == text("two")
    assert now(two, key) == "one"
    two.undo(key)
    assert now(one, key) == "two"


def test_nothing_is_overtaken_by_oneself_or_by_someone_who_has_seen_it(
    open_store: OpenStore, key: Key
) -> None:
    store = open_store()
    base = store.save(key, "write", text(1), window="one").record.revision
    store.save(key, "write", text(2), window="one", base=base)
    assert store.save(key, "write", text(3), window="one", base=base).overtook is None
    seen = store.load(key).record.revision
    assert store.save(key, "write", text(4), window="two", base=seen).overtook is None


def test_typing_in_two_windows_never_swallows_the_others_words(store: Store, key: Key) -> None:
    for number, window in enumerate(["one", "one", "two", "two", "one"]):
        store.save(key, "write", text(number), window=window, how="typing")
    assert [v.value for v in store.history(key)] == [text(1), text(3), text(4)]


def test_saves_from_several_threads_are_all_in_the_history(open_store: OpenStore, key: Key) -> None:
    def work(window: str) -> None:
        store = open_store()
        for number in range(6):
            store.save(key, "write", text(f"{window}{number}"), window=window)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = {v.value["texts"]["a"] for v in open_store().history(key)}
    assert kept == {f"{window}{number}" for window in "abc" for number in range(6)}


# --- export, import, delete -------------------------------------------------------------


def test_an_export_taken_into_an_empty_store_is_the_same_again(
    open_empty_store: OpenStore,
) -> None:
    store, other = open_empty_store(), open_empty_store()
    for key in (Key("me", "one", "older_people"), Key("me", "two"), Key("team", "one", group=True)):
        store.save(key, "write", text(1))
        store.save(key, "write", text(2))
        store.undo(key)
    store.save(Key("someone", "one"), "write", text("not mine"))
    bundle = read_bundle(export(store, "me", Person(name="Me"), ("team",)))
    report = other.merge(bundle.records)
    kept = other.keys()
    assert report.sentence() == (
        "3 answers read: 3 new, 0 with something newer or older than here, 0 already here."
    )
    for key in kept:
        ours, theirs = store.load(key).record, other.load(key).record
        assert (ours.versions, ours.current) == (theirs.versions, theirs.current)
        assert now(other, key) == "1"
        other.redo(key)
        assert now(other, key) == "2"
    assert len(kept) == 3


SAVES = st.lists(
    st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(["save", "undo", "redo"])),
    max_size=6,
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(SAVES, SAVES)
def test_merging_is_idempotent_and_order_independent(
    open_empty_store: OpenStore, here: Any, there: Any
) -> None:
    bundles: list[list[Record]] = []
    for name, acts in (("here", here), ("there", there)):
        store = open_empty_store()
        for number, (exercise, act) in enumerate(acts):
            key = Key("me", exercise)
            if act == "save":
                store.save(key, "write", text(f"{name}{number}"))
            else:
                (store.undo if act == "undo" else store.redo)(key)
        bundles.append(list(store.records()))

    def merged(*order: int) -> dict[Key, Any]:
        store = open_empty_store()
        for place in order:
            store.merge(copy.deepcopy(bundles[place]))
        return {r.key: (r.current, [v.id for v in r.versions]) for r in store.records()}

    assert merged(0, 1) == merged(1, 0) == merged(0, 1, 1, 0)


def test_merging_the_same_twice_reports_nothing_new(store: Store, key: Key) -> None:
    store.save(key, "write", text(1))
    records = list(store.records())
    report = store.merge(records)
    assert (report.added, report.updated, report.unchanged) == ([], [], [key])
    assert store.merge([]).sentence() == "The file holds no answers."


def test_delete_all_leaves_nothing_of_one_and_everything_of_others(store: Store) -> None:
    mine = [Key("ann", "one"), Key("ann", "two", "older_people")]
    others = [Key("ann", "one", group=True), Key("bob", "one")]
    for key in [*mine, *others]:
        store.save(key, "write", text(1))
    assert store.delete_all("ann") == 2
    assert sorted(store.keys()) == sorted(others)
    assert all(store.load(key).record.current is None for key in mine)
    assert store.delete_all("ann") == 0
    assert store.delete_all("ann", group=True) == 1
    assert store.keys() == [Key("bob", "one")]
    assert "ann" not in str(Bundle.model_validate_json(export(store, "ann", Person())).records)


def test_a_store_says_where_it_is(store: Store) -> None:
    assert store.describe()


def test_what_was_read_before_is_never_shown_for_what_is_there_now(
    store: Store, open_store: OpenStore, key: Key
) -> None:
    elsewhere = open_store()
    for number in range(30):
        writer, reader = (store, elsewhere) if number % 2 else (elsewhere, store)
        writer.save(key, "write", {"texts": {"a": f"{number:02d}"}})
        for each in (reader, writer):
            version = each.load(key).record.version()
            assert version is not None
            assert version.value == {"texts": {"a": f"{number:02d}"}}


def test_changing_a_record_without_keeping_it_changes_nothing(store: Store, key: Key) -> None:
    store.save(key, "write", {"texts": {"a": "one"}})
    record = store.load(key).record
    record.add(new_version({"texts": {"a": "two"}}))
    record.step_back()
    again = store.load(key).record
    assert len(again.versions) == 1
    assert again.undo == again.redo == []
    assert again.revision == 1
